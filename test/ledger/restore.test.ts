/** L5: a damaged ledger is moved to the quarantine and never deleted, and every attempt that can be recovered is. */
import { appendFileSync, copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { noteEpoch } from '../../electron/ledger/care/epoch-notes.ts';
import { knownEpochs, randomEpoch } from '../../electron/ledger/file/epoch.ts';
import { openDatabase, type WritableDb } from '../../electron/ledger/file/open.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import { epochOf } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import type { Restored } from '../../electron/till/ports/ledger.ts';
import { has, smallDisk } from '../support/disks.ts';
import { newLedgerPlace, openOne, tamper, type LedgerPlace } from '../support/ledger-files.ts';
import { EVENING, NUMBER } from '../support/samples.ts';

/** How far the gateway's clock, and a machine's unchecked clock, may be wrong. */
const GATEWAY_MARGIN_MS = 10 * 60_000;
const MACHINE_MARGIN_MS = 25 * 3_600_000;
const AT = EVENING + 3_600_000;

let place: LedgerPlace;
let ledger: OpenLedger;
let backupFolder: string;
let quarantineFolder: string;

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  backupFolder = join(place.folder, 'backups');
  quarantineFolder = join(place.folder, 'quarantine');
});
afterEach(() => {
  place.remove();
});

/** Paid sales, a second apart. */
function sell(count: number, from = EVENING): readonly Attempt[] {
  return Array.from({ length: count }, (_, index) => {
    const at = from + index * 1000;
    const { number } = openOne(ledger, { createdAt: at });
    ledger.record(number, 1, { status: 'pending', gatewayRef: `S-${number}`, lastResponse: 'qr-made' }, at + 100);
    ledger.record(number, 2, { status: 'paid', lastResponse: '0000' }, at + 200);
    const paid = ledger.find(number);
    if (paid === null) throw new Error('not recorded');
    return paid;
  });
}

const again = (): void => restore({ path: place.path, reason: 'damaged', at: AT });

/** Opens and verifies the restored ledger; returns its content. */
function opened(): { readonly attempts: readonly Attempt[]; readonly restored: Restored; readonly db: WritableDb } {
  const next = place.ledger();
  const db = place.raw();
  expect(verify(db, 'whole')).toBeNull();
  const restored = next.restored();
  if (restored === null) throw new Error('says nothing of a restore');
  return { attempts: next.between(0, AT * 2).toReversed(), restored, db };
}

const pageBytes = (db: WritableDb): number => Number(db.pragma('page_size', { simple: true }));

/** Makes pages of a table unreadable, as a bad disk does. @param which of the table's leaves, from the first */
function spoilPages(table: string, which: (leaves: readonly number[]) => readonly number[]): void {
  const db = openDatabase(place.path);
  const leaves = db
    .prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path")
    .pluck()
    .all(table) as number[];
  const size = pageBytes(db);
  db.close();
  const bytes = readFileSync(place.path);
  const wanted = which(leaves);
  expect(wanted.length, `${table} has ${leaves.length} leaves`).toBeGreaterThan(0);
  for (const page of wanted) bytes.fill(0xa5, (page - 1) * size, page * size);
  writeFileSync(place.path, bytes);
}
const epochNow = (db: WritableDb): unknown => db.prepare('SELECT epoch FROM ledger').pluck().get();

