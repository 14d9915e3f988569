/** Turns the answers to an enquiry into an event of the payment machine. */
import type { AttemptEvent } from '../../shared/attempt/machine.ts';
import { askedOf, type Attempt } from '../../shared/attempt/record.ts';
import { judgeRows, type GatewayRow, type UnreadRow } from '../../shared/attempt/evidence.ts';
import type { WallMs } from '../../shared/time.ts';
import type { Batch } from './batches.ts';
import type { EnquiryAnswer } from './ports/gateway.ts';

/**
 * Judges all answers for one attempt. A payment that was found always counts. Otherwise the attempt counts as
 * unanswered if a month did not answer, or if nobody can say which order a row is about; such a row does not outweigh a
 * mismatch.
 *
 * @param since the earliest time at which its order can have been made
 * @param rows of all answers; `unread` holds the unreadable ones
 * @param tookMs how long ago the enquiry began
 */
export function enquiryEventFrom(
  attempt: Attempt,
  since: WallMs | null,
  batch: Batch,
  answers: readonly EnquiryAnswer[],
  rows: readonly GatewayRow[],
  unread: readonly UnreadRow[],
  tookMs: number,
): AttemptEvent {
  const finding = judgeRows(askedOf(attempt, since), rows, attempt.gatewayRef, unread);
  const found: AttemptEvent = { kind: 'enquiry-found', finding, whole: batch.whole.has(attempt.number), tookMs };
  if (finding.kind === 'paid') return found;
  const silent = answers.find((answer) => answer.kind !== 'answered');
  if (silent !== undefined) return { kind: 'enquiry-unanswered', busy: silent.kind === 'unanswered' && silent.busy };
  // An order that is too old may be listed next to an unreadable row of this attempt.
  if (finding.kind === 'mismatch' && finding.mismatch !== 'older') return found;
  const known = new Set(batch.attempts.map(({ gatewayRef }) => gatewayRef));
  const isAnyones = ({ number, gatewayRef }: UnreadRow): boolean =>
    number === null && (gatewayRef === null || !known.has(gatewayRef));
  return [...rows, ...unread].some(isAnyones) ? { kind: 'enquiry-unanswered', busy: false } : found;
}
