/** The support engineer's command line, run as a separate program: it gets a file and ends with an exit code. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { restore } from '../../electron/ledger/care/restore.ts';
import { knownEpochs } from '../../electron/ledger/file/epoch.ts';
import { append, journalHead } from '../../electron/ledger/file/journal.ts';
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { LEDGER_VERSION, openDatabase, openReadonly } from '../../electron/ledger/file/open.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import { contents, newLedgerPlace, someHistory, tamper, type LedgerPlace } from '../support/ledger-files.ts';

const CLI = new URL('../../electron/ledger/tool/cli.ts', import.meta.url).pathname;

let place: LedgerPlace;
let ledger: OpenLedger;
let numbers: readonly string[];

beforeEach(() => {
  place = newLedgerPlace();
  ledger = place.ledger();
  numbers = someHistory(ledger);
});
afterEach(() => {
  place.remove();
});

function run(...args: readonly string[]): { readonly code: number | null; readonly said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    encoding: 'utf8',
    cwd: place.folder,
    // npm sets INIT_CWD to the folder where it was called; npm may have called the tests from another folder.
    env: { ...process.env, INIT_CWD: place.folder },
  });
  return { code: status, said: stdout + stderr };
}
const fingerprint = (): string => createHash('sha256').update(readFileSync(place.path)).digest('hex');
/** Closes the till and changes its file by SQL. */
const spoil = (sql: string): void => {
  ledger.close();
  const db = openDatabase(place.path);
  tamper(db, sql);
  db.close();
};

describe('verify', () => {
  it('counts acts, and tells which unknown kinds of rows it keeps', () => {
    ledger.noteAct({ role: 'owner', by: 'owner', what: 'went-live', about: null, facts: {} }, 1);
    const db = place.raw();
    for (const number of ['day:000001', 'day:000002', 'shift:1']) append(db, { at: 1, number, version: 1, entry: {} });
    const { code, said } = run('verify', 'ledger.db');
    expect(said).toMatch(/^Acts +1$/m);
    expect(said).toMatch(/^Others +2 of "day", 1 of "shift": .* they are kept\.$/m);
    expect(said).toMatch(/^SOUND/m);
    expect(code).toBe(0);
    const rebuilt = run('rebuild', 'ledger.db');
    expect(rebuilt.said).toMatch(/^Others +3 of these .* they are kept\.$/m);
    expect(rebuilt.code).toBe(0);
  });

  it('tells what a restore left out', () => {
    ledger.noteAct({ role: 'owner', by: 'owner', what: 'went-live', about: null, facts: {} }, 1);
    spoil('DELETE FROM journal WHERE position = 1');
    restore({ path: place.path, reason: 'damaged', at: 1000 });
    const { code, said } = run('verify', 'ledger.db');
    expect(said).toMatch(/^Restored +1970-01-01T00:00:01.000Z, what was there before lies in .*quarantine/m);
    expect(said).toMatch(/^ +attempts: 3 kept, of these 3 in doubt; 0 left out$/m);
    expect(said).toMatch(/^ +LEFT OUT: 1 of "act", /m);
    expect(code).toBe(0);
  });

  it('tells what a sound ledger contains, also while the till is open, and ends with 0', () => {
    const open = run('verify', 'ledger.db');
    expect(open.said).toMatch(/the till is open, or was not closed in order/);
    expect(open.code).toBe(0);
    ledger.close();
    const before = fingerprint();
    const { code, said } = run('verify', place.path);
    const head = journalHead(place.raw())?.hash.toString('hex') ?? '';
    for (const part of [
      `Head      ${head}`,
      '8 rows',
      'in order',
      /paid +2 +HK\$24\.68/,
      /pending +1 /,
      /^Movements up to row 8\n  in +2 +HK\$24\.68/m,
      /^SOUND/m,
    ]) {
      expect(said).toMatch(part);
    }
    expect(code).toBe(0);
    expect(fingerprint()).toBe(before);
  });

  it.each([
    ['a changed row', 'UPDATE journal SET at = 11 WHERE position = 4', /breaks at row 4: its hash is not that/],
    ['rows that are gone', 'DELETE FROM journal WHERE position IN (4, 5)', /breaks at row 6: row 4 should.*\n2 row/],
    ['another amount', "UPDATE attempts SET amount_cents = 1 WHERE syssn = 'S3'", /amount_cents: 1234 by .*, 1 in the/],
    ['no row', "DELETE FROM attempts WHERE syssn = 'S3'", /is in the journal and not among the attempts/],
  ])('finds %s, tells what differs, changes nothing and ends with 1', (_what, sql, words) => {
    spoil(sql);
    const before = fingerprint();
    const { code, said } = run('verify', place.path);
    expect(said).toMatch(words);
    expect(said).toMatch(/^DAMAGED/m);
    expect(code).toBe(1);
    expect(fingerprint()).toBe(before);
  });

  it('ends with 1 for a file that SQLite cannot read', () => {
    writeFileSync(join(place.folder, 'text.db'), 'no database\n'.repeat(500));
    expect(run('verify', 'text.db')).toMatchObject({ code: 1, said: expect.stringContaining('DAMAGED') as string });
  });
});

