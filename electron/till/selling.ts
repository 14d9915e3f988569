/** Handles taps and scans for the current sale. */
import { canShowAgain } from '../../shared/attempt/machine.ts';
import { isAttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal } from '../../shared/attempt/record.ts';
import { cashierStatus } from '../../shared/attempt/word.ts';
import type { CodeAnswer, StartAnswer } from '../../shared/contract/sale.ts';
import type { CodeRefusal } from '../../shared/scan.ts';
import { cents, type Cents } from '../../shared/money.ts';
import { fitsStep, payTypeOf, takesCode, TILL_CURRENCY, type Tender } from '../../shared/wallet.ts';
import { draftAttempt, NO_CODE, type CodeTrace, type DraftDeps } from './draft.ts';
import type { OnEvent } from './event.ts';
import type { Guards } from './guards.ts';
import type { Payments } from './payments.ts';
import type { Order } from './ports/gateway.ts';
import { LedgerError, type Ledger } from './ports/ledger.ts';
import type { Label, ReadCode } from './ports/scanner.ts';
import type { KeyedHash } from './ports/world.ts';
import type { Armed, Sale } from './sale.ts';

export type SellingDeps = DraftDeps &
  Pick<Guards, 'recorded'> & {
    readonly ledger: Pick<Ledger, 'codeUsed'>;
    readonly keyedHash: KeyedHash;
    readonly limit: () => Cents;
    readonly readCode: ReadCode;
    readonly payments: Payments;
    readonly sale: Sale;
    readonly onEvent: OnEvent;
  };

export type Selling = {
  start(sale: { readonly saleId: string; readonly amount: number; readonly tender: Tender }): StartAnswer;
  /** A code that was scanned, or typed by hand, for the current sale. */
  code(label: Label): CodeAnswer;
  /** A label came that was incomplete or unusable, for this reason. */
  unreadableCode(why: CodeRefusal): CodeAnswer;
  cancel(saleId: string): void;
  /** Gives two more minutes at the QR. */
  longer(saleId: string): void;
  /** Shows the QR of this order again, from its own screen or from the keypad; nothing is sent. */
  showAgain(number: string): void;
  /** The customer pays another way: gives the attempt up, still watches it, and returns to the keypad. */
  otherWay(saleId: string): void;
  next(saleId: string): void;
};

/** How long the customer's screen says not to confirm an order that the cashier gave up. */
const GIVEN_UP_SHOWN_MS = 10_000;
/** How long a customer's code that was sent is refused. */
const CODE_MEMORY_MS = 24 * 3_600_000;

/** The code to charge, and what is kept of it. */
type ShownCode = CodeTrace & Pick<Order, 'authCode'>;

export function createSelling(deps: SellingDeps): Selling {
  return { ...createCharging(deps), ...createLeaving(deps) };
}

/** Starts payments. */
function createCharging(deps: SellingDeps): Pick<Selling, 'start' | 'code' | 'unreadableCode'> {
  const { ledger, gateway, payments, sale } = deps;

  const pay = (tender: Tender, amount: Cents, { authCode, ...trace }: ShownCode): 'started' | 'cannot-record' =>
    deps.recorded(() => {
      const order = { tender, payType: payTypeOf(tender), amount, currency: TILL_CURRENCY };
      const draft = draftAttempt(deps, { ...order, kind: 'payment', refundOf: null, saleId: sale.id() }, trace);
      const number = payments.start(draft, (own) =>
        gateway.prepare(own, { ...order, requestedAtText: draft.requestedAtText, authCode }),
      );
      sale.show({ kind: 'attempt', number });
      return 'started';
    });

  const refuse = (armed: Armed, refusal: CodeRefusal): CodeAnswer => {
    sale.show({ ...armed, refusal, refusals: armed.refusals + 1 });
    deps.onEvent({ kind: 'changed' });
    return refusal;
  };

  return {
    start({ saleId, amount, tender }) {
      if (sale.onScreen().kind !== 'keypad') return saleId === sale.id() ? 'already-started' : 'busy';
      if (saleId !== sale.id()) return 'busy';
      if (!Number.isSafeInteger(amount) || amount <= 0 || amount > deps.limit()) return 'amount';
      if (!fitsStep(tender, amount)) return 'amount';
      sale.endFarewell();
      if (tender.mode === 'mpm') return pay(tender, cents(amount), { ...NO_CODE, authCode: null });
      sale.show({ kind: 'armed', tender, amount: cents(amount), refusal: null, refusals: 0 });
      deps.onEvent({ kind: 'changed' });
      return 'started';
    },

    code(label) {
      const armed = sale.onScreen();
      if (armed.kind !== 'armed') return 'not-armed';
      const read = deps.readCode(label);
      if (read.kind === 'refused') return refuse(armed, read.refusal);
      if (!takesCode(armed.tender, read.wallet)) return refuse(armed, 'not-of-wallet');
      const code = { authCode: read.code, codeHash: deps.keyedHash(read.code), codeTail: read.code.slice(-4) };
      try {
        const usedSince = payments.now() - CODE_MEMORY_MS;
        if (ledger.codeUsed(code.codeHash, usedSince)) return refuse(armed, 'used-before');
      } catch (error) {
        if (!(error instanceof LedgerError)) throw error;
        deps.onEvent({ kind: 'ledger-failed', error });
        return 'cannot-record';
      }
      return pay(armed.tender, armed.amount, code) === 'started' ? 'accepted' : 'cannot-record';
    },

    unreadableCode(why) {
      const armed = sale.onScreen();
      return armed.kind === 'armed' ? refuse(armed, why) : 'not-armed';
    },
  };
}

/** Ends a sale on the screens, gives it more time, or shows it again. */
function createLeaving({ clock, payments, sale }: SellingDeps): Omit<Selling, 'start' | 'code' | 'unreadableCode'> {
  return {
    cancel(saleId) {
      if (saleId !== sale.id()) return;
      const shown = sale.onScreen();
      if (shown.kind === 'armed') sale.toKeypad();
      else if (shown.kind === 'attempt') payments.dispatch(shown.number, { kind: 'given-up' });
    },

    longer(saleId) {
      const shown = sale.onScreen();
      if (saleId === sale.id() && shown.kind === 'attempt') payments.dispatch(shown.number, { kind: 'longer' });
    },

    showAgain(number) {
      if (!isAttemptNumber(number)) return;
      if (!sale.isOnScreen(number) && sale.onScreen().kind !== 'keypad') return;
      const state = payments.stateOf(number);
      if (state === null || !canShowAgain(state, clock.mono())) return;
      sale.endFarewell();
      sale.show({ kind: 'attempt', number });
      payments.dispatch(number, { kind: 'shown-again' });
    },

    otherWay(saleId) {
      const shown = sale.stage();
      if (saleId !== sale.id() || shown.kind !== 'attempt' || isFinal(shown.state.attempt.status)) return;
      payments.dispatch(shown.state.attempt.number, { kind: 'given-up' });
      sale.leave(GIVEN_UP_SHOWN_MS);
    },

    next(saleId) {
      const shown = sale.stage();
      if (saleId !== sale.id() || shown.kind !== 'attempt') return;
      const { attempt, watch } = shown.state;
      // While the till waits for the customer, only "take it away" ends the sale: a QR must not stay up behind a new
      // sale.
      if (cashierStatus(attempt, watch.stage) === 'waiting') return;
      payments.dispatch(attempt.number, { kind: 'left' });
      const thanksMs = attempt.status === 'paid' ? sale.thanksMs() : 0;
      if (thanksMs > 0) sale.leave(thanksMs);
      else sale.toKeypad();
    },
  };
}
