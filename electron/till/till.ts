/**
 * The till: commands in, state out. It joins the current sale (sale.ts, selling.ts), the payments and refunds under way
 * (payments.ts), what waits for a person (inbox.ts) and actions on earlier payments (after-sale.ts). Both windows only
 * show its state.
 */
import type { Alarm, AttemptState } from '../../shared/attempt/machine.ts';
import { asksPerson, isAcknowledged, isFinal, type Attempt } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { CashierState } from '../../shared/contract/contract.ts';
import type { CustomerScreen } from '../../shared/contract/customer.ts';
import type { AttemptView } from '../../shared/contract/payments.ts';
import type { Cents, Currency } from '../../shared/money.ts';
import { createDeciding, type Deciding } from './deciding.ts';
import { createGuards } from './guards.ts';
import { createLooking, type Looking } from './looking.ts';
import { TILL_CURRENCY } from '../../shared/wallet.ts';
import { createAfterSale, type AfterSale } from './after-sale.ts';
import type { DraftDeps } from './draft.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createPayments, type PaymentsDeps } from './payments.ts';
import type { KeyedHash } from './ports/world.ts';
import { LedgerError } from './ports/ledger.ts';
import type { ReadCode } from './ports/scanner.ts';
import { createSale, type Sale } from './sale.ts';
import { createSelling, type Selling } from './selling.ts';
import { cashierStage, stateView } from './views.ts';

export type TillDeps = Omit<PaymentsDeps, 'onChange' | 'onAlarm' | 'isHeld'> &
  DraftDeps & {
    readonly keyedHash: KeyedHash;
    readonly limit: () => Cents;
    readonly readCode: ReadCode;
    /** News from the till before this one that nobody has read. */
    readonly unread: readonly AttemptNumber[];
  };

/** The till's own part of the windows' state; others add the shop name, the language and so on. */
export type TillState = Pick<
  CashierState,
  'saleId' | 'stage' | 'checking' | 'news' | 'refundsToRetry' | 'forPerson' | 'lastSale'
> & {
  readonly customer: CustomerScreen;
};

export type Till = Selling &
  Looking &
  Deciding & {
    readonly currency: Currency;
    state(): TillState;
    /** The ledger has adopted this attempt as in doubt: enquires about it. @throws LedgerError */
    adopted(number: AttemptNumber): void;
    /** Whether the screens show only the keypad. */
    isIdle(): boolean;
    /**
     * The number of unfinished attempts that forbid a change of account, because another account could end them wrongly
     * or never.
     */
    unfinished(): number;
    /** Attempts whose result, or late payment, nobody has read yet. */
    unread(): readonly AttemptNumber[];
    stop(): void;
  };

/** Functions that take or return money, or ask a customer for it. While the till is blocked, nobody gets this type. */
export type PayingTill = Pick<Till, 'start' | 'code' | 'unreadableCode' | 'showAgain' | 'refund'>;
/** Functions that work even while the till is blocked: it watches, reports, finds and lets people decide. */
export type WatchingTill = Omit<Till, keyof PayingTill>;

