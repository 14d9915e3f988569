/** What a till told before it died: what its ledger kept and what its screens said. */
import type { CashierStatus } from '../../shared/attempt/word.ts';
import type { AttemptStatus } from '../../shared/attempt/record.ts';

export type Told =
  | { readonly kind: 'kept'; readonly number: string; readonly version: number; readonly status: AttemptStatus }
  | { readonly kind: 'said'; readonly number: string; readonly word: CashierStatus };

/** Parses the lines of till-process.ts; leaves out lines that promise nothing (`open`, `done`). */
export function readTold(lines: readonly string[]): readonly Told[] {
  return lines.flatMap((line): Told[] => {
    const [kind, number = '', ...rest] = line.split(' ');
    // The program writes exactly these words.
    if (kind === 'kept') return [{ kind, number, version: Number(rest[0]), status: rest[1] as AttemptStatus }];
    if (kind === 'said') return [{ kind, number, word: rest[0] as CashierStatus }];
    return [];
  });
}
