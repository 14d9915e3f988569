/** The fuzz campaign: runs inputs by number in a child process, and watches whether the process crashes or hangs. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { CampaignOptions, CampaignResult } from '../support/campaign.ts';
import type { ToldByChild } from './child.ts';
import { scratchFolder } from './scratch.ts';

const CHILD = fileURLToPath(new URL('./child.ts', import.meta.url));
/** Far longer than the slowest input takes, on a busy machine too. */
const HANGS_AFTER_MS = 60_000;
/** The child reports its position once per so many inputs. */
const TELL_EVERY = 200;
/** A defect usually breaks many inputs, so the campaign stops after the first few violations. */
const VIOLATIONS_MAX = 20;

/** Each violation names the command that runs its input again. */
export async function fuzz({ seed, count, progress }: CampaignOptions): Promise<CampaignResult> {
  const violations: string[] = [];
  let at = 0;
  let isDone = false;
  const note = (what: string, which: string): void => {
    violations.push(`${what.replaceAll(/\s*\n\s*/g, ' | ')} (node test/fuzz/replay.ts ${seed} ${which})`);
  };
  const whereItWas = (): string => `${at} ${Math.min(at + TELL_EVERY, count) - 1}`;
  const scratch = scratchFolder();
  const child = fork(CHILD, [scratch.folder, ...[seed, count, TELL_EVERY].map(String)], {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let hangs: NodeJS.Timeout | null = null;
  const heard = (): void => {
    clearTimeout(hangs ?? undefined);
    hangs = setTimeout(() => {
      note(`no sign of life for ${HANGS_AFTER_MS / 1000} s after input ${at}`, whereItWas());
      child.kill('SIGKILL');
    }, HANGS_AFTER_MS);
  };
  child.on('message', (message) => {
    const told = message as ToldByChild;
    heard();
    if (told.kind === 'at') {
      at = told.index;
      progress(at);
    }
    if (told.kind === 'done') isDone = true;
    if (told.kind === 'violation') note(told.what, String(told.index));
    if (violations.length >= VIOLATIONS_MAX) child.kill('SIGKILL');
  });
  heard();
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
  clearTimeout(hangs ?? undefined);
  scratch.remove();
  if (!isDone && violations.length === 0) {
    note(`the process ended with ${signal ?? code} after input ${at}`, whereItWas());
  }
  const done = isDone ? count : at;
  progress(done);
  return { done, violations };
}