describe('a file that is no longer a ledger', () => {
  const ruin = (): Buffer => {
    ledger.close();
    writeFileSync(place.path, 'there was a ledger here\n'.repeat(999));
    return readFileSync(place.path);
  };

  it('is moved unchanged to the quarantine, with its -wal, and the backup is opened', () => {
    const sold = sell(3);
    const backup = backUp(place.path, backupFolder, AT - 1000);
    sell(1);
    const before = ruin();
    writeFileSync(`${place.path}-wal`, 'its log');
    again();
    const { attempts, restored, db } = opened();
    expect(attempts).toEqual(sold);
    expect(restored).toMatchObject({ at: AT, backup, attemptsKept: 3, attemptsInDoubt: 0, attemptsLeftOut: 0 });
    expect(restored).toMatchObject({ askedAt: null, seenAt: null });
    expect(restored.quarantine).toBe(join(quarantineFolder, '20261122-220509'));
    expect(readFileSync(join(restored.quarantine, 'ledger.db')).equals(before)).toBe(true);
    expect(readFileSync(join(restored.quarantine, 'ledger.db-wal'), 'utf8')).toBe('its log');
    // Numbers go on under another epoch. The gateway is asked for attempts under the old epoch since the backup.
    expect(restored.epochs).toEqual([epochOf(sold[0]?.number ?? ('' as never))]);
    expect(restored.epochs).not.toContain(epochNow(db));
    expect(restored.missingSince).toBe(EVENING - MACHINE_MARGIN_MS);
    expect(db.prepare('SELECT next_sequence FROM ledger').pluck().get()).toBe(1);
    expect(readdirSync(place.folder).filter((name) => name.includes('restor'))).toEqual([]);
  });

  it('without a good backup is replaced by what can still be read, all of it in doubt', () => {
    const sold = sell(2);
    const name = backUp(place.path, backupFolder, AT - 1000) ?? '';
    const db = openDatabase(join(backupFolder, name));
    tamper(db, 'UPDATE journal SET at = 0 WHERE position = 1');
    db.close();
    ruin();
    again();
    const { attempts, restored } = opened();
    // A bad backup is no proof, but nothing else is left: so its attempts are unknown, and the till enquires.
    expect(attempts.map(({ number, status }) => [number, status])).toEqual(
      sold.map(({ number }) => [number, 'unknown']),
    );
    expect(restored).toMatchObject({ backup: null, attemptsKept: 2, attemptsInDoubt: 2 });
    expect(restored.epochs).toEqual(sold.slice(0, 1).map(({ number }) => epochOf(number)));
    expect(restored.missingSince).toBe(AT - 1000 - MACHINE_MARGIN_MS);
    expect(readdirSync(restored.quarantine)).toContain(name);
    expect(readdirSync(backupFolder)).not.toContain(name);
  });

  it('gets a new folder in the quarantine the second time', () => {
    sell(1);
    backUp(place.path, backupFolder, AT - 1000);
    ruin();
    again();
    const first = opened();
    first.db.close();
    ledger = place.ledger();
    ruin();
    again();
    const { restored } = opened();
    expect(basename(restored.quarantine)).toBe('20261122-220509-2');
    expect(readdirSync(quarantineFolder).toSorted()).toEqual(['20261122-220509', '20261122-220509-2']);
  });
});

