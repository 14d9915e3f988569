/**
 * The power fails: every moment of two recorded days of the real till, and at each the many states in which the disk may
 * be found afterwards. Each must open, be sound, and hold whatever had been told or sent by then.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { openReadonly } from '../../electron/ledger/file/open.ts';
import { firstLook } from '../../electron/ledger/file/errors.ts';
import { LedgerError } from '../../electron/till/ports/ledger.ts';
import type { CampaignOptions, CampaignResult } from '../support/campaign.ts';
import { FOLDER_PREFIX } from '../support/folders.ts';
import type { DiskCall } from './disk-calls.ts';
import { foundAfter, momentsOf, type Found } from './disk-model.ts';
import { createDice } from '../support/dice.ts';
import { recordTwoDays } from './recorded-days.ts';
import { RESULTS } from './till-program.ts';
import { readTold, type Told } from './told.ts';
import { fileFaults, readRows, sentFaults, toldFaults } from './verify.ts';

export type PowerLossOptions = CampaignOptions & {
  /** Settings of SQLite in place of the product's own, as `synchronous=NORMAL`: the harness is tried on weaker ones. */
  readonly settings?: string;
};

/** What somebody relies on at a moment. */
type Promised = { readonly told: readonly Told[]; readonly sent: Readonly<Record<string, number>> };

/** In two days the till never folds its log into the file but at the end; so once it is told to do it often. */
const PRODUCT = ['', 'wal_autocheckpoint=12'];

/**
 * Counts states that differ. The same seed draws the same states of the same recording; what is recorded is a run of the
 * real program and never quite the same, so the first states that do not hold are kept.
 *
 * @throws Error when there are fewer states than wanted
 */
export async function powerLossStates({ seed, count, progress, settings }: PowerLossOptions): Promise<CampaignResult> {
  const recorded = settings === undefined ? PRODUCT : [settings];
  const violations: string[] = [];
  let done = 0;
  for (const [index, one] of recorded.entries()) {
    const until = Math.round((count * (index + 1)) / recorded.length);
    const bench = openBench(settings === undefined ? KEPT : 0);
    try {
      for (const state of statesOf(await recordTwoDays(one), seed, until - done)) {
        const faults = bench.faults(state);
        violations.push(...faults.map((fault) => `seed ${seed}, settings "${one}", ${state.name}: ${fault}`));
        done += 1;
        progress(done);
      }
    } finally {
      bench.remove();
    }
  }
  return { done, violations };
}

type State = { readonly name: string; readonly found: Found; readonly promised: Promised };

/** One more state of each moment, and then another one of each, until there are so many. */
function* statesOf(calls: readonly DiskCall[], seed: number, count: number): Generator<State> {
  const moments = momentsOf(calls).map((moment) => ({
    moment,
    promised: promisedBy(calls.slice(0, moment.after)),
    seen: new Set<string>(),
  }));
  let given = 0;
  for (let variant = 0; given < count; variant += 1) {
    const before = given;
    for (const { moment, promised, seen } of moments) {
      const dice = createDice(seed, variant * moments.length + moment.after);
      const found = foundAfter(moment, variant, dice);
      if (seen.has(found.fate) || given === count) continue;
      seen.add(found.fate);
      given += 1;
      yield { name: `after call ${moment.after} of ${calls.length}, variant ${variant}`, found, promised };
    }
    if (given === before) throw new Error(`There are no more than ${given} states`);
  }
}

function promisedBy(calls: readonly DiskCall[]): Promised {
  const told = readTold(calls.flatMap((call) => (call.kind === 'told' ? [call.line] : [])));
  const sent = calls.flatMap((call) => (call.kind === 'sent' ? [[call.number, 1] as const] : []));
  return { told, sent: Object.fromEntries(sent) };
}

type Bench = { faults(state: State): readonly string[]; remove(): void };

const LEDGER = 'ledger.db';
/**
 * To open a ledger as the till does and then to look into it takes several times as long as to look. It is done for one
 * state in so many, and wherever it matters most: when the first start was cut off, and where SQLite left a journal.
 */
const OPENED_AS_TILL_EVERY = 8;
/** How many states that do not hold are kept to be looked at. */
const KEPT = 3;

/** A folder in memory where one state after the other is laid out and looked at. */
function openBench(keep: number): Bench {
  const memory = '/dev/shm';
  const folder = mkdtempSync(join(existsSync(memory) ? memory : tmpdir(), FOLDER_PREFIX));
  let kept = 0;
  let laidOut = 0;

  const layOut = ({ files }: Found, into: string): void => {
    for (const name of readdirSync(into)) unlinkSync(join(into, name));
    for (const [name, content] of files) writeFileSync(join(into, name), content);
  };
  const keepState = ({ found }: State): string => {
    kept += 1;
    const place = mkdtempSync(join(RESULTS, 'power-loss-'));
    layOut(found, place);
    return place;
  };

  return {
    faults(state) {
      layOut(state.found, folder);
      const isFirstStart = state.promised.told.length === 0;
      const hasJournal = state.found.files.has(`${LEDGER}-journal`);
      const asTill = isFirstStart || hasJournal || laidOut % OPENED_AS_TILL_EVERY === 0;
      laidOut += 1;
      const faults = look(join(folder, LEDGER), state.promised, asTill);
      if (faults.length === 0 || kept >= keep) return faults;
      const place = keepState(state);
      return faults.map((fault) => `${fault} (kept in ${place})`);
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function look(path: string, { told, sent }: Promised, asTill: boolean): readonly string[] {
  try {
    if (asTill) openLedger(path).close();
    const db = openReadonly(path);
    try {
      const rows = firstLook(() => readRows(db));
      return [...fileFaults(db), ...toldFaults(rows, told), ...sentFaults(rows, sent)];
    } finally {
      db.close();
    }
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    return [`does not open: ${error.message}: ${String(error.cause)}`];
  }
}
