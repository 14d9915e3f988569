/** A row that the program never writes is damage, and is reported as damage. */
import { expect, it } from 'vitest';
import { newLedgerPlace, openOne } from '../support/ledger-files.ts';

it.each([
  ['a currency that nobody knows', "currency = 'XXX'"],
  ['an amount that no number holds exactly', 'amount_cents = 9007199254740993'],
  ['a moved amount that no number holds exactly', 'moved_cents = 9007199254740993'],
])('reports %s as damage', (_what, change) => {
  const place = newLedgerPlace();
  const ledger = place.ledger();
  openOne(ledger);
  const db = place.raw();
  // A damaged page does not keep to the table's constraints either.
  db.pragma('ignore_check_constraints = ON');
  db.exec(`UPDATE attempts SET ${change}`);
  expect(() => ledger.unfinished()).toThrow('Ledger: damaged');
  place.remove();
});
