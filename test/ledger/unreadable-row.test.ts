/** A row that the program never writes is damage, and is reported as damage. */
import { expect, it } from 'vitest';
import { newLedgerPlace, openOne } from '../support/ledger-files.ts';

it('reports an unreadable row as damage', () => {
  const place = newLedgerPlace();
  const ledger = place.ledger();
  openOne(ledger);
  place.raw().exec("UPDATE attempts SET currency = 'XXX'");
  expect(() => ledger.unfinished()).toThrow('Ledger: damaged');
  place.remove();
});
