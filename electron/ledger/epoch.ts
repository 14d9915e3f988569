/** The ledger's epoch: the part of its numbers that keeps two ledgers apart, whatever ids their tills have. */
import { randomBytes } from 'node:crypto';
import { epochFrom } from '../../shared/attempt-number.ts';
import type { WritableDb } from './open.ts';

/** From now on numbers are drawn from the first sequence of an epoch that no ledger has had. */
export function drawEpoch(db: WritableDb): void {
  db.prepare('UPDATE ledger SET epoch = ?, next_sequence = 1').run(epochFrom(randomBytes(8)));
}