/** @throws LedgerError when the attempts of the last run cannot be read */
export function createTill(deps: TillDeps): Till {
  const { ledger, gateway, clock } = deps;
  const currency = TILL_CURRENCY;
  const sale = createSale({ ...deps, stateOf: (number) => payments.stateOf(number) });

  const payments = createPayments({
    ...deps,
    onChange: (before, after) => {
      noteChange({ ...deps, sale, inbox, afterSale }, before, after);
      deps.onEvent({ kind: 'changed' });
    },
    isHeld: (number) => sale.isOnScreen(number) || inbox.isUnread(number),
    onAlarm: (alarm: Alarm, number) => {
      if (alarm === 'late' || (alarm === 'mismatch' && !sale.isOnScreen(number))) inbox.note(number);
      if (alarm === 'paid-twice') deps.onEvent({ kind: 'paid-twice', number });
      deps.onEvent({ kind: 'changed' });
    },
  });
  const inbox = createInbox({ ...deps, payments });
  const afterSale = createAfterSale({ ...deps, currency, payments, inbox });

  const guards = createGuards(deps);

  const till: Till = {
    currency,

    state() {
      const checking: AttemptView[] = [];
      for (const state of payments.open()) {
        if (isFinal(state.attempt.status) || sale.isOnScreen(state.attempt.number)) continue;
        checking.push(stateView(state, gateway.adviceOn, clock.mono()));
      }
      const last = sale.last();
      return {
        saleId: sale.id(),
        stage: cashierStage(sale.stage(), gateway.adviceOn, clock.mono()),
        customer: sale.customer(),
        lastSale: last === null ? null : stateView(last, gateway.adviceOn, clock.mono()),
        checking,
        ...inbox.waiting(),
      };
    },

    ...createSelling({ ...deps, ...guards, payments, sale }),
    ...createLooking({ ...deps, ...guards, currency, payments, afterSale }),
    ...createDeciding({ ...deps, ...guards, sale, inbox, afterSale }),

    adopted(number) {
      try {
        const payment = ledger.find(number)?.refundOf ?? null;
        // The refund also changes what the ledger knows about its payment.
        if (payment !== null) payments.reread(payment);
        void payments.enquire(number);
      } catch (error) {
        // After any error here the till would continue with outdated state, so the ledger is reopened.
        const trouble = error instanceof LedgerError ? error : new LedgerError('disk', error);
        deps.onEvent({ kind: 'ledger-failed', error: trouble });
        throw trouble;
      }
    },

    isIdle: () => sale.onScreen().kind === 'keypad',
    unfinished: () => payments.open().filter(({ attempt }) => keepsAccount(attempt, payments.ageOf(attempt))).length,
    unread: inbox.unread,

    stop() {
      sale.stop();
      payments.stop();
    },
  };

  payments.resumeAll();
  inbox.resume();
  return till;
}

/**
 * Whether an attempt forbids a change of account. Another account would answer "not found", and the attempt would end
 * as "not paid". An acknowledged attempt that waits for a person does not: no "not found" can end it, and the wrong
 * account may be the very reason why it stays open.
 */
const keepsAccount = (attempt: Attempt, ageMs: number): boolean =>
  !isFinal(attempt.status) && !(isAcknowledged(attempt) && asksPerson(attempt, ageMs));

type Changed = Pick<TillDeps, 'log' | 'onEvent'> & {
  readonly sale: Sale;
  readonly inbox: Inbox;
  readonly afterSale: AfterSale;
};

/** Applies an attempt's change to the sale and the inbox. */
function noteChange(deps: Changed, before: AttemptState | null, { attempt }: AttemptState): void {
  const { sale, inbox } = deps;
  const { number, status, refundOf } = attempt;
  // Somebody must read an attempt that ended off the screen.
  const justEnded = before !== null && !isFinal(before.attempt.status) && isFinal(status);
  if (justEnded && !sale.isOnScreen(number)) inbox.note(number);
  const justRefunded = status === 'refunded' && before?.attempt.status !== 'refunded';
  if (refundOf !== null && justRefunded) noteReturned(deps, refundOf);
  if (sale.isOnScreen(number) && status === 'paid' && before?.attempt.status !== 'paid') sale.paid();
}

/** A refund reported as refused may have gone through after all, next to another one made in its place. */
function noteReturned(deps: Changed, payment: AttemptNumber): void {
  try {
    if (!deps.afterSale.overReturned(payment)) return;
    deps.log('till.over-returned', { number: payment });
    deps.onEvent({ kind: 'over-returned', number: payment });
  } catch (error) {
    // Report the ledger error without losing the other news about this refund.
    if (!(error instanceof LedgerError)) throw error;
    deps.onEvent({ kind: 'ledger-failed', error });
  }
}
