/**
 * The till: commands in, state out. It joins the present sale (sale.ts, selling.ts), the payments and refunds under way
 * (payments.ts), what waits for a person (inbox.ts) and what is done with payments of before (after-sale.ts). Both windows
 * only show what it says.
 */
import type { Alarm, AttemptState } from '../../shared/attempt/machine.ts';
import { asksPerson, isAcknowledged, isFinal, type Attempt } from '../../shared/attempt/record.ts';
import { isAttemptNumber, readableNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { CashierState } from '../../shared/contract/contract.ts';
import type { CustomerScreen } from '../../shared/contract/customer.ts';
import type { DayList } from '../../shared/contract/day.ts';
import type {
  AttemptView,
  DecideAnswer,
  EnquireAnswer,
  LookUpAnswer,
  PaymentView,
  RefundAnswer,
  Ruling,
} from '../../shared/contract/payments.ts';
import type { Cents, Currency } from '../../shared/money.ts';
import { hkDay, hkDayRange } from '../../shared/time.ts';
import { TILL_CURRENCY } from '../../shared/wallet.ts';
import { createAfterSale, type AfterSale } from './after-sale.ts';
import type { DraftDeps } from './draft.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createPayments, type Payments, type PaymentsDeps } from './payments.ts';
import type { KeyedHash } from './ports/world.ts';
import { LedgerError } from './ports/ledger.ts';
import type { ReadCode } from './ports/scanner.ts';
import { createSale, type Sale } from './sale.ts';
import { createSelling, type Selling } from './selling.ts';
import { cashierStage, dayList, stateView } from './views.ts';

export type TillDeps = Omit<PaymentsDeps, 'onChange' | 'onAlarm' | 'isHeld'> &
  DraftDeps & {
    readonly keyedHash: KeyedHash;
    readonly limit: () => Cents;
    readonly readCode: ReadCode;
    /** What the till before this one had told and nobody has read. */
    readonly unread: readonly AttemptNumber[];
    /** The gateway shows several payments under this number. */
    readonly onPaidTwice: (readable: string) => void;
    /** More of the payment with this number is back with the customer than was paid. */
    readonly onOverReturned: (readable: string) => void;
    /** Something the windows show has changed. */
    readonly onChange: () => void;
  };

/** What the till itself knows for the windows; shop name, language and the like are added by whoever knows them. */
export type TillState = Pick<
  CashierState,
  'saleId' | 'stage' | 'checking' | 'news' | 'refundsToDo' | 'forPerson' | 'lastSale'
> & {
  readonly customer: CustomerScreen;
};

export type Till = Selling & {
  readonly currency: Currency;
  state(): TillState;
  seen(number: string): void;
  /** The ledger has taken it in, as one that is in doubt: it is enquired about. @throws LedgerError */
  adopted(number: AttemptNumber): void;
  /** Asks the gateway about it now; resolves when what it answered shows. @throws LedgerError at once */
  enquire(number: string): Promise<EnquireAnswer>;
  /** @throws LedgerError */
  lookUp(text: string): LookUpAnswer;
  /** A payment with its refunds, by its own number or a refund's. @throws LedgerError */
  payment(number: string): PaymentView | null;
  /** Gives money back: the whole payment or a part of it, in cents. */
  refund(order: { readonly number: string; readonly amount: number; readonly knownRefunds: number }): RefundAnswer;
  /** A late payment is for its sale after all. */
  keepLate(number: string): void;
  /** A refund that was to be asked for later is not wanted any more. */
  dropRefund(number: string): void;
  /** Somebody has looked into QFPay's portal and says what the gateway would not. */
  decide(ruling: Ruling): DecideAnswer;
  /** @param day null for today @throws RangeError when it is no day; LedgerError */
  day(day: string | null): DayList;
  attempts(day: string): readonly Attempt[];
  /** Nothing is on the screens but the keypad. */
  isIdle(): boolean;
  /** Attempts whose end is not known yet, and that another account could end wrongly or nobody else could end at all. */
  unfinished(): number;
  /** Attempts whose end, or late payment, nobody has read yet. */
  unread(): readonly AttemptNumber[];
  stop(): void;
};

/** @throws LedgerError when what the last run left cannot be read */
export function createTill(deps: TillDeps): Till {
  const { ledger, gateway, clock, log } = deps;
  const currency = TILL_CURRENCY;
  const sale = createSale({ ...deps, stateOf: (number) => payments.stateOf(number) });

  const payments = createPayments({
    ...deps,
    onChange: (before, after) => {
      noteChange({ ...deps, sale, inbox, afterSale }, before, after);
      deps.onChange();
    },
    isHeld: (number) => sale.isOnScreen(number) || inbox.isUnread(number),
    onAlarm: (alarm: Alarm, number) => {
      if (alarm === 'late' || (alarm === 'mismatch' && !sale.isOnScreen(number))) inbox.note(number);
      if (alarm === 'paid-twice') deps.onPaidTwice(readableNumber(number));
      deps.onChange();
    },
  });
  const inbox = createInbox({ ...deps, payments });
  const afterSale = createAfterSale({ ...deps, currency, payments, inbox });

  /** Does what records and sends; when it cannot be recorded nothing was sent, and the windows say why. */
  const recorded = <Answer>(work: () => Answer): Answer | 'cannot-record' => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      log('till.cannot-record', { trouble: error.trouble });
      deps.onLedgerTrouble(error);
      return 'cannot-record';
    } finally {
      deps.onChange();
    }
  };

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

    ...createSelling({ ...deps, payments, sale, recorded }),
    ...createLooking({ ...deps, currency, payments, afterSale }),
    ...createDeciding({ ...deps, sale, inbox, afterSale, recorded }),

    adopted(number) {
      try {
        const payment = ledger.find(number)?.refundOf ?? null;
        // With a refund of it the ledger knows more of the payment too.
        if (payment !== null) payments.reread(payment);
        void payments.enquire(number);
      } catch (error) {
        // The till would go on with what it knew before, whatever kept it from reading: the ledger is opened anew.
        const trouble = error instanceof LedgerError ? error : new LedgerError('disk', error);
        deps.onLedgerTrouble(trouble);
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

type Changed = Pick<TillDeps, 'log' | 'onOverReturned' | 'onLedgerTrouble'> & {
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
    deps.onOverReturned(readableNumber(payment));
  } catch (error) {
    // What else there is to tell of this refund is told all the same.
    if (!(error instanceof LedgerError)) throw error;
    deps.onLedgerTrouble(error);
  }
}

/** A ledger that cannot be read is as much in trouble as one that cannot be written: nothing more is paid on it. */
function readFrom<Answer>({ onLedgerTrouble }: Pick<TillDeps, 'onLedgerTrouble'>, work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof LedgerError) onLedgerTrouble(error);
    throw error;
  }
}

