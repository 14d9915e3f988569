/**
 * `npm run bench`: compares the till's cost with the unavoidable cost on this machine (the floor), as ratios of one
 * run, because seconds depend more on the machine than on the till. A ratio over its target is reported but is no
 * failure.
 *
 *   node test/bench/run.ts [--quick] [--json FILE] [--part sales|starts|commits|scans|big-starts|searches|scrolling]…
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startTwoScreens } from '../../build/displays.mjs';
import { writeSettings } from '../support/electron-app.ts';
import { blindLine, measureBlind, type Blind } from './blind.ts';
import { makeBigLedger } from './big-ledger.ts';
import { measureBigStarts } from './big-starts.ts';
import { measureCommits } from './commits.ts';
import { ANSWER_DELAY_MS, startTimedGateway, type TimedGateway } from './gateway.ts';
import { openPointer, type Place } from './pointer.ts';
import { clockError, startProgram, type Program } from './program.ts';
import { findButton, measureSales } from './sales.ts';
import { measureScans } from './scan-to-request.ts';
import { FEW, measureScrolling } from './scrolling.ts';
import { measureSearches } from './searches.ts';
import { digitOf, measureStarts, type Starter } from './starts.ts';
import { tableOf, type Line } from './table.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FLOOR = join(import.meta.dirname, 'floor');

const { values: asked } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'string' },
    part: { type: 'string', multiple: true },
  },
});
const COUNTS = asked.quick
  ? { sales: 8, starts: 3, commits: 500, scans: 100, searches: 2, scrolling: 3 }
  : { sales: 80, starts: 10, commits: 2_500, scans: 400, searches: 10, scrolling: 15 };

type Part = 'sales' | 'starts' | 'commits' | 'scans' | 'big-starts' | 'searches' | 'scrolling';
const isAsked = (part: Part): boolean => asked.part === undefined || asked.part.includes(part);

const WITH_MANY = ['big-starts', 'searches', 'scrolling'] as const;

/** As electron/counter/counter.ts names it for a till that was pointed at a gateway. */
const LEDGER = 'ledger-test-gateway.db';

const progress = (words: string): void => console.log(`  ${words}`);

