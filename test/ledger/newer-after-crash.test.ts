/** A newer program's ledger stays unchanged, also when it crashed with commits that are only in its -wal. */
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { LEDGER_VERSION } from '../../electron/ledger/file/open.ts';
import { newLedgerPlace, openOne } from '../support/ledger-files.ts';

it('does not change the file or the -wal of a newer ledger that was not closed', () => {
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
