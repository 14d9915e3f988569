/** Turns the answer to a payment or refund request into an event of the payment machine. */
import type { AttemptEvent } from '../../shared/attempt/machine.ts';
import { askedOf, type Attempt } from '../../shared/attempt/record.ts';
import { judgeAnswer, mismatchOf, returnedOf } from '../../shared/attempt/evidence.ts';
import { assertNever } from '../../shared/result.ts';
import type { WallMs } from '../../shared/time.ts';
import type { PayAnswer } from './ports/gateway.ts';

/** @param since the earliest time the order can have been made, by the gateway's clock; null while unknown */
export function payEventFrom(attempt: Attempt, answer: PayAnswer, since: WallMs | null = null): AttemptEvent {
  switch (answer.kind) {
    case 'unanswered':
      return answer.mayHaveLeft ? { kind: 'pay-unanswered' } : { kind: 'pay-not-sent' };
    case 'refused':
      return { kind: 'pay-not-sent' };
    case 'answered': {
      const { row, qr } = answer;
      const { mode } = attempt.tender;
      if (attempt.kind === 'refund' || mode === 'cpm' || row.codeClass !== 'ok') {
        return { kind: 'pay-found', finding: judgeAnswer({ ...askedOf(attempt, since), mode }, row) };
      }
      // MPM: 0000 means only that a QR exists.
      const mismatch = mismatchOf(askedOf(attempt, since), row);
      if (mismatch !== null) return { kind: 'pay-found', finding: { kind: 'mismatch', mismatch } };
      // Do not show a QR if the gateway says that its money was already returned.
      if (qr === null || returnedOf(row) !== 'none')
        return {
          kind: 'pay-found',
          finding: { kind: 'unclear', code: null, gatewayRef: row.gatewayRef, isOrder: true },
        };
      return { kind: 'qr-made', qr, gatewayRef: row.gatewayRef };
    }
    default:
      return assertNever(answer);
  }
}
