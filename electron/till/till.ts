/**
 * The till: commands in, state out. It joins the present sale (sale.ts, selling.ts), the payments and refunds under way
 * (payments.ts), what waits for a person (inbox.ts) and what is done with payments of before (after-sale.ts). Both windows
 * only show what it says.
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
    /** What the till before this one had told and nobody has read. */
    readonly unread: readonly AttemptNumber[];
  };

/** What the till itself knows for the windows; shop name, language and the like are added by whoever knows them. */
export type TillState = Pick<
  CashierState,
  'saleId' | 'stage' | 'checking' | 'news' | 'refundsToDo' | 'forPerson' | 'lastSale'
> & {
  readonly customer: CustomerScreen;
};

export type Till = Selling &
  Looking &
  Deciding & {
    readonly currency: Currency;
    state(): TillState;
    /** The ledger has taken it in, as one that is in doubt: it is enquired about. @throws LedgerError */
    adopted(number: AttemptNumber): void;
    /** Nothing is on the screens but the keypad. */
    isIdle(): boolean;
    /** Attempts whose end is not known yet, and that another account could end wrongly or nobody else could end at all. */
    unfinished(): number;
    /** Attempts whose end, or late payment, nobody has read yet. */
    unread(): readonly AttemptNumber[];
    stop(): void;
  };

/** What takes or returns money, or asks a customer for it. Nobody holds it while something is in the way. */
export type PayingTill = Pick<Till, 'start' | 'code' | 'unreadableCode' | 'showAgain' | 'refund'>;
/** What is done with a till whatever is in the way: it watches, tells, finds and lets people decide. */
export type WatchingTill = Omit<Till, keyof PayingTill>;

/** @throws LedgerError when what the last run left cannot be read */
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
        // With a refund of it the ledger knows more of the payment too.
        if (payment !== null) payments.reread(payment);
        void payments.enquire(number);
      } catch (error) {
        // The till would go on with what it knew before, whatever kept it from reading: the ledger is opened anew.
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
 * What is in doubt keeps the account from being changed: another one knows nothing of it, and what is not known ends as
 * not paid. Not so what a person is asked about and the gateway has acknowledged, which no "not found" can end: the
 * wrong account may be the very reason why it does not settle.
 */
const keepsAccount = (attempt: Attempt, ageMs: number): boolean =>
  !isFinal(attempt.status) && !(isAcknowledged(attempt) && asksPerson(attempt, ageMs));

type Changed = Pick<TillDeps, 'log' | 'onEvent'> & {
  readonly sale: Sale;
  readonly inbox: Inbox;
  readonly afterSale: AfterSale;
};

/** What a change of an attempt does to the sale and to the inbox. */
function noteChange(deps: Changed, before: AttemptState | null, { attempt }: AttemptState): void {
  const { sale, inbox } = deps;
  const { number, status, refundOf } = attempt;
  // What ended behind the cashier's back has to be read once.
  const justEnded = before !== null && !isFinal(before.attempt.status) && isFinal(status);
  if (justEnded && !sale.isOnScreen(number)) inbox.note(number);
  const justRefunded = status === 'refunded' && before?.attempt.status !== 'refunded';
  if (refundOf !== null && justRefunded) noteReturned(deps, refundOf);
  if (sale.isOnScreen(number) && status === 'paid' && before?.attempt.status !== 'paid') sale.paid();
}

/** A refund that was called refused may have gone back all the same, and another one in its place. */
function noteReturned(deps: Changed, payment: AttemptNumber): void {
  try {
    if (!deps.afterSale.overReturned(payment)) return;
    deps.log('till.over-returned', { number: payment });
    deps.onEvent({ kind: 'over-returned', number: payment });
  } catch (error) {
    // What else there is to tell of this refund is told all the same.
    if (!(error instanceof LedgerError)) throw error;
    deps.onEvent({ kind: 'ledger-failed', error });
  }
}
