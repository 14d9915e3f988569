/**
 * Ledger files with bytes changed, cut off or swapped, as disks and people damage them. The file opens or is refused
 * with the ledger's own error; an opened file can be read; and no attempt becomes paid while the journal's chain still
 * holds.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dayCsv } from '../../../electron/export/csv.ts';
import { firstBreak } from '../../../electron/ledger/file/journal.ts';
import { openLedger, type OpenLedger } from '../../../electron/ledger/ledger.ts';
import { openDatabase } from '../../../electron/ledger/file/open.ts';
import { restore } from '../../../electron/ledger/care/restore.ts';
import { verify } from '../../../electron/ledger/care/verify.ts';
import { LedgerError } from '../../../electron/till/ports/ledger.ts';
import { hasMoneyMoved, type AttemptStatus } from '../../../shared/attempt/record.ts';
import { FIRST_PAGE, HISTORY_STATES, NO_FILTER } from '../../../shared/attempt/history.ts';
import type { AttemptNumber } from '../../../shared/attempt/number.ts';
import { cents } from '../../../shared/money.ts';
import { openOne } from '../../support/ledger-files.ts';
import { EVENING } from '../../support/samples.ts';
import { mutateBytes, noise } from '../mutate.ts';
import type { Dice } from '../../support/dice.ts';
import type { Target } from '../target.ts';

type Files = Readonly<Record<'db' | 'wal' | 'shm' | 'journal', Buffer | null>>;
export type Original = {
  readonly files: Files;
  readonly numbers: readonly AttemptNumber[];
  readonly settled: ReadonlySet<string>;
};

const ENDINGS = { db: '', wal: '-wal', shm: '-shm', journal: '-journal' } as const;
const ATTEMPTS = 24;
const FAR = 8_640_000_000_000_000;

/** @param scratch a folder for the target's files */
export function ledgerFiles(scratch: string): Target {
  const path = join(scratch, 'ledger.db');
  let originals: readonly Original[] | null = null;
  return {
    name: 'ledger-files',
    share: 20,
    run(dice) {
      originals ??= makeOriginals(join(scratch, 'original.db'));
      const original = dice.pick(originals);
      const { files, what } = damage(dice, original.files);
      remove(path);
      write(path, files);
      // A restore is twenty times slower than reading.
      const wrong = dice.oneIn(20) ? whatRestoreDoes(path, original) : whatIsWrong(path, original);
      return wrong === null ? null : `${wrong}; ${what}`;
    },
  };
}

/**
 * A ledger after a power cut, with commits that are only in its -wal, and one that was closed cleanly, listed twice.
 */
export function makeOriginals(path: string): readonly Original[] {
  const ledger = openLedger(path);
  const statuses: readonly AttemptStatus[] = ['paid', 'pending', 'unknown', 'failed', 'sending', 'expired'];
  const numbers: AttemptNumber[] = [];
  const settled = new Set<string>();
  for (let count = 0; count < ATTEMPTS; count += 1) {
    const { number } = openOne(ledger);
    const status = statuses[count % statuses.length] ?? 'paid';
    ledger.record(number, 1, { status: 'pending', gatewayRef: `2026112215410002001276${count}` }, EVENING);
    if (status !== 'pending' && status !== 'sending')
      ledger.record(number, 2, { status, lastResponse: '0000' }, EVENING);
    numbers.push(number);
    if (status === 'paid') settled.add(number);
  }
  const [first = null] = numbers;
  for (const status of ['refused', 'refunded', 'unknown'] as const) {
    const { number } = openOne(ledger, { kind: 'refund', refundOf: first, amount: cents(100) });
    ledger.record(number, 1, { status, gatewayRef: `20261122154100020012770${status}` }, EVENING);
    numbers.push(number);
    if (status === 'refunded') settled.add(number);
  }
  const cut: Original = { files: read(path), numbers, settled };
  ledger.close();
  const whole: Original = { files: read(path), numbers, settled };
  return [cut, whole, whole];
}