const failures: string[] = [];
/** Runs one measurement; prints an error and returns null if it fails, so that the others still run. */
async function attempt<Value>(what: string, work: () => Promise<Value>): Promise<Value | null> {
  console.log(what);
  try {
    return await work();
  } catch (error) {
    failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}

/** The till and the floor on separate screens, so that neither covers the other. */
async function prepare(folder: string, gateway: TimedGateway) {
  const size = { primary: '1280x800', second: '1280x800' } as const;
  const screens = { till: await startTwoScreens(size), floor: await startTwoScreens(size) };
  const { url, appCode, clientKey } = gateway.simulator;
  writeSettings(join(folder, 'till'), {});
  const till: Starter = {
    options: {
      name: 'till',
      folder: ROOT,
      userData: join(folder, 'till'),
      display: screens.till.display,
      env: { TILL_GATEWAY_URL: url, TILL_APP_CODE: appCode, TILL_CLIENT_KEY: clientKey },
    },
    pointer: openPointer(screens.till.display),
  };
  const floor: Starter = {
    options: { name: 'floor', folder: FLOOR, userData: join(folder, 'floor'), display: screens.floor.display },
    pointer: openPointer(screens.floor.display),
  };
  const close = async (): Promise<void> => {
    await till.pointer.close();
    await floor.pointer.close();
    await screens.till.stop();
    await screens.floor.stop();
  };
  return { till, floor, close };
}

async function sales(folder: string, gateway: TimedGateway, { till, floor }: { till: Starter; floor: Starter }) {
  const programs: Program[] = [];
  const open = (starter: Starter): Program => {
    const program = startProgram(starter.options);
    programs.push(program);
    return program;
  };
  try {
    const [ours, theirs] = [open(till), open(floor)];
    await ours.seen('cashier', 'keypad');
    await ours.seen('customer', 'shown');
    await theirs.seen('cashier', 'shown');
    await theirs.seen('customer', 'shown');
    const errors = [await clockError(ours, 'cashier'), await clockError(ours, 'customer')];
    const clockErrorMs = Math.max(...errors);
    progress(`the clocks of gateway, cashier's and customer's window agree to ${clockErrorMs.toFixed(2)} ms`);
    const digit = await findButton(ours, '7');
    const counter = { till: ours, floor: theirs, gateway, pointer: till.pointer, folder };
    const lines = await measureSales(counter, COUNTS.sales, progress);
    const blind = await measureBlind(counter, COUNTS.sales, progress);
    return { lines, blind, digit, clockErrorMs };
  } finally {
    for (const program of programs) await program.quit();
  }
}

const NOWHERE: Place = { x: 0, y: 0 };

/** The same till, on its own screens, with its own folder. Its buttons are found by their English words. */
function tillIn(folder: string, till: Starter): Starter {
  writeSettings(folder, { cashierLanguage: 'en' });
  return { ...till, options: { ...till.options, userData: folder } };
}

/**
 * Turns sounds off. The finger taps a key again and again until the till is up, so the amount reaches its limit. A
 * refused key makes a sound, and the first sound starts Chromium's audio process, whose memory does not belong to a
 * start.
 */
function silent(till: Starter): Starter {
  writeSettings(till.options.userData, { sounds: false });
  return till;
}

/** What is measured with a million payments: they are written once. */
async function withMany(folder: string, gateway: TimedGateway, till: Starter): Promise<readonly Line[]> {
  const { url } = gateway.simulator;
  const big = tillIn(join(folder, 'big'), till);
  const path = join(folder, 'big', LEDGER);
  const ledger = makeBigLedger(path, url, progress);
  const lines: (readonly Line[] | null)[] = [];
  if (isAsked('big-starts')) {
    const empty = tillIn(join(folder, 'empty'), till);
    const what = `${COUNTS.starts} cold starts with a big ledger and with an empty one`;
    lines.push(await attempt(what, () => measureBigStarts({ big, ledger, empty }, COUNTS.starts, progress)));
  }
  ledger.reset();
  if (isAsked('searches'))
    lines.push(await attempt('searches of the history', async () => measureSearches(path, COUNTS.searches)));
  if (isAsked('scrolling')) {
    const few = tillIn(join(folder, 'few'), till);
    makeBigLedger(join(folder, 'few', LEDGER), url, progress, FEW);
    lines.push(await attempt('scrolling of the history', () => measureScrolling(big, few, COUNTS.scrolling, progress)));
  }
  return lines.flatMap((measured) => measured ?? []);
}

type Measurements = {
  readonly lines: readonly Line[];
  readonly more: { readonly blind?: Blind | undefined; readonly [what: string]: unknown };
};

async function measureOnScreens(folder: string): Promise<Measurements> {
  const gateway = await startTimedGateway();
  const programs = await prepare(folder, gateway);
  try {
    const sold = isAsked('sales')
      ? await attempt(`${COUNTS.sales} sales, the simulator answering after ${ANSWER_DELAY_MS} ms as the gateway`, () =>
          sales(folder, gateway, programs),
        )
      : null;
    const needsDigit = isAsked('starts') || isAsked('big-starts');
    const digit = sold?.digit ?? (needsDigit ? await digitOf(programs.till) : NOWHERE);
    const started = isAsked('starts')
      ? await attempt(`${COUNTS.starts} cold starts of each`, () =>
          measureStarts(silent(programs.till), programs.floor, digit, COUNTS.starts, progress),
        )
      : null;
    const big = WITH_MANY.some(isAsked)
      ? await attempt('a big ledger', () => withMany(folder, gateway, programs.till))
      : null;
    const lines = [...(sold?.lines ?? []), ...(started?.lines ?? []), ...(big ?? [])];
    return { lines, more: { clockErrorMs: sold?.clockErrorMs, blind: sold?.blind, memory: started?.memory } };
  } finally {
    await programs.close();
    await gateway.close();
  }
}

async function measure(folder: string): Promise<Measurements> {
  // Before the windows open, because their work would be measured too.
  const commits = isAsked('commits')
    ? await attempt(`${COUNTS.commits} durable commits`, async () => measureCommits(folder, COUNTS.commits))
    : null;
  const scans = isAsked('scans')
    ? await attempt(`${COUNTS.scans} scans of a customer's code`, () => measureScans(folder, COUNTS.scans))
    : null;
  const needsScreens = (['sales', 'starts', ...WITH_MANY] as const).some(isAsked);
  const onScreens = needsScreens ? await measureOnScreens(folder) : { lines: [], more: {} };
  return { lines: [...(commits ?? []), ...(scans ?? []), ...onScreens.lines], more: onScreens.more };
}

// Not in the system's temporary folder, which may be on a memory disk, where an fsync costs nothing.
mkdirSync(join(ROOT, 'test-results'), { recursive: true });
const folder = mkdtempSync(join(ROOT, 'test-results', 'bench-'));
try {
  const { lines, more } = await measure(folder);
  console.log(`\n${tableOf(lines)}`);
  if (more.blind !== undefined) console.log(`\n${blindLine(more.blind)}`);
  for (const failure of failures) console.error(`\nNot measured: ${failure}`);
  if (asked.json !== undefined) {
    writeFileSync(
      asked.json,
      `${JSON.stringify({ answerDelayMs: ANSWER_DELAY_MS, lines, failures, ...more }, null, 2)}\n`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures.length === 0 ? 0 : 1;
