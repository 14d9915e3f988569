/** Calculates each attempt's effect on the takings, so that the day's list and the exported file agree to the cent. */
import { movedBy, type Attempt } from './record.ts';
import { cashierStatus, type CashierStatus } from './word.ts';
import { cents, type Cents } from '../money.ts';
import { assertNever } from '../result.ts';

type Taken = Pick<Attempt, 'amount' | 'movedAmount' | 'returnedElsewhere'> & { readonly word: CashierStatus };

export const elsewhereOf = ({ returnedElsewhere }: Pick<Taken, 'returnedElsewhere'>): Cents =>
  returnedElsewhere ?? cents(0);

/** In cents; 0 until the attempt's money has moved. */
export function takenBy(attempt: Taken): Cents {
  const { word } = attempt;
  switch (word) {
    case 'paid':
    case 'paid-late':
      return cents(movedBy(attempt) - elsewhereOf(attempt));
    case 'refunded':
      return cents(0 - movedBy(attempt));
    case 'waiting':
    case 'checking':
    case 'not-paid':
    case 'refund-checking':
    case 'not-refunded':
      return cents(0);
    default:
      return assertNever(word);
  }
}

/** The same for an attempt as the ledger stores it. */
export function takenOf(attempt: Omit<Taken, 'word'> & Pick<Attempt, 'kind' | 'status'>): Cents {
  // The stage changes the word, but never the amount.
  return takenBy({ ...attempt, word: cashierStatus(attempt, 'background') });
}
