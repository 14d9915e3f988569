/** A cashier who does everything that a tired person does at a till, and who knows only what the screen shows. */
import { cleanLabel } from '../../electron/scanner/label.ts';
import { refusalOf } from '../../electron/scanner/read-code.ts';
import { LedgerError } from '../../electron/till/ports/ledger.ts';
import type { Till, TillState } from '../../electron/till/till.ts';
import { assertNever } from '../../shared/result.ts';
import { payTypeOf, tendersOnOffer, termsOf, type Tender } from '../../shared/wallet.ts';
import type { Checks } from './checks.ts';
import type { Faults } from './faults.ts';
import type { Dice } from '../support/dice.ts';
import { aLabel } from '../support/samples.ts';
import { isOdd } from './odd-error.ts';
import { LIMIT_CENTS, type Shop } from './shop.ts';
import type { World } from './world.ts';
import { codeBeginsWith } from './wallet-rules.ts';
import type { LogLine } from './log-line.ts';
import { about } from '../support/questions.ts';

export type Pace = {
  /** Milliseconds from one tap to the next. */
  readonly thinkMs: readonly [from: number, to: number];
  /** Milliseconds between two looks at the screen while the till waits for a customer. */
  readonly waitMs: readonly [from: number, to: number];
  /** Probability, at each look, that the cashier goes on to the next customer while this payment is being checked. */
  readonly leaves: number;
  readonly cancels: number;
};

export type CashierDeps = {
  readonly world: World;
  readonly dice: Dice;
  readonly checks: Checks;
  readonly faults: Faults;
  readonly shop: Shop;
  readonly pace: Pace;
  /** Whether to start another sale. */
  readonly wantsMore: () => boolean;
  readonly log: LogLine;
};

/** Milliseconds between two looks in the quiet time at the end, when no customers come. */
const PASSES_BY_MS = [60_000, 600_000] as const;

/** Draws a payment code; `beginning` tells whose wallet the code belongs to. */
const codeFrom = (dice: Dice, beginning = 'PAYME'): string =>
  `${beginning}${String(dice.whole(0, 999_999_999)).padStart(9, '0')}X`;
/** A code of another wallet, a web address, an empty scan: the till must refuse them before it sends anything. */
const REFUSED_CODES = ['134567890123456789', 'https://example.invalid/', ''];

