/** Examples of the history: answers of main to a search. */
import type { HistoryAnswer } from '../../../shared/contract/history.ts';
import { attempt, LONGEST, refund } from '../state/examples.ts';

const time = { from: Date.UTC(2026, 10, 22, 12, 35), to: Date.UTC(2026, 10, 22, 13, 35) };
const kinds = [
  refund('refunded'),
  attempt('paid-late'),
  attempt('checking'),
  attempt('not-paid'),
  refund('refund-checking'),
  refund('not-refunded'),
  attempt('paid', { tender: { wallet: 'payme', mode: 'cpm' } }),
];

/** More rows than any screen shows, of every kind. */
export const FOUND: HistoryAnswer = {
  kind: 'page',
  attempts: Array.from({ length: 70 }, (_, index) => kinds[index % kinds.length] ?? attempt('paid')),
  next: null,
  meant: { kind: 'about', by: 'Christopher Alexander', amount: LONGEST, time },
};
export const FOUND_NOTHING: HistoryAnswer = { ...FOUND, attempts: [] };
export const NOT_UNDERSTOOD: HistoryAnswer = { kind: 'not-understood' };
