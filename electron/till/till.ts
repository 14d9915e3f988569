/**
 * The till: commands in, state out. Holds the present sale and hands payments to payments.ts; the only place that decides
 * what a tap, a scan or a result does to the sale. Both windows only show what it says.
 */
import { canShowAgain, type Alarm, type AttemptState } from '../../shared/attempt/machine.ts';
import { cashierWord } from '../../shared/attempt/word.ts';
import { asksPerson, isAcknowledged, isFinal, type Attempt, type Way } from '../../shared/attempt/record.ts';
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
import type { CodeAnswer, StartAnswer } from '../../shared/contract/sale.ts';
import type { CodeRefusal } from '../../shared/scan.ts';
import { cents, type Cents, type Currency } from '../../shared/money.ts';
import { hkDay, hkDayRange, type MonoMs } from '../../shared/time.ts';
import { draftAttempt, NO_CODE, type CodeTrace, type DraftDeps } from './draft.ts';
import { createAfterSale } from './inbox.ts';
import { createPayments, type PaymentsDeps } from './payments.ts';
import type { KeyedHash } from './ports/world.ts';
import type { Order } from './ports/gateway.ts';
import { LedgerError } from './ports/ledger.ts';
import type { Label, ReadCode } from './ports/scanner.ts';
import { cashierStage, customerScreen, dayList, stateView, type Stage } from './views.ts';

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

