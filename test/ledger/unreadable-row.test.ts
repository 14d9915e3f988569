/** A row the program never writes is damage, and has to be told as that. */
import { expect, it } from 'vitest';
import { newLedgerPlace, openOne } from '../support/ledger-files.ts';

it('a row that cannot be read is told as damage', () => {
  const place = newLedgerPlace();
  const ledger = place.ledger();
  openOne(ledger);
  place.raw().exec("UPDATE attempts SET currency = 'XXX'");
  expect(() => ledger.unfinished()).toThrow('Ledger: damaged');
  place.remove();
});