describe('a partly readable file', () => {
  it('with a whole journal gives every attempt unchanged, even without a backup', () => {
    const sold = sell(30);
    ledger.close();
    spoilPages('attempts', (leaves) => leaves);
    expect(() => place.ledger()).toThrow('Ledger: damaged');
    again();
    const { attempts, restored, db } = opened();
    expect(attempts).toEqual(sold);
    expect(restored).toMatchObject({ backup: null, attemptsKept: 30, attemptsInDoubt: 0, attemptsLeftOut: 0 });
    expect(restored.epochs).not.toContain(epochNow(db));
    expect(restored.missingSince).toBe(EVENING - MACHINE_MARGIN_MS);
  });

  it('continues the backup as far as the chain holds, and adds the rest as unknown', () => {
    const before = sell(10);
    backUp(place.path, backupFolder, EVENING + 20_000);
    const after = sell(25, EVENING + 20_000);
    ledger.close();
    spoilPages('journal', (leaves) => leaves.slice(-3, -2));
    again();
    const { attempts, restored, db } = opened();
    const certain = attempts.filter(({ status }) => status === 'paid');
    const doubtful = attempts.filter(({ status }) => status === 'unknown');
    expect(certain).toEqual([...before, ...after].slice(0, certain.length));
    expect(certain.length).toBeGreaterThan(before.length);
    expect(doubtful.length).toBeGreaterThan(0);
    expect(restored).toMatchObject({ attemptsKept: attempts.length, attemptsInDoubt: doubtful.length });
    // The table of attempts was whole, so none is missing, and those in doubt keep all their known fields.
    expect(attempts.map(({ number }) => number)).toEqual([...before, ...after].map(({ number }) => number));
    expect(doubtful.map(({ gatewayRef, amount, saleId }) => ({ gatewayRef, amount, saleId }))).toEqual(
      after.slice(-doubtful.length).map(({ gatewayRef, amount, saleId }) => ({ gatewayRef, amount, saleId })),
    );
    expect(db.prepare('SELECT count(*) FROM journal WHERE version = 1').pluck().get()).toBe(35);
  });

  it('with a damaged journal and damaged attempts still gives the rows after the damage', () => {
    const sold = sell(80);
    ledger.close();
    spoilPages('journal', (leaves) => leaves.slice(leaves.length / 4, leaves.length / 4 + 2));
    spoilPages('attempts', (leaves) => leaves);
    again();
    const { attempts, restored } = opened();
    const certain = attempts.filter(({ status }) => status === 'paid').length;
    const doubtful = attempts.filter(({ status }) => status === 'unknown').length;
    expect(certain).toBeGreaterThan(10);
    expect(doubtful).toBeGreaterThan(10);
    expect(certain + doubtful).toBeLessThan(sold.length);
    expect(restored).toMatchObject({ attemptsKept: certain + doubtful, attemptsInDoubt: doubtful });
    const numbers = new Set(sold.map(({ number }) => number));
    expect(attempts.every(({ number }) => numbers.has(number))).toBe(true);
  });

  it('gives both of two doubtful attempts of one sale', () => {
    sell(1);
    const first = openOne(ledger, { saleId: 'one' });
    ledger.record(first.number, 1, { status: 'failed', lastResponse: '1201' }, EVENING);
    const second = openOne(ledger, { saleId: 'one' });
    ledger.close();
    const db = openDatabase(place.path);
    tamper(db, 'UPDATE journal SET at = at + 1 WHERE position = 4');
    db.close();
    again();
    const { attempts } = opened();
    const inDoubt = attempts.filter(({ status }) => status === 'unknown');
    expect(inDoubt.map(({ number }) => number)).toEqual([first.number, second.number]);
    expect(inDoubt.map(({ saleId }) => saleId)).toEqual(['one', `one-${second.number}`]);
  });

  it('loses attempts that contradict the kept ones, and counts them', () => {
    const [paid] = sell(1);
    const other = openOne(ledger);
    ledger.record(other.number, 1, { status: 'pending', gatewayRef: 'S-2', lastResponse: '1143' }, EVENING);
    ledger.close();
    const db = openDatabase(place.path);
    tamper(
      db,
      `UPDATE journal SET at = at + 1 WHERE position = 4;
      UPDATE attempts SET syssn = NULL WHERE number = '${paid?.number ?? ''}';
      UPDATE attempts SET syssn = '${paid?.gatewayRef ?? ''}' WHERE number = '${other.number}'`,
    );
    db.close();
    again();
    const { attempts, restored } = opened();
    expect(attempts).toEqual([paid]);
    expect(restored).toMatchObject({ attemptsKept: 1, attemptsInDoubt: 0, attemptsLeftOut: 1 });
  });

  it('with swapped pages, so that tables have rows of other tables, gives no false attempt', () => {
    const sold = sell(12);
    ledger.close();
    const bytes = readFileSync(place.path);
    const db = openDatabase(place.path);
    const leaf = (table: string): number =>
      db.prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' LIMIT 1").pluck().get(table) as number;
    const size = pageBytes(db);
    const [one, other] = [leaf('journal'), leaf('attempts')].map((page) => (page - 1) * size);
    db.close();
    const page = Buffer.from(bytes.subarray(one, (one ?? 0) + size));
    bytes.copy(bytes, one, other, (other ?? 0) + size);
    page.copy(bytes, other);
    writeFileSync(place.path, bytes);
    again();
    const { attempts } = opened();
    const numbers = new Set(sold.map(({ number }) => number));
    expect(attempts.every(({ number }) => numbers.has(number))).toBe(true);
  });

  it('gives no row that a program never writes', () => {
    const [paid] = sell(1);
    ledger.close();
    const db = openDatabase(place.path);
    tamper(
      db,
      `INSERT INTO journal SELECT 9, at, '${paid?.number ?? ''}', 9, '{"status":"failed","currency; DROP TABLE attempts":1}', hash FROM journal WHERE position = 1;
      INSERT INTO journal SELECT 10, at, 'no number', 1, '{}', hash FROM journal WHERE position = 1;
      INSERT INTO journal SELECT 11, at, '${NUMBER}', 1, '{"currency":"XXX"}', hash FROM journal WHERE position = 1`,
    );
    db.close();
    again();
    const { attempts, restored } = opened();
    expect(attempts).toEqual([paid]);
    expect(restored.attemptsLeftOut).toBe(1);
  });
});

