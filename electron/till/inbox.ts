/**
 * What waits for a person: attempts that ended off the screen, late payments to decide, refunds to try again, and
 * attempts that the gateway leaves open. Open decisions are in the ledger, so a restart keeps them. Items that are only
 * to be read last as long as the program runs.
 */
import { asksPerson, isContradicted, needsDecision, type Attempt } from '../../shared/attempt/record.ts';
import { isAttemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { AttemptView } from '../../shared/contract/payments.ts';
import type { Payments } from './payments.ts';
import type { Gateway } from './ports/gateway.ts';
import type { Ledger } from './ports/ledger.ts';
import { attemptView } from './views.ts';

export type InboxDeps = {
  readonly ledger: Pick<Ledger, 'awaitingDecision'>;
  readonly gateway: Pick<Gateway, 'adviceOn' | 'isForLater'>;
  readonly payments: Payments;
  readonly unread: readonly AttemptNumber[];
};

/** What an attempt needs from a person; null for nothing. */
export type WaitsFor = 'decision' | 'reading' | 'another-try' | 'portal' | null;

export type Inbox = {
  /** An attempt ended off the screen, or money moved late: somebody must read it once. */
  note(number: AttemptNumber): void;
  /** What somebody must read or decide, and the refunds to try again. */
  waiting(): {
    readonly news: readonly AttemptView[];
    readonly refundsToRetry: readonly AttemptView[];
    readonly forPerson: readonly AttemptView[];
  };
  waitsFor(attempt: Attempt): WaitsFor;
  seen(number: string): void;
  /** Somebody has decided about it, and so has read it too. */
  dealWith(number: AttemptNumber): void;
  /** The same, but only if it waits for `waited`. @returns whether it did */
  dealWithIf(number: string, waited: WaitsFor): boolean;
  /** Marks it as read. */
  read(number: AttemptNumber): void;
  /** Attempts whose result, or late payment, nobody has read yet. */
  unread(): readonly AttemptNumber[];
  isUnread(number: AttemptNumber): boolean;
  /** Loads what waits for a person since an earlier run. @throws LedgerError */
  resume(): void;
};

export function createInbox({ ledger, gateway, payments, ...deps }: InboxDeps): Inbox {
  const unread = new Set<AttemptNumber>(deps.unread);

  const waitsFor = (attempt: Attempt): WaitsFor => {
    const { status, lastResponse, resolved } = attempt;
    if (status === 'late-paid' && !resolved) return 'decision';
    if (isContradicted(attempt)) return 'portal';
    if (!needsDecision(attempt)) return null;
    return lastResponse !== null && gateway.isForLater(lastResponse) ? 'another-try' : 'reading';
  };

  const dealWith = (number: AttemptNumber): void => {
    unread.delete(number);
    payments.load(number);
    payments.dispatch(number, { kind: 'dealt-with' });
  };

  const dealWithIf = (number: string, waited: WaitsFor): boolean => {
    const attempt = isAttemptNumber(number) ? payments.stateOf(number)?.attempt : undefined;
    if (attempt === undefined || waitsFor(attempt) !== waited) return false;
    dealWith(attempt.number);
    // A ledger that does not take it is told of elsewhere, and the attempt still waits.
    return payments.stateOf(attempt.number)?.attempt.version !== attempt.version;
  };

  return {
    note(number) {
      unread.add(number);
    },
    waiting() {
      const news: AttemptView[] = [];
      const refundsToRetry: AttemptView[] = [];
      const forPerson: AttemptView[] = [];
      const ended = [...unread].map(payments.stateOf).filter((state) => state !== null);
      for (const { attempt, watch } of new Set([...payments.open(), ...ended])) {
        const view = attemptView(attempt, watch.stage, gateway.adviceOn);
        if (view.verdicts.length > 0 && asksPerson(attempt, payments.ageOf(attempt))) forPerson.push(view);
        const waits = waitsFor(attempt);
        if (waits === 'another-try') refundsToRetry.push(view);
        else if (waits === 'decision' || waits === 'reading' || unread.has(attempt.number)) news.push(view);
      }
      return { news, refundsToRetry, forPerson };
    },
    waitsFor,
    seen(number) {
      if (!isAttemptNumber(number)) return;
      unread.delete(number);
      dealWithIf(number, 'reading');
    },
    dealWith,
    dealWithIf,
    read(number) {
      unread.delete(number);
    },
    unread: () => [...unread],
    isUnread: (number) => unread.has(number),
    resume() {
      for (const { number } of ledger.awaitingDecision()) payments.load(number);
      for (const number of unread) payments.load(number);
    },
  };
}