type LookingDeps = Pick<TillDeps, 'ledger' | 'onLedgerTrouble' | 'onChange'> & {
  readonly currency: Currency;
  readonly payments: Payments;
  readonly afterSale: AfterSale;
};

/** Reads payments that are over, for a screen. */
function createLooking(deps: LookingDeps): Pick<Till, 'enquire' | 'lookUp' | 'payment' | 'day' | 'attempts'> {
  const { ledger, currency, payments, afterSale } = deps;

  const attempts = (day: string): readonly Attempt[] => {
    const { from, to } = hkDayRange(day);
    return readFrom(deps, () => ledger.between(from, to));
  };

  return {
    enquire: (number) =>
      isAttemptNumber(number) ? readFrom(deps, () => payments.enquire(number)) : Promise.resolve('unanswered'),
    lookUp: (text) => readFrom(deps, () => afterSale.lookUp(text)),
    payment: (number) => readFrom(deps, () => afterSale.payment(number)),
    day(day) {
      const today = hkDay(payments.now());
      const wanted = day ?? today;
      const listed = attempts(wanted);
      return readFrom(deps, () => dayList({ day: wanted, today, currency }, listed.map(afterSale.viewOf)));
    },
    attempts,
  };
}

type DecidingDeps = Pick<TillDeps, 'onLedgerTrouble' | 'onChange'> & {
  readonly sale: Sale;
  readonly inbox: Inbox;
  readonly afterSale: AfterSale;
  readonly recorded: <Answer>(work: () => Answer) => Answer | 'cannot-record';
};

/** What a person reads and decides about payments that have left the screen. */
function createDeciding(deps: DecidingDeps): Pick<Till, 'seen' | 'keepLate' | 'dropRefund' | 'decide' | 'refund'> {
  const { sale, inbox, afterSale, recorded } = deps;

  /** A late payment that somebody has decided about is over on both screens too: the customer's would go on thanking for it. */
  const closeDecided = (): void => {
    const shown = sale.stage();
    if (shown.kind === 'attempt' && shown.state.attempt.dealtWith) sale.toKeypad();
  };

  return {
    seen(number) {
      readFrom(deps, () => {
        inbox.seen(number);
      });
      deps.onChange();
    },
    keepLate(number) {
      readFrom(deps, () => {
        inbox.dealWithIf(number, 'decision');
      });
      closeDecided();
    },
    dropRefund(number) {
      readFrom(deps, () => {
        inbox.dealWithIf(number, 'another-try');
      });
    },
    decide: (ruling) => recorded(() => afterSale.decide(ruling)),
    refund: (order) =>
      recorded(() => {
        const answer = afterSale.refund(order);
        if (answer === 'started') sale.forget(order.number);
        closeDecided();
        return answer;
      }),
  };
}