export function startCashier(deps: CashierDeps): void {
  const { world, dice, checks, faults, shop, pace, log } = deps;
  let lastCode = codeFrom(dice);
  let lastSale = '';
  let lastPaid = '';

  const look = (): void => {
    const till = shop.till();
    const state = shop.screen();
    const waits = state?.stage.kind === 'attempt' && state.stage.attempt.word === 'waiting';
    world.onMachine(dice.whole(...(faults.isOver() ? PASSES_BY_MS : waits ? pace.waitMs : pace.thinkMs)), look);
    if (till === null || state === null) return;
    checks.shown(state);
    checks.lookedAt(state);
    try {
      tidy(till, state);
      act(till, state);
    } catch (error) {
      // The command failed, and in the real till the window shows the error.
      if (!(error instanceof LedgerError) && !isOdd(error)) throw error;
    }
  };

  /** Opens a payment and refunds some of it; sometimes taps twice, or taps on an outdated screen. */
  const refund = (till: Till, number: string): void => {
    const found = till.payment(number);
    if (found === null) return;
    const { payment, refundable, refunds } = found;
    const amount = dice.weighted({ all: 6, part: 4, 'too much': 1 });
    const cents = { all: refundable, part: dice.whole(1, Math.max(1, refundable)), 'too much': payment.amount + 1 }[
      amount
    ];
    const order = { number: payment.number, amount: cents, expectedRefunds: refunds.length };
    log(`cashier refunds ${amount} of ${payment.number}: ${till.refund(order)}`);
    if (dice.chance(0.2)) till.refund(order);
    // A tap on a screen that was opened after the first tap, and so counts one refund more.
    if (dice.chance(0.1)) till.refund({ ...order, expectedRefunds: order.expectedRefunds + 1 });
  };

  const tidy = (till: Till, { news, checking, refundsToRetry }: TillState): void => {
    for (const { number, word } of news) {
      if (dice.chance(0.5)) till.seen(number);
      if (word === 'paid-late' && dice.chance(0.3)) {
        if (dice.chance(0.5)) till.keepLatePayment(number);
        else refund(till, number);
      } else if (word === 'paid' && dice.chance(0.1)) refund(till, number);
    }
    for (const { number } of refundsToRetry) {
      if (dice.chance(0.02)) till.cancelRefundRetry(number);
      else if (dice.chance(0.05)) refund(till, number);
    }
    if (dice.chance(0.005)) till.day(null);
    if (dice.chance(0.005)) till.history(about(String(dice.whole(1, LIMIT_CENTS) / 100)), []);
    if (lastPaid !== '' && dice.chance(0.01)) refund(till, lastPaid);
    const [doubtful] = checking;
    if (doubtful !== undefined && dice.chance(0.03)) void till.enquire(doubtful.number);
  };

  const startSale = (till: Till, saleId: string): void => {
    if (!deps.wantsMore()) return;
    const mode = dice.chance(0.6) ? 'mpm' : 'cpm';
    const [first, ...more] = tendersOnOffer().filter((offered) => offered.mode === mode);
    if (first === undefined) throw new Error(`nothing is on offer by ${mode}`);
    const tender = more.length === 0 ? first : dice.pick([first, ...more]);
    const { stepCents } = termsOf(tender);
    const drawn = dice.chance(0.02)
      ? dice.pick([0, -5, 10.5, Number.NaN, LIMIT_CENTS + 1])
      : dice.whole(1, LIMIT_CENTS);
    // Most prices are amounts that the wallet accepts.
    const amount = stepCents > 1 && dice.chance(0.9) ? drawn - (drawn % stepCents) : drawn;
    if (dice.chance(0.03)) till.start({ saleId: lastSale, amount, tender });
    if (shop.till() !== till || shop.screen()?.saleId !== saleId) return;
    checks.keyed(saleId, amount);
    const answer = till.start({ saleId, amount, tender });
    log(`cashier starts ${saleId} ${tender.mode} ${amount}: ${answer}`);
    lastSale = saleId;
    if (dice.chance(0.15)) till.start({ saleId, amount, tender });
  };

  const scan = (till: Till, tender: Tender): void => {
    if (dice.chance(0.05)) till.unreadableCode('unreadable');
    if (dice.chance(0.05)) {
      const label = cleanLabel(dice.pick(REFUSED_CODES));
      if (label.ok) till.code(label.value);
      else till.unreadableCode(refusalOf(label.error));
    }
    const beginning = codeBeginsWith(payTypeOf(tender));
    const code = dice.chance(0.05) ? lastCode : codeFrom(dice, beginning);
    lastCode = code;
    till.code(aLabel(code));
    if (dice.chance(0.2)) till.code(aLabel(code));
    if (dice.chance(0.05)) till.code(aLabel(codeFrom(dice)));
  };

  const act = (till: Till, { saleId, stage }: TillState): void => {
    switch (stage.kind) {
      case 'keypad':
        if (dice.chance(0.05)) till.next(saleId);
        startSale(till, saleId);
        break;
      case 'armed':
        if (dice.chance(0.05)) till.cancel(saleId);
        else if (dice.chance(0.8)) scan(till, stage.tender);
        break;
      case 'attempt': {
        const { number, word } = stage.attempt;
        if (dice.chance(0.03)) void till.enquire(number);
        if (word === 'paid' && dice.chance(0.3)) lastPaid = number;
        switch (word) {
          case 'waiting':
            if (dice.chance(pace.cancels)) till.cancel(saleId);
            else if (dice.chance(0.03)) till.next(saleId);
            else if (dice.chance(0.05)) till.longer(saleId);
            else if (dice.chance(0.02)) till.otherWay(saleId);
            break;
          case 'checking':
            if (dice.chance(0.2)) till.showAgain(number);
            if (dice.chance(0.05)) till.otherWay(saleId);
            if (dice.chance(pace.cancels)) till.cancel(saleId);
            if (dice.chance(pace.leaves)) till.next(saleId);
            break;
          case 'not-paid':
          case 'paid':
          case 'paid-late':
          case 'refund-checking':
          case 'refunded':
          case 'not-refunded':
            if (dice.chance(0.8)) till.next(saleId);
            if (dice.chance(0.1)) till.cancel(saleId);
            break;
          default:
            assertNever(word);
        }
        break;
      }
      default:
        assertNever(stage);
    }
  };

  world.onMachine(dice.whole(...pace.thinkMs), look);
}
