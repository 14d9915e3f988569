/** What a till told before it died: the words of a ledger that keeps and of screens that somebody read. */
import type { CashierStatus } from '../../shared/attempt/word.ts';
import type { AttemptStatus } from '../../shared/attempt/record.ts';

export type Told =
  | { readonly kind: 'kept'; readonly number: string; readonly version: number; readonly status: AttemptStatus }
  | { readonly kind: 'said'; readonly number: string; readonly word: CashierStatus };

/** Lines of till-process.ts; those that promise nothing (`open`, `done`) are left out. */
export function readTold(lines: readonly string[]): readonly Told[] {
  return lines.flatMap((line): Told[] => {
    const [kind, number = '', ...rest] = line.split(' ');
    // The program writes exactly these words.
    if (kind === 'kept') return [{ kind, number, version: Number(rest[0]), status: rest[1] as AttemptStatus }];
    if (kind === 'said') return [{ kind, number, word: rest[0] as CashierStatus }];
    return [];
  });
}