export type Till = {
  readonly currency: Currency;
  state(): TillState;
  start(sale: { readonly saleId: string; readonly amount: number; readonly way: Way }): StartAnswer;
  /** What the customer showed, or what was typed by hand for a sale. */
  code(label: Label): CodeAnswer;
  /** A label came that was not whole, or that nobody can use, and this is why. */
  unreadableCode(why: CodeRefusal): CodeAnswer;
  cancel(saleId: string): void;
  /** Two minutes more at the QR. */
  longer(saleId: string): void;
  /** The QR of this order again, from its own screen or from the keypad; nothing is sent. */
  showAgain(number: string): void;
  /** The customer pays in another way: given up, watched all the same, and back to the keypad. */
  otherWay(saleId: string): void;
  next(saleId: string): void;
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

/** How long a result stands before the sale closes itself. */
const RESULT_MS = 8_000;
/** How long the customer sees "paid" at least, unless the next amount comes. */
const THANKS_MS = 4_000;
/** How long the customer reads not to confirm an order that the cashier gave up. */
const GIVEN_UP_SHOWN_MS = 10_000;
/** A customer's code that was sent is not taken again for this long. */
const CODE_MEMORY_MS = 24 * 3_600_000;

type Sale =
  | { readonly kind: 'keypad' }
  | Extract<Stage, { kind: 'armed' }>
  | { readonly kind: 'attempt'; readonly number: AttemptNumber };

/** The code that is charged, and what is kept of it. */
type ShownCode = CodeTrace & Pick<Order, 'authCode'>;

/** @throws LedgerError when what the last run left cannot be read */
export function createTill(deps: TillDeps): Till {
  const { ledger, gateway, clock, timers, log, keyedHash } = deps;
  let saleId = deps.random.id();
  let sale: Sale = { kind: 'keypad' };
  let closeSale: (() => void) | null = null;
  /** Since when "paid" stands on the screens. */
  let paidAt: MonoMs = 0;
  /** What the customer goes on reading of a sale that has left the cashier's screen. */
  let farewell: { readonly screen: CustomerScreen; forget(): void } | null = null;
  let lastSale: AttemptNumber | null = null;
  const { currency } = gateway.payType('mpm');

  const isOnScreen = (number: AttemptNumber): boolean => sale.kind === 'attempt' && sale.number === number;

  /**
   * What is in doubt keeps the account from being changed: another one knows nothing of it, and what is not known ends as
   * not paid. Not so what a person is asked about and the gateway has acknowledged, which no "not found" can end: the
   * wrong account may be the very reason why it does not settle.
   */
  const keepsAccount = (attempt: Attempt): boolean =>
    !isFinal(attempt.status) && !(isAcknowledged(attempt) && asksPerson(attempt, payments.ageOf(attempt)));

  const payments = createPayments({
    ...deps,
    onChange: (before, after) => {
      noteNews(before, after);
      noteOverReturned(before, after);
      if (isOnScreen(after.attempt.number) && after.attempt.status === 'paid' && before?.attempt.status !== 'paid') {
        paidAt = clock.mono();
        closeSale = timers.after(RESULT_MS, toKeypad);
      }
      deps.onChange();
    },
    isHeld: (number) => isOnScreen(number) || afterSale.isUnread(number),
    onAlarm: (alarm: Alarm, number) => {
      if (alarm === 'late' || (alarm === 'mismatch' && !isOnScreen(number))) afterSale.note(number);
      if (alarm === 'paid-twice') deps.onPaidTwice(readableNumber(number));
      deps.onChange();
    },
  });

  const afterSale = createAfterSale({ ...deps, currency, payments });

  /** What ended behind the cashier's back has to be read once. */
  const noteNews = (before: AttemptState | null, { attempt }: AttemptState): void => {
    const justEnded = before !== null && !isFinal(before.attempt.status) && isFinal(attempt.status);
    if (justEnded && !isOnScreen(attempt.number)) afterSale.note(attempt.number);
  };

  /** A refund that was called refused may have gone back all the same, and another one in its place. */
  const noteOverReturned = (before: AttemptState | null, { attempt }: AttemptState): void => {
    const { status, refundOf: payment } = attempt;
    if (payment === null || status !== 'refunded' || before?.attempt.status === 'refunded') return;
    try {
      if (!afterSale.overReturned(payment)) return;
      log('till.over-returned', { number: payment });
      deps.onOverReturned(readableNumber(payment));
    } catch (error) {
      // What else there is to tell of this refund is told all the same.
      if (!(error instanceof LedgerError)) throw error;
      deps.onLedgerTrouble(error);
    }
  };

  const stage = (): Stage => {
    const state = sale.kind === 'attempt' ? payments.stateOf(sale.number) : null;
    if (state !== null) return { kind: 'attempt', state };
    return sale.kind === 'armed' ? sale : { kind: 'keypad' };
  };

  const endFarewell = (): void => {
    farewell?.forget();
    farewell = null;
  };

  /** Leaves what stands on the customer's screen there for a while, unless the next amount comes. */
  const leaveThere = (ms: number): void => {
    const screen = customerScreen(stage(), clock.mono());
    const forget = timers.after(ms, () => {
      farewell = null;
      deps.onChange();
    });
    farewell = { screen, forget };
  };

  const toKeypad = (): void => {
    closeSale?.();
    closeSale = null;
    if (sale.kind === 'attempt') lastSale = sale.number;
    sale = { kind: 'keypad' };
    saleId = deps.random.id();
    deps.onChange();
  };

  /** A late payment that somebody has decided about is over on both screens too: the customer's would go on thanking for it. */
  const closeDecided = (): void => {
    const shown = stage();
    if (shown.kind === 'attempt' && shown.state.attempt.dealtWith) toKeypad();
  };

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

  /** A ledger that cannot be read is as much in trouble as one that cannot be written: nothing more is paid on it. */
  const readFrom = <Answer>(work: () => Answer): Answer => {
    try {
      return work();
    } catch (error) {
      if (error instanceof LedgerError) deps.onLedgerTrouble(error);
      throw error;
    }
  };

  const pay = (way: Way, amount: Cents, { authCode, ...trace }: ShownCode): 'started' | 'cannot-record' =>
    recorded(() => {
      const { payType, currency: charged } = gateway.payType(way);
      const order = { way, payType, amount, currency: charged };
      const draft = draftAttempt(deps, { ...order, kind: 'payment', refundOf: null, saleId }, trace);
      const number = payments.start(draft, (own) => gateway.prepare(own, { ...order, txdtm: draft.txdtm, authCode }));
      sale = { kind: 'attempt', number };
      return 'started';
    });

  const refuse = (armed: Extract<Sale, { kind: 'armed' }>, refusal: NonNullable<typeof armed.refusal>): CodeAnswer => {
    sale = { ...armed, refusal, refusals: armed.refusals + 1 };
    deps.onChange();
    return refusal;
  };

  const till: Till = {
    currency,

    state() {
      const checking: AttemptView[] = [];
      for (const state of payments.open()) {
        if (isFinal(state.attempt.status) || isOnScreen(state.attempt.number)) continue;
        checking.push(stateView(state, gateway.adviceOn, clock.mono()));
      }
      const last = lastSale === null ? null : payments.stateOf(lastSale);
      return {
        saleId,
        stage: cashierStage(stage(), gateway.adviceOn, clock.mono()),
        customer: farewell?.screen ?? customerScreen(stage(), clock.mono()),
        lastSale: last === null ? null : stateView(last, gateway.adviceOn, clock.mono()),
        checking,
        ...afterSale.waiting(),
      };
    },

    start({ saleId: forSale, amount, way }) {
      if (sale.kind !== 'keypad') return forSale === saleId ? 'already-started' : 'busy';
      if (forSale !== saleId) return 'busy';
      if (!Number.isSafeInteger(amount) || amount <= 0 || amount > deps.limit()) return 'amount';
      endFarewell();
      if (way === 'mpm') return pay(way, cents(amount), { ...NO_CODE, authCode: null });
      sale = { kind: 'armed', amount: cents(amount), refusal: null, refusals: 0 };
      deps.onChange();
      return 'started';
    },

    code(label) {
      if (sale.kind !== 'armed') return 'not-armed';
      const read = deps.readCode(label);
      if (read.kind === 'refused') return refuse(sale, read.refusal);
      const code = { authCode: read.code, codeHash: keyedHash(read.code), codeTail: read.code.slice(-4) };
      try {
        const usedSince = payments.now() - CODE_MEMORY_MS;
        if (ledger.codeUsed(code.codeHash, usedSince)) return refuse(sale, 'used-before');
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        deps.onLedgerTrouble(error);
        return 'cannot-record';
      }
      return pay('cpm', sale.amount, code) === 'started' ? 'accepted' : 'cannot-record';
    },

    unreadableCode(why) {
      return sale.kind === 'armed' ? refuse(sale, why) : 'not-armed';
    },

    cancel(forSale) {
      if (forSale !== saleId) return;
      if (sale.kind === 'armed') toKeypad();
      else if (sale.kind === 'attempt') payments.tell(sale.number, { kind: 'given-up' });
    },

    longer(forSale) {
      if (forSale === saleId && sale.kind === 'attempt') payments.tell(sale.number, { kind: 'longer' });
    },

    showAgain(number) {
      if (!isAttemptNumber(number)) return;
      if (!isOnScreen(number) && sale.kind !== 'keypad') return;
      const state = payments.stateOf(number);
      if (state === null || !canShowAgain(state, clock.mono())) return;
      endFarewell();
      sale = { kind: 'attempt', number };
      payments.tell(number, { kind: 'shown-again' });
    },

    otherWay(forSale) {
      const shown = stage();
      if (forSale !== saleId || shown.kind !== 'attempt' || isFinal(shown.state.attempt.status)) return;
      payments.tell(shown.state.attempt.number, { kind: 'given-up' });
      leaveThere(GIVEN_UP_SHOWN_MS);
      toKeypad();
    },

    next(forSale) {
      const shown = stage();
      if (forSale !== saleId || shown.kind !== 'attempt') return;
      const { attempt, watch } = shown.state;
      // While the customer is being waited for there is only "take it away": a QR must not stay up behind a new sale.
      if (cashierWord(attempt, watch.stage) === 'waiting') return;
      payments.tell(attempt.number, { kind: 'left' });
      const thanksMs = attempt.status === 'paid' ? paidAt + THANKS_MS - clock.mono() : 0;
      if (thanksMs > 0) leaveThere(thanksMs);
      toKeypad();
    },

    seen(number) {
      readFrom(() => {
        afterSale.seen(number);
      });
      deps.onChange();
    },
    keepLate(number) {
      readFrom(() => {
        afterSale.keepLate(number);
      });
      closeDecided();
    },
    dropRefund: (number) => {
      readFrom(() => {
        afterSale.dropRefund(number);
      });
    },
    lookUp: (text) => readFrom(() => afterSale.lookUp(text)),
    payment: (number) => readFrom(() => afterSale.payment(number)),

    decide: (ruling) => recorded(() => afterSale.decide(ruling)),

    refund: (order) =>
      recorded(() => {
        const answer = afterSale.refund(order);
        if (answer === 'started' && order.number === lastSale) {
          // A sale whose money goes back is no longer the last one that was made, nor thanked for.
          lastSale = null;
          endFarewell();
        }
        closeDecided();
        return answer;
      }),

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

    enquire(number) {
      return isAttemptNumber(number) ? readFrom(() => payments.enquire(number)) : Promise.resolve('unanswered');
    },

    day(day) {
      const today = hkDay(payments.now());
      const wanted = day ?? today;
      const attempts = till.attempts(wanted);
      return readFrom(() => dayList({ day: wanted, today, currency }, attempts.map(afterSale.viewOf)));
    },

    attempts(day) {
      const { from, to } = hkDayRange(day);
      return readFrom(() => ledger.between(from, to));
    },

    isIdle: () => sale.kind === 'keypad',
    unfinished: () => payments.open().filter(({ attempt }) => keepsAccount(attempt)).length,

    unread: afterSale.unread,

    stop() {
      closeSale?.();
      endFarewell();
      payments.stop();
    },
  };

  payments.resumeAll();
  afterSale.resume();
  return till;
}
