/**
 * Records two days of the real till with one ledger under strace: its disk operations, told lines and sent requests.
 */
import { mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { newFolder, quickSimulator } from '../support/counter-till.ts';
import { readDiskCalls, recording, type DiskCall, type OpenFolder } from './disk-calls.ts';
import { ALL_THE_TIME_MS, type Life, type Sale } from './script.ts';
import { buildTillProgram } from './till-program.ts';

const SPEED = 100;
const FIRST_DAY: readonly Sale[] = [
  { mode: 'mpm', amountCents: 1_200, patience: 'until-known' },
  { mode: 'cpm', amountCents: 3_450, patience: 'until-known', refund: 'two-halves' },
  { mode: 'mpm', amountCents: 2_043, patience: 'until-qr' },
];
/** Starts with the attempts that the first day left unfinished. */
const SECOND_DAY: readonly Sale[] = [
  { mode: 'cpm', amountCents: 990, patience: 'until-known' },
  { mode: 'mpm', amountCents: 5_001, patience: 'until-known' },
];

/**
 * The first day ends without closing the ledger; the second closes it.
 *
 * @param settings SQLite settings that replace the product's own, such as `synchronous=NORMAL`; '' for none
 */
export async function recordTwoDays(settings: string): Promise<readonly DiskCall[]> {
  const program = await buildTillProgram();
  const simulator = await quickSimulator(SPEED);
  const [shop, logs] = [newFolder(), newFolder()];
  const folder: OpenFolder = { path: shop.folder, names: new Map(), files: 0 };
  const { url, appCode, clientKey } = simulator;

  const record = async (sales: readonly Sale[], ends: Life['ends']): Promise<readonly DiskCall[]> => {
    const log = mkdtempSync(join(logs.folder, 'life-'));
    const gateway = { url, appCode, clientKey };
    const patienceMs = ALL_THE_TIME_MS;
    const life: Life = { folder: shop.folder, simulator: gateway, speed: SPEED, sales, patienceMs, ends };
    const strace = recording(join(log, 'thread'));
    const ended = await program.live(life, settings === '' ? { strace } : { strace, preload: otherSettings(settings) });
    if (ended.kind !== 'done') throw new Error(`The recorded till was ${ended.kind}: ${ended.lines.join(', ')}`);
    const threads = readdirSync(log).map((name) => readDiskCalls(join(log, name), folder));
    const [calls = [], ...others] = threads.filter((made) => made.some(({ kind }) => kind !== 'sent'));
    // strace does not record the order between threads.
    if (others.length > 0) throw new Error('More than one thread works on the ledger');
    return calls;
  };

  try {
    return [...(await record(FIRST_DAY, 'left')), ...(await record(SECOND_DAY, 'closed'))];
  } finally {
    await simulator.close();
    program.remove();
    shop.remove();
    logs.remove();
  }
}

const otherSettings = (settings: string): string =>
  `${pathToFileURL(join(import.meta.dirname, 'other-settings.ts')).href}?${settings}`;
