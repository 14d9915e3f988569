/**
 * The power fails at every moment of two recorded days of the real till. At each moment the disk may be in many states
 * afterwards; in each state the ledger must open, be sound, and contain everything that was told or sent by then.
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
  /** SQLite settings that replace the product's own, such as `synchronous=NORMAL`, to test that losses are found. */
  readonly settings?: string;
};

/** What people and the gateway rely on at a moment. */
type Promised = { readonly told: readonly Told[]; readonly sent: Readonly<Record<string, number>> };

/** In two days the till makes no checkpoint before the end; so the second recording makes checkpoints often. */
const PRODUCT = ['', 'wal_autocheckpoint=12'];

/**
 * Checks `count` different states. The same seed draws the same states of the same recording. But each recording of the
 * real program differs a little, so the first states with faults are kept as files.
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

/** Yields one state of each moment, then another one of each, until there are `count`. */
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
 * Opening a ledger as the till does takes several times longer than only reading it. So do it for one state in so many,
 * and where it matters most: after an interrupted first start, and where SQLite left a rollback journal.
 */
const OPENED_AS_TILL_EVERY = 8;
/** How many states with faults are kept for people to inspect. */
const KEPT = 3;

/** A folder on a memory disk where one state after another is written and checked. */
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