it('still asks for the attempts that an earlier restore had not asked for yet', () => {
  const [first] = sell(1);
  backUp(place.path, backupFolder, AT - 1000);
  const ruin = (): void => {
    ledger.close();
    writeFileSync(place.path, 'no ledger');
    again();
    ledger = place.ledger();
  };
  ruin();
  const one = ledger.restored();
  const [second] = sell(1, EVENING + 7_200_000);
  backUp(place.path, backupFolder, AT + 1000);
  ruin();
  const two = ledger.restored();
  const epochs = [first, second].flatMap((attempt) => (attempt === undefined ? [] : [epochOf(attempt.number)]));
  expect([...(two?.epochs ?? [])].toSorted()).toEqual(epochs.toSorted());
  expect(two?.missingSince).toBe(one?.missingSince);
  const before = first?.number ?? NUMBER;
  expect(ledger.unaskedRestoreOf(before)).toBe(two?.at);
  // Sales since the restore were not lost.
  expect(ledger.unaskedRestoreOf(sell(1)[0]?.number ?? NUMBER)).toBeNull();
  ledger.noteRestore('asked', AT);
  expect(ledger.unaskedRestoreOf(before)).toBeNull();
  ledger.noteRestore('seen', AT + 1);
  expect(ledger.restored()).toMatchObject({ askedAt: AT, seenAt: AT + 1 });
  ledger.noteRestore('seen', AT + 2);
  expect(ledger.restored()).toMatchObject({ seenAt: AT + 1 });
  backUp(place.path, backupFolder, AT + 2000);
  openOne(ledger, { createdAt: EVENING + 9_000_000 });
  backUp(place.path, backupFolder, AT + 3000);
  ruin();
  expect(ledger.restored()?.missingSince).toBe(EVENING - MACHINE_MARGIN_MS);
});

it('still asks from the first loss on when the ledger is lost again before anybody was asked, with nothing sold between', () => {
  sell(1);
  backUp(place.path, backupFolder, AT - 1000);
  const ruin = (): void => {
    ledger.close();
    writeFileSync(place.path, 'no ledger');
    again();
    ledger = place.ledger();
  };
  sell(1, EVENING + 3_600_000);
  ruin();
  const one = ledger.restored();
  const copy = backUp(place.path, backupFolder, AT + 1000);
  expect(copy).toMatch(/\.db$/);
  expect(backUp(place.path, backupFolder, AT + 2000)).toBeNull();
  // A copy that cannot be read is no copy.
  writeFileSync(join(backupFolder, copy ?? ''), 'no ledger');
  expect(backUp(place.path, backupFolder, AT + 2500)).toMatch(/\.db$/);
  sell(1, EVENING + 7_200_000);
  expect(backUp(place.path, backupFolder, AT + 3000)).toMatch(/\.rows$/);
  ruin();
  expect(ledger.restored()?.missingSince).toBe(one?.missingSince);
  expect(ledger.restored()?.epochs).toEqual(expect.arrayContaining([...(one?.epochs ?? [])]));
  // Once the gateway was asked, nothing is owed, and rows are enough again.
  ledger.noteRestore('asked', AT);
  sell(1, EVENING + 8_000_000);
  expect(backUp(place.path, backupFolder, AT + 4000)).toMatch(/\.rows$/);
});