export function whatIsWrong(path: string, { numbers, settled }: Original): string | null {
  let ledger: OpenLedger;
  try {
    ledger = openLedger(path);
  } catch (error) {
    return error instanceof LedgerError ? null : `opening threw ${describe(error)}`;
  }
  const moved: string[] = [];
  try {
    for (const reading of readings(ledger, numbers)) {
      try {
        reading();
      } catch (error) {
        if (!(error instanceof LedgerError)) return `reading threw ${describe(error)}`;
      }
    }
    for (const number of numbers) {
      const status = statusOf(ledger, number);
      if (status !== null && hasMoneyMoved(status) && !settled.has(number)) moved.push(number);
    }
  } finally {
    ledger.close();
  }
  return moved.length > 0 && chainHolds(path) ? `money moved for ${moved.join(' ')} and the chain holds` : null;
}

/** Restores a damaged file: the restored ledger must be sound, and must not call an attempt settled that was not. */
export function whatRestoreDoes(path: string, { settled }: Original): string | null {
  const folder = join(dirname(path), 'quarantine');
  try {
    restore({ path, reason: 'damaged', at: EVENING });
  } catch (error) {
    return error instanceof LedgerError ? null : `restoring threw ${describe(error)}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const db = openDatabase(path);
  try {
    const fault = verify(db, 'whole');
    if (fault !== null) return `what was restored has a fault: ${JSON.stringify(fault)}`;
    const paid = db.prepare("SELECT number FROM attempts WHERE status IN ('paid', 'late-paid', 'refunded')").all();
    const wrong = (paid as readonly { readonly number: string }[]).filter(({ number }) => !settled.has(number));
    return wrong.length === 0 ? null : `restored as settled: ${wrong.map(({ number }) => number).join(' ')}`;
  } finally {
    db.close();
  }
}

function readings(ledger: OpenLedger, numbers: readonly AttemptNumber[]): readonly (() => unknown)[] {
  return [
    () => ledger.unfinished(),
    () => ledger.endedUnpaid(0),
    () => dayCsv(ledger.between(EVENING - 86_400_000, EVENING + 86_400_000), false),
    () => ledger.between(0, FAR),
    () => ledger.awaitingDecision(),
    () => ledger.history({ ...NO_FILTER, amount: cents(1234), from: 0, to: FAR }, FIRST_PAGE, 100),
    ...HISTORY_STATES.map(
      (state) => () => ledger.history({ ...NO_FILTER, state, amount: null, from: 0, to: FAR }, FIRST_PAGE, 100),
    ),
    () => ledger.codeUsed('ab', 0),
    ...numbers.map((number) => () => {
      const attempt = ledger.find(number);
      const { gatewayRef } = attempt ?? { gatewayRef: null };
      return [ledger.holderOf(gatewayRef ?? ''), ledger.refundsOf(number), ledger.actsAbout(number)];
    }),
    ...numbers.map((number) => () => ledger.journalOf(number)),
  ];
}

function statusOf(ledger: OpenLedger, number: AttemptNumber): AttemptStatus | null {
  try {
    return ledger.find(number)?.status ?? null;
  } catch {
    return null;
  }
}

function chainHolds(path: string): boolean {
  try {
    const db = openDatabase(path);
    try {
      return firstBreak(db) === null;
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}

function damage(dice: Dice, files: Files): { readonly files: Files; readonly what: string } {
  const { db, wal } = files;
  if (db === null) throw new Error('no ledger to damage');
  // Pages in the -wal hide the same pages of the file, so with a -wal choose mostly damage to the files beside it.
  switch (wal === null || wal.length === 0 ? dice.whole(0, 11) : dice.whole(4, 8)) {
    case 0:
    case 10:
    case 11:
      return { files: { ...files, db: changedHeader(dice, db) }, what: "the file's header changed" };
    case 1:
      return { files: { ...files, db: swappedPages(dice, db) }, what: 'pages swapped' };
    case 2:
      return { files: { ...files, db: db.subarray(0, dice.whole(0, db.length)) }, what: 'the file cut off' };
    case 3:
      return { files: { ...files, db: withText(dice, db) }, what: 'a word put in the place of another' };
    case 4:
      return {
        files: { ...files, wal: wal === null ? noise(dice, 64) : mutateBytes(dice, wal) },
        what: '-wal changed',
      };
    case 5:
      return { files: { ...files, wal: null, shm: null }, what: '-wal gone' };
    case 6:
      return { files: { ...files, shm: noise(dice, 32_768) }, what: '-shm of noise' };
    case 7:
      return { files: { ...files, journal: noise(dice, dice.whole(0, 600)) }, what: 'a -journal of noise' };
    case 8:
      return { files: { ...files, db: mutateBytes(dice, db) }, what: 'bytes put in or taken out' };
    default: {
      const size = pageSizeOf(db);
      const page = dice.whole(0, db.length / size - 1);
      return { files: { ...files, db: changedBytes(dice, db, page * size, size) }, what: `page ${page} changed` };
    }
  }
}

/** In bytes, from SQLite's header. */
const pageSizeOf = (db: Buffer): number => db.readUInt16BE(16);

/** Offsets of numbers in SQLite's header: page size, versions, counts, formats, and our own. */
const HEADER_NUMBERS = [16, 18, 19, 20, 31, 35, 43, 47, 59, 63];

function changedHeader(dice: Dice, db: Buffer): Buffer {
  if (dice.oneIn(3)) return changedBytes(dice, db, 0, 100);
  const copy = Buffer.from(db);
  copy[dice.pick(HEADER_NUMBERS)] = dice.pick([0, 1, 2, 9, 255]);
  return copy;
}

function changedBytes(dice: Dice, bytes: Buffer, from: number, length: number): Buffer {
  const copy = Buffer.from(bytes);
  for (let count = dice.pick([1, 1, 2, 8, 100]); count > 0; count -= 1) {
    const at = from + dice.whole(0, length - 1);
    copy[at] = dice.oneIn(2) ? dice.whole(0, 255) : (copy[at] ?? 0) ^ (1 << dice.whole(0, 7));
  }
  return copy;
}

function swappedPages(dice: Dice, db: Buffer): Buffer {
  const copy = Buffer.from(db);
  const size = pageSizeOf(db);
  const pages = db.length / size;
  const [one, other] = [dice.whole(0, pages - 1) * size, dice.whole(0, pages - 1) * size];
  db.copy(copy, one, other, other + size);
  if (dice.oneIn(2)) db.copy(copy, other, one, one + size);
  return copy;
}

/** Words of the same length, so that the page stays valid and only the journal's chain can notice the change. */
const SAME_LENGTH = [
  ['pending', 'sending'],
  ['unknown', 'expired'],
  ['failed', 'paid  '],
  ['unknown', 'paid\0\0\0'],
  ['HKD', 'JPY'],
  ['mpm', 'xxx'],
  ['attempts', 'attempt5'],
  ['journal', 'journa1'],
] as const;

function withText(dice: Dice, db: Buffer): Buffer {
  const copy = Buffer.from(db);
  const [word, other] = dice.pick(SAME_LENGTH);
  const places: number[] = [];
  for (let at = db.indexOf(word); at >= 0; at = db.indexOf(word, at + 1)) places.push(at);
  if (places.length > 0) copy.write(other, dice.pick(places), 'latin1');
  return copy;
}

function read(path: string): Files {
  return { db: bytesOf(path), wal: bytesOf(`${path}-wal`), shm: bytesOf(`${path}-shm`), journal: null };
}

function bytesOf(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function write(path: string, files: Files): void {
  for (const [name, ending] of Object.entries(ENDINGS)) {
    const bytes = files[name as keyof Files];
    if (bytes !== null) writeFileSync(path + ending, bytes);
  }
}

function remove(path: string): void {
  for (const ending of Object.values(ENDINGS)) rmSync(path + ending, { force: true });
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
