/**
 * `npm run soak`: the campaigns of `npm test` with any number of cases, on two cores. The last line says what ran and
 * what was found. The exit code is not 0 if there was a violation or a campaign ran fewer cases than asked for.
 *
 *   node test/soak/run.ts [--seed S] [--kills N] [--states N] [--inputs N] [--payments N]
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CAMPAIGN_NAMES, CAMPAIGNS, type CampaignName, type Counts } from './campaigns.ts';
import type { ToldByLane } from './lane.ts';
import { SEED_MAX, readOptions, USAGE, type SoakOptions } from './options.ts';

const LANE = fileURLToPath(new URL('./lane.ts', import.meta.url));
const LANES = 2;
const PROGRESS_MS = 9_000;

type Found = { readonly done: Record<CampaignName, number>; readonly violations: string[] };

/** Each lane has its own seed; the first lane's is the given one. A violation names the seed that reproduces it. */
const seedOf = (seed: number, lane: number): number => (seed + lane * 0x3504f333) % (SEED_MAX + 1);

function shareOf(counts: Counts, lane: number): Counts {
  const share = (count: number): number => Math.floor(count / LANES) + (lane < count % LANES ? 1 : 0);
  return Object.fromEntries(CAMPAIGN_NAMES.map((name) => [name, share(counts[name])])) as Counts;
}

/** @param heard called with the lane's progress and violations */
async function runLane(lane: number, { seed, counts }: SoakOptions, heard: (found: Found) => void): Promise<Found> {
  const args = [String(seedOf(seed, lane)), JSON.stringify(shareOf(counts, lane))];
  const child: ChildProcess = fork(LANE, args, { execArgv: [] });
  const found: Found = { done: { kills: 0, states: 0, inputs: 0, payments: 0 }, violations: [] };
  let hasEnded = false;
  child.on('message', (message) => {
    const told = message as ToldByLane;
    if (told.kind === 'end') hasEnded = true;
    if (told.kind === 'at') found.done[told.campaign] = told.done;
    if (told.kind === 'result') {
      found.done[told.campaign] = told.result.done;
      found.violations.push(...told.result.violations);
      for (const violation of told.result.violations) {
        console.log(`VIOLATION  ${violation.replaceAll(/\s*\n\s*/g, ' | ')}`);
      }
    }
    heard(found);
  });
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  if (!hasEnded) found.violations.push(`the process of lane ${lane} ended with ${signal ?? code}`);
  return found;
}

const grouped = (count: number): string => count.toLocaleString('en');

const counted = (count: number): string => `${grouped(count)} ${count === 1 ? 'violation' : 'violations'}`;

function sum(all: readonly Found[], name: CampaignName): number {
  return all.reduce((total, { done }) => total + done[name], 0);
}

function inWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
const lasted = (sinceMs: number): string => inWords(performance.now() - sinceMs);

/** Estimates how long a campaign will still take at its pace so far; '' until the pace is known. */
function createForecast(counts: Counts): (name: CampaignName, done: number) => string {
  const begun = new Map<CampaignName, { readonly atMs: number; readonly done: number }>();
  return (name, done) => {
    if (done === 0 || done >= counts[name]) return '';
    const from = begun.get(name);
    if (from === undefined) begun.set(name, { atMs: performance.now(), done });
    if (from === undefined || done === from.done) return '';
    const msForOne = (performance.now() - from.atMs) / (done - from.done);
    return ` (${inWords(msForOne * (counts[name] - done))} more)`;
  };
}

async function soak(options: SoakOptions): Promise<boolean> {
  const { seed, counts } = options;
  const wanted = CAMPAIGN_NAMES.filter((name) => counts[name] > 0);
  console.log(`soak of ${wanted.map((name) => `${grouped(counts[name])} ${name}`).join(', ')}, seed ${seed}`);
  const startedAt = performance.now();
  const latest = new Map<number, Found>();
  const forecast = createForecast(counts);
  const timer = setInterval(() => {
    const far = wanted.map((name) => {
      const done = sum([...latest.values()], name);
      return `${grouped(done)} of ${grouped(counts[name])} ${name}${forecast(name, done)}`;
    });
    console.log(`  ${lasted(startedAt)}: ${far.join(', ')}`);
  }, PROGRESS_MS);
  const lanes = Array.from({ length: LANES }, (_, lane) =>
    runLane(lane, options, (found) => {
      latest.set(lane, found);
    }),
  );
  const all = await Promise.all(lanes);
  clearInterval(timer);
  const missing = wanted.filter((name) => sum(all, name) < counts[name]);
  const violations = all.flatMap((found) => found.violations);
  const ran = wanted.map((name) => `${grouped(sum(all, name))} ${CAMPAIGNS[name].words}`).join(', ');
  const short = missing.length > 0 ? `, fewer ${missing.join(' and ')} than asked for` : '';
  console.log(`soak, seed ${seed}, ${lasted(startedAt)}: ${ran}; ${counted(violations.length)}${short}`);
  return violations.length === 0 && missing.length === 0;
}

const options = readOptions(process.argv.slice(2), randomInt(SEED_MAX));
if (options === null) {
  console.error(USAGE);
  process.exitCode = 2;
} else {
  process.exitCode = (await soak(options)) ? 0 : 1;
}
