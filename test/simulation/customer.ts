/** What a customer and his wallet will do with one order, drawn when the order reaches the gateway. */
import { assertNever } from '../../shared/result.ts';
import type { FaultKind } from './faults.ts';
import type { Dice } from '../support/dice.ts';
import type { Presentment } from '../../shared/wallet.ts';

/** How the money really moved: as requested, or with one of the errors of a gateway. */
export type Charge = 'as-asked' | 'wrong-amount' | 'wrong-currency' | 'charged-twice' | 'reversed';

export type Move =
  | { readonly kind: 'says'; readonly inMs: number; readonly code: string }
  /** `again`: a second row with its own `syssn` succeeds besides the row that failed. */
  | { readonly kind: 'captures'; readonly inMs: number; readonly charge: Charge; readonly again: boolean };

export type Plan = { readonly moves: readonly Move[]; readonly fault: FaultKind | null };

export const FAILURES = ['1181', '1142', '1263', '1201', '1202', '1203', '1205', '1294', '2005'] as const;
/** The response code of an order that expired unpaid. */
export const CLOSED = '1181';
/** Response codes for "in progress", "in doubt", or not in QFPay's list: none of them proves that no money moved. */
export const ODD_CODES = [
  '1145',
  '1161',
  '1252',
  '1254',
  '1295',
  '1296',
  '1297',
  '1298',
  '2999',
  '1999',
  '9999',
] as const;

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** `calm`: nothing goes wrong, customers pay or leave. `slow`: most orders are never paid. `crowded`: many are not. */
export type Temper = 'bad' | 'calm' | 'slow' | 'crowded';

export type Habits = {
  /** When customers who were declined pay after all. */
  readonly paysAgain: 'hardly' | 'at once' | 'later';
  readonly otherAmounts: boolean;
};

export function planFor(mode: Presentment, dice: Dice, lifeMs: number, temper: Temper, habits: Habits): Plan {
  const { paysAgain, otherAmounts } = habits;
  const calm = temper === 'calm';
  const charge: Charge = calm
    ? 'as-asked'
    : dice.weighted({
        'as-asked': 975,
        'wrong-amount': otherAmounts ? 150 : 7,
        'wrong-currency': 7,
        'charged-twice': 7,
        reversed: 4,
      });
  const captures = (inMs: number, again = false): Move => ({ kind: 'captures', inMs, charge, again });
  const says = (inMs: number, code: string): Move => ({ kind: 'says', inMs, code });
  const plan = (moves: readonly Move[], fault: FaultKind | null = null): Plan => ({
    moves,
    fault: charge === 'as-asked' ? fault : charge,
  });
  const first = mode === 'cpm' ? 0 : dice.whole(2 * SECOND, 60 * SECOND);
  const kind = calm
    ? dice.weighted({ soon: 8, slow: 1, fails: 1 })
    : dice.weighted({
        hangs: { bad: 0, calm: 0, crowded: 60, slow: 200 }[temper],
        goesAway: 4,
        soon: 56,
        slow: 12,
        late: 6,
        fails: 10,
        failsThenPays: paysAgain !== 'hardly' || otherAmounts ? 25 : 6,
        odd: 5,
        never: 2,
      });
  switch (kind) {
    case 'soon':
      return plan([captures(mode === 'cpm' ? 0 : dice.whole(SECOND, 12 * SECOND))]);
    case 'slow':
      return plan([says(0, '1143'), captures(dice.whole(20 * SECOND, 4 * MINUTE))]);
    case 'late':
      return plan(
        [says(0, '1143'), captures(dice.whole(2 * MINUTE, lifeMs + (dice.chance(0.4) ? 8 : 40) * MINUTE))],
        'paid-late',
      );
    case 'fails':
      return plan([says(first, dice.pick(FAILURES))]);
    case 'failsThenPays': {
      const isSoon = paysAgain === 'at once' && dice.chance(0.7);
      const paysAt = first + (isSoon ? dice.whole(0, 25 * SECOND) : dice.whole(5 * SECOND, 30 * MINUTE));
      const isSecond = dice.chance(paysAgain === 'hardly' ? 0.4 : 0.8);
      return plan([says(first, dice.pick(FAILURES)), captures(paysAt, isSecond)], 'failed-then-paid');
    }
    case 'odd': {
      const ends = dice.chance(0.7) ? captures(first + dice.whole(SECOND, 2 * MINUTE)) : says(first + MINUTE, '1202');
      return plan([says(first, dice.pick(ODD_CODES)), ends], 'odd-code');
    }
    case 'goesAway':
      return plan([says(0, '1143'), says(dice.whole(first, lifeMs), CLOSED)]);
    case 'hangs':
    case 'never':
      return plan([says(0, '1143')], 'waits-for-ever');
    default:
      return assertNever(kind);
  }
}