describe('rebuild', () => {
  it('writes the same ledger from the journal alone, and never changes the old file', () => {
    const wanted = contents(place.raw());
    spoil("UPDATE attempts SET amount_cents = 1, last_said = 'x' WHERE syssn = 'S3'");
    const before = fingerprint();
    const { code, said } = run('rebuild', 'ledger.db');
    expect(said).toMatch(/8 rows taken, 0 left out/);
    expect(said).toMatch(/3 written, 1 were different/);
    expect(said).toMatch(
      new RegExp(`Attempt ${numbers[2] ?? ''} .*\\n  amount_cents: 1234 by the journal, 1 in the row`),
    );
    expect(code).toBe(1);
    expect(fingerprint()).toBe(before);
    const rebuilt = openDatabase(`${place.path}.rebuilt.db`);
    expect(contents(rebuilt)).toMatchObject({ journal: wanted.journal, attempts: wanted.attempts });
    // The old file may still be in use, so the rebuilt one draws its own epoch and knows the old epoch as its own too.
    const [{ epoch } = { epoch: null }] = wanted.ledger as readonly { readonly epoch: string | null }[];
    expect(contents(rebuilt).ledger).not.toMatchObject([{ epoch }]);
    expect(knownEpochs(rebuilt)).toEqual([epoch]);
    expect(verify(rebuilt, 'whole')).toBeNull();
    rebuilt.close();
  });

  it('ends with 0 if nothing was wrong, and uses the journal as far as its chain holds', () => {
    ledger.close();
    expect(run('rebuild', 'ledger.db').code).toBe(0);
    const copy = join(place.folder, 'copy.db');
    copyFileSync(place.path, copy);
    const db = openDatabase(copy);
    tamper(db, "UPDATE journal SET entry = '{}' WHERE position = 5");
    db.close();
    const { code, said } = run('rebuild', 'copy.db');
    expect(said).toMatch(/4 rows taken, 4 left out\nThe chain breaks at row 5/);
    expect(code).toBe(1);
    const rebuilt = openReadonly(`${copy}.rebuilt.db`);
    expect(verify(rebuilt, 'whole')).toBeNull();
    rebuilt.close();
  });

  it('does not overwrite', () => {
    writeFileSync(`${place.path}.rebuilt.db`, 'somebody needs this');
    const { code, said } = run('rebuild', 'ledger.db');
    expect(said).toMatch(/is there already/);
    expect(code).toBe(2);
    expect(readFileSync(`${place.path}.rebuilt.db`, 'utf8')).toBe('somebody needs this');
  });
});

describe('what it cannot work on', () => {
  it.each([
    ['no command', []],
    ['no file', ['verify']],
    ['another command', ['repair', 'ledger.db']],
    ['two files', ['verify', 'ledger.db', 'ledger.db']],
  ])('%s: prints the usage and ends with 2', (_what, args) => {
    expect(run(...args)).toMatchObject({ code: 2, said: expect.stringContaining('Usage: npm run ledger') as string });
  });

  it('a missing file, which it does not create', () => {
    expect(run('verify', 'none.db')).toMatchObject({
      code: 2,
      said: expect.stringContaining('There is no file') as string,
    });
    expect(existsSync(join(place.folder, 'none.db'))).toBe(false);
  });

  it('a newer ledger, and a database that is no ledger', () => {
    spoil(`PRAGMA user_version = ${LEDGER_VERSION + 1}`);
    expect(run('verify', 'ledger.db')).toMatchObject({ code: 2, said: expect.stringContaining('newer') as string });
    openDatabase(join(place.folder, 'other.db'), []).close();
    expect(run('rebuild', 'other.db')).toMatchObject({
      code: 2,
      said: expect.stringContaining('not a ledger') as string,
    });
  });
});
