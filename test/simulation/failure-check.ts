/**
 * Checks that "not paid" is proven: by a code that means that no money moved, because no byte of the request was sent,
 * or because the order is not found although the request ended at least half a minute ago (a refund: ten minutes ago).
 */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal, type Attempt } from '../../shared/attempt/record.ts';
import type { MonoMs } from '../../shared/time.ts';
import { FAILURES } from './customer.ts';
import { REFUSALS } from './refund-books.ts';
import type { Find } from './violation.ts';

export type FailureCheck = {
  sending(number: AttemptNumber): void;
  /** The request has ended. */
  ended(number: AttemptNumber, mayHaveLeft: boolean): void;
  /** The gateway tells the till that an order with this number exists already. */
  toldUsed(number: AttemptNumber): void;
  /** The answer to the request never came through the till's own client. */
  unheard(number: AttemptNumber): void;
  /** The till records nothing more of what it heard. */
  tillGone(): void;
  tillStarted(): void;
  changed(before: Attempt, after: Attempt): void;
};

type Request = {
  underWay: boolean;
  bytesLeft: boolean;
  overAt: MonoMs;
  /** The till was told in this run of the program that the number is used; a run that cannot record it forgets it. */
  isToldUsed: boolean;
  isUsed: boolean;
};
const NEW: Request = { underWay: false, bytesLeft: false, overAt: 0, isToldUsed: false, isUsed: false };

/**
 * Longer for a refund: if it is listed late and made again meanwhile, it is paid twice, and no customer waits for it.
 */
const QUIET_MS = { payment: 30_000, refund: 600_000 };
const REFUNDS_DENIED: ReadonlySet<string> = new Set([...REFUSALS, '1264', '1272']);
const PAYMENTS_DENIED: ReadonlySet<string> = new Set(FAILURES);
const IN_PROGRESS: ReadonlySet<string> = new Set(['1143', '1145', '1298']);

export function createFailureCheck(mono: () => MonoMs, find: Find): FailureCheck {
  const requests = new Map<AttemptNumber, Request>();

  const isProven = ({ number, kind, status, lastResponse }: Attempt): boolean => {
    const request = requests.get(number) ?? NEW;
    if (lastResponse === null) return false;
    if (status === 'expired') return IN_PROGRESS.has(lastResponse);
    if (lastResponse === 'not-sent') return !request.bytesLeft;
    // The gateway answers "number used" only if the order exists.
    if (lastResponse === 'not-found' && request.isUsed) return false;
    if (lastResponse === 'not-found') return !request.underWay && mono() - request.overAt >= QUIET_MS[kind];
    return (kind === 'refund' ? REFUNDS_DENIED : PAYMENTS_DENIED).has(lastResponse);
  };

  return {
    sending(number) {
      requests.set(number, { ...(requests.get(number) ?? NEW), underWay: true, overAt: mono() });
    },
    ended(number, mayHaveLeft) {
      const request = requests.get(number);
      if (request === undefined) return;
      request.underWay = false;
      request.bytesLeft ||= mayHaveLeft;
      request.overAt = mono();
    },
    toldUsed(number) {
      const request = requests.get(number);
      if (request !== undefined) request.isToldUsed = true;
    },
    unheard(number) {
      const request = requests.get(number);
      if (request !== undefined) request.isToldUsed = false;
    },
    tillGone() {
      for (const request of requests.values()) request.isToldUsed = false;
    },
    tillStarted() {
      for (const request of requests.values()) {
        if (!request.underWay) continue;
        // The request ended with the program that made it, and may have reached the gateway.
        request.underWay = false;
        request.bytesLeft = true;
        request.overAt = mono();
      }
    },
    changed(before, after) {
      const request = requests.get(after.number);
      if (request?.isToldUsed === true) request.isUsed = true;
      if (before.status === after.status || !isFinal(after.status)) return;
      if (after.status === 'paid' && before.abandoned) {
        find('nothing is lost', `${after.number} was given up, and is paid as if nothing were`);
      }
      const isNot = after.status === 'failed' || after.status === 'expired' || after.status === 'refused';
      if (isNot && !isProven(after)) {
        find('failed is proven', `${after.number} is ${after.status} because of ${after.lastResponse ?? 'nothing'}`);
      }
    },
  };
}
