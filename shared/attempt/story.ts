/** What happened to an attempt, step by step, as its entries in the journal tell it. */
import type { Cents } from '../money.ts';
import type { Attempt, LastResponse, Verdict } from './record.ts';
import { cashierStatus, type CashierStatus } from './word.ts';

export type Step =
  | { readonly what: 'begun'; readonly by: string | null }
  /** It has another result now. @property said the gateway's answer, or our own word; null if there was none */
  | { readonly what: 'result'; readonly word: CashierStatus; readonly said: LastResponse | null }
  /** Another answer that changes no result. */
  | { readonly what: 'said'; readonly said: LastResponse }
  /** The cashier took the QR away or stopped waiting. */
  | { readonly what: 'given-up' }
  | { readonly what: 'decided'; readonly verdict: Verdict; readonly by: string; readonly why: string }
  /** @property returned in all, without a refund of this till; null for a part whose amount nobody knows */
  | { readonly what: 'returned-elsewhere'; readonly returned: Cents | null }
  /** A person read it, kept it or dropped it, so that nobody is asked any more. */
  | { readonly what: 'dealt-with' };

/**
 * @param before null for the first entry
 * @returns empty for an entry that tells a person nothing, as one with the gateway's time
 */
export function stepsBetween(before: Attempt | null, after: Attempt): readonly Step[] {
  if (before === null) return [{ what: 'begun', by: after.by }];
  return [
    ...answerIn(before, after),
    ...givenUpIn(before, after),
    ...decisionIn(before, after),
    ...(after.returnedElsewhere === before.returnedElsewhere
      ? []
      : [{ what: 'returned-elsewhere', returned: after.returnedElsewhere } as const]),
    ...(after.resolved && !before.resolved ? [{ what: 'dealt-with' } as const] : []),
  ];
}

function answerIn(before: Attempt, after: Attempt): readonly Step[] {
  const word = cashierStatus(after, 'background');
  const said = after.lastResponse;
  if (word !== cashierStatus(before, 'background')) return [{ what: 'result', word, said }];
  return said === null || said === before.lastResponse ? [] : [{ what: 'said', said }];
}

/** A refund cannot be given up: there, and with a result, the mark says only that money which moves now is late. */
function givenUpIn(before: Attempt, after: Attempt): readonly Step[] {
  const isGivenUp = after.abandoned && !before.abandoned;
  return isGivenUp && after.kind === 'payment' && after.status === before.status ? [{ what: 'given-up' }] : [];
}

function decisionIn(before: Attempt, { decided: verdict, decidedBy: by, decidedWhy: why, decidedAt }: Attempt) {
  if (verdict === null || by === null || why === null) return [];
  return verdict === before.decided && decidedAt === before.decidedAt
    ? []
    : [{ what: 'decided', verdict, by, why } as const];
}
