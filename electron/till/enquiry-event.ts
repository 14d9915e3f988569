/** What the answers to an enquiry mean for the payment machine. */
import type { AttemptEvent } from '../../shared/attempt/machine.ts';
import { askedOf, type Attempt } from '../../shared/attempt/record.ts';
import { judgeRows, type GatewayRow, type UnreadRow } from '../../shared/attempt/evidence.ts';
import type { WallMs } from '../../shared/time.ts';
import type { Batch } from './batches.ts';
import type { EnquiryAnswer } from './ports/gateway.ts';

/**
 * What the answers together say about one attempt. A month that did not answer makes "not found" worthless, and so does a
 * row of which nobody can say whose it is; but a payment that was found is found, and so is one of another amount.
 *
 * @param since the earliest that its order can have been made
 * @param rows of all answers, and `unread` what could not be read of them
 */
export function enquiryEventFrom(
  attempt: Attempt,
  since: WallMs | null,
  batch: Batch,
  answers: readonly EnquiryAnswer[],
  rows: readonly GatewayRow[],
  unread: readonly UnreadRow[],
): AttemptEvent {
  const finding = judgeRows(askedOf(attempt, since), rows, attempt.syssn, unread);
  const found: AttemptEvent = { kind: 'enquiry-found', finding, whole: batch.whole.has(attempt.number) };
  if (finding.kind === 'paid') return found;
  const silent = answers.find((answer) => answer.kind !== 'answered');
  if (silent !== undefined) return { kind: 'enquiry-unanswered', busy: silent.kind === 'unanswered' && silent.busy };
  // An order that is too old may stand beside the one that nobody can read.
  if (finding.kind === 'mismatch' && finding.mismatch !== 'older') return found;
  const known = new Set(batch.attempts.map(({ syssn }) => syssn));
  const isAnyones = ({ number, syssn }: UnreadRow): boolean => number === null && (syssn === null || !known.has(syssn));
  return [...rows, ...unread].some(isAnyones) ? { kind: 'enquiry-unanswered', busy: false } : found;
}
