/** A newer program's ledger stays exactly as it was left, with a log (-wal) it had no time to fold in. */
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { LEDGER_VERSION } from '../../electron/ledger/file/open.ts';
import { newLedgerPlace, openOne } from '../support/ledger-files.ts';

it('a newer ledger that was not closed keeps its file and its log as they are', () => {
  const place = newLedgerPlace();
  const ledger = place.ledger();
  openOne(ledger);
  place.raw().pragma(`user_version = ${LEDGER_VERSION + 1}`);
  openOne(ledger);
  const crashed = join(place.folder, 'crashed.db');
  copyFileSync(place.path, crashed);
  copyFileSync(`${place.path}-wal`, `${crashed}-wal`);
  const before = { db: readFileSync(crashed), wal: readFileSync(`${crashed}-wal`) };
  expect(() => openLedger(crashed)).toThrow('Ledger: newer');
  expect(readFileSync(crashed).equals(before.db)).toBe(true);
  expect(readdirSync(place.folder)).toContain('crashed.db-wal');
  expect(readFileSync(`${crashed}-wal`).equals(before.wal)).toBe(true);
  place.remove();
});
