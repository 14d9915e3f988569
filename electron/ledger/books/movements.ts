/**
 * Movements: one row for each time money moved, derived from a row of the journal. A paid payment brings money in; a
 * refund, or a return by another way, takes money out; a later correction moves the difference. So the sum of the
 * movements between two journal rows is the change of all attempts' takings between them.
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

/** An attempt's effect on the takings, in cents. */
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
    // In a damaged file any column may hold anything. The check of the attempt's row finds that; here it counts as 0.
    return 0;
  }
}

const textOf = (value: Column | undefined): string | null => (typeof value === 'string' ? value : null);

const centsOf = (value: Column): Cents | null => (value === null ? null : cents(Number(value)));