describe('the time from which the gateway is asked', () => {
  const HOUR = 3_600_000;
  const ruin = (): number => {
    backUp(place.path, backupFolder, AT - 1000);
    ledger.close();
    writeFileSync(place.path, 'no ledger');
    again();
    return opened().restored.missingSince;
  };

  it("goes by the gateway's clock if the ledger knows it, however wrong the machine's clock was", () => {
    openOne(ledger, { createdAt: EVENING + 365 * 24 * HOUR, gatewayAt: EVENING });
    openOne(ledger, { createdAt: EVENING + 366 * 24 * HOUR });
    expect(ruin()).toBe(EVENING - GATEWAY_MARGIN_MS);
  });

  it('is not moved later by a clock that was fast for a while', () => {
    sell(3);
    sell(20, EVENING + 24 * HOUR);
    expect(ruin()).toBe(EVENING - MACHINE_MARGIN_MS);
  });

  it('is a day before the first noted run when nothing else is left, however long ago that was', () => {
    for (const days of [40, 30]) noteEpoch(place.path, backupFolder, randomEpoch(), AT - days * 24 * HOUR);
    appendFileSync(join(backupFolder, 'ledger.epochs'), '\nTORNBY 2026-');
    ledger.close();
    writeFileSync(place.path, 'no ledger');
    again();
    expect(opened().restored.missingSince).toBe(AT - 40 * 24 * HOUR - MACHINE_MARGIN_MS);
  });

  it('is a day before the restore when a fast clock dated all attempts', () => {
    sell(3, AT + 24 * HOUR);
    expect(ruin()).toBe(AT - MACHINE_MARGIN_MS);
  });
});

describe('the epochs to ask for', () => {
  it('include those drawn after the backup, which does not know them', () => {
    sell(1);
    ledger.close();
    backUp(place.path, backupFolder, AT - 1000);
    const noted = (epoch: string): void => {
      noteEpoch(place.path, backupFolder, epoch, AT);
    };
    ledger = openLedger(place.path, { onEpoch: noted });
    const [second] = sell(1);
    ledger.close();
    writeFileSync(place.path, 'no ledger');
    again();
    const { restored, db } = opened();
    const epoch = epochOf(second?.number ?? ('' as never));
    expect(restored.epochs).toContain(epoch);
    expect(knownEpochs(db)).toContain(epoch);
  });

  it('include those in the names of unreadable backups', () => {
    const [sold] = sell(1);
    const name = backUp(place.path, backupFolder, AT - 1000) ?? '';
    writeFileSync(join(backupFolder, name), 'nothing');
    ledger.close();
    writeFileSync(place.path, 'no ledger');
    again();
    expect(opened().restored.epochs).toEqual([epochOf(sold?.number ?? ('' as never))]);
  });
});

it('rows backed up after the last whole copy are certain too', () => {
  const first = sell(2);
  backUp(place.path, backupFolder, AT - 3000);
  const then = [...sell(2), ...sell(1)];
  expect(backUp(place.path, backupFolder, AT - 2000)).toMatch(/\.rows$/);
  const last = sell(1);
  expect(backUp(place.path, backupFolder, AT - 1000)).toMatch(/\.rows$/);
  ledger.close();
  writeFileSync(place.path, 'no ledger');
  again();
  const { attempts, restored } = opened();
  expect(new Set(attempts)).toEqual(new Set([...first, ...then, ...last]));
  expect(restored).toMatchObject({ attemptsKept: 6, attemptsInDoubt: 0, backupAt: AT - 1000 });
  expect(restored.backup).toMatch(/\.p6\./);
});

describe('a restore on a full disk', () => {
  if (has(() => smallDisk(1024))) {
    it('leaves the damaged files where they are', () => {
      const disk = smallDisk(1024);
      if (disk === null) throw new Error('the disk is gone');
      try {
        sell(60);
        ledger.close();
        const path = join(disk.folder, 'ledger.db');
        copyFileSync(place.path, path);
        const damaged = readFileSync(path);
        damaged.fill(0xa5, 4096, 8192);
        writeFileSync(path, damaged);
        writeFileSync(join(disk.folder, 'filler'), Buffer.alloc(820 * 1024));
        expect(() => {
          restore({ path, reason: 'damaged', at: AT });
        }).toThrow('Ledger: full');
        expect(readFileSync(path).equals(damaged)).toBe(true);
        expect(existsSync(join(disk.folder, 'quarantine'))).toBe(false);
      } finally {
        disk.remove();
      }
    });
  }
});
