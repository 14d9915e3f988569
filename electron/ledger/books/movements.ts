/**
 * Movements: a row for each time money moved, as a row of the journal tells it. A payment that was paid brings in, a refund
 * takes out, and so does what went back by another way; what is learnt later of either moves the difference. So what moved
 * between two rows of the journal is by how much the takings of all attempts differ between the two.
 */
import type { AttemptKind, AttemptStatus } from '../../../shared/attempt/record.ts';
import { takenOf } from '../../../shared/attempt/takings.ts';
import { cents, type Cents } from '../../../shared/money.ts';
import type { Column, ColumnValues, Derived } from './book.ts';

export const MOVEMENTS: Derived = {
  table: 'movements',
  watches: ['status', 'moved_cents', 'returned_elsewhere_cents'],
  rowOf({ position, at, number, entry }, before, after) {
    const moved = takenIn(after) - (before === null ? 0 : takenIn(before));
    if (moved === 0) return null;
    const by = entry['decided_by'] ?? after['by'];
    const [wallet, way] = [textOf(after['wallet']) ?? '', textOf(after['way']) ?? ''];
    return { position, subject: number, at, cents: moved, wallet, way, by: textOf(by) };
  },
};

/** What an attempt did to the takings, in cents. */
function takenIn(columns: ColumnValues): number {
  const { kind = 'payment', status, amount_cents: amount, moved_cents: moved = null } = columns;
  const { returned_elsewhere_cents: elsewhere = 0 } = columns;
  try {
    return takenOf({
      kind: kind as AttemptKind,
      status: status as AttemptStatus,
      amount: cents(Number(amount)),
      movedAmount: centsOf(moved),
      returnedElsewhere: centsOf(elsewhere),
    });
  } catch {
    // Of a damaged file any column may hold anything; that these are no attempt's shows where its row is looked at.
    return 0;
  }
}

const textOf = (value: Column | undefined): string | null => (typeof value === 'string' ? value : null);

const centsOf = (value: Column): Cents | null => (value === null ? null : cents(Number(value)));
