/** The gateway's true books: every order that reached it, what became of it, and what an enquiry's rows say of it. */
import type { AttemptNumber } from '../../shared/attempt-number.ts';
import type { Way } from '../../shared/attempt-record.ts';
import { hkDateTime } from '../../shared/time.ts';
import type { Prepared } from '../../electron/till/ports.ts';
import { CLOSED, planFor, type Charge, type Move, type Temper } from './customer.ts';
import type { Faults } from './faults.ts';
import type { Dice } from '../support/dice.ts';
import type { World } from './world.ts';
import type { LogLine } from './log-line.ts';

export type Capture = {
  readonly at: number;
  readonly charge: Charge;
  readonly amountCents: number;
  readonly currency: string;
  readonly syssn: string;
  /** How much of it was given back. */
  refundedCents: number;
};

export type Order = {
  readonly number: AttemptNumber;
  readonly way: Way;
  readonly payType: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly syssn: string;
  /** By the gateway's own clock, in Hong Kong time. */
  readonly filedAt: string;
  /** True time from which an enquiry finds it. */
  readonly listedFrom: number;
  /** What an enquiry's row says of it. */
  code: string;
  /** The row that failed before another one succeeded under the same number. */
  failedBefore: string | null;
  captures: Capture[];
  /** Moves that wait for the customer to see the QR. */
  waiting: readonly Move[];
};

export type Message = Readonly<Record<string, unknown>>;

export type Books = {
  /** A payment request has reached the gateway. */
  arrive(payment: Prepared): Order;
  /** The customer has the QR before him. */
  showQr(order: Order): void;
  orders(): readonly Order[];
  of(number: AttemptNumber): readonly Order[];
  withSyssn(syssn: string): Order | null;
  /** What the order's rows say, told as QFPay would. */
  rows(order: Order): readonly Message[];
  message(order: Order, code: string, syssn: string): Message;
};

export type BooksDeps = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly lifeMs: number;
  readonly temper: () => Temper;
  readonly onCapture: (order: Order) => void;
  readonly log: LogLine;
};

/** None, reversed by the gateway, given back in part, given back. */
function cancelOf(capture: Capture | undefined): string {
  if (capture === undefined) return '0';
  if (capture.charge === 'reversed') return '1';
  if (capture.refundedCents === 0) return '0';
  return capture.refundedCents < capture.amountCents ? '5' : '3';
}

export function createBooks({ world, dice, faults, lifeMs, temper, onCapture, log }: BooksDeps): Books {
  const orders: Order[] = [];
  const byNumber = new Map<AttemptNumber, Order[]>();
  const bySyssn = new Map<string, Order>();

  const newSyssn = (): string => {
    const day = hkDateTime(world.gatewayTime()).slice(0, 10).replaceAll('-', '');
    return `${day}${String(bySyssn.size + 1).padStart(18, '0')}`;
  };

  /** A payment's number at QFPay, entered for its order. */
  const issued = (syssn: string, order: Order): string => {
    bySyssn.set(syssn, order);
    return syssn;
  };

  const make = (order: Order, move: Move): void => {
    if (move.kind === 'says') {
      // What has been taken is not taken back by a word.
      if (order.captures.length === 0) order.code = move.code;
      return;
    }
    if (order.captures.length > 0) return;
    if (move.again) order.failedBefore = order.code;
    const capture = (syssn: string): Capture => ({
      at: world.now(),
      charge: move.charge,
      amountCents: move.charge === 'wrong-amount' ? order.amountCents + 100 : order.amountCents,
      currency: move.charge === 'wrong-currency' ? 'CNY' : order.currency,
      syssn,
      refundedCents: 0,
    });
    order.captures = [capture(move.again ? issued(newSyssn(), order) : order.syssn)];
    if (move.charge === 'charged-twice') order.captures.push(capture(issued(newSyssn(), order)));
    order.code = '0000';
    log(`books ${order.number} captured ${move.charge}${move.again ? ' again' : ''}`);
    onCapture(order);
  };

  const schedule = (order: Order, moves: readonly Move[]): void => {
    for (const move of moves) {
      if (move.inMs === 0) make(order, move);
      else world.outside(move.inMs, () => make(order, move));
    }
  };

  const message = (order: Order, code: string, syssn: string): Message => {
    const capture = order.captures.find((one) => one.syssn === syssn);
    const filed = order.filedAt;
    return {
      respcd: code,
      out_trade_no: order.number,
      syssn,
      txamt: String(capture?.amountCents ?? order.amountCents),
      txcurrcd: capture?.currency ?? order.currency,
      pay_type: order.payType,
      order_type: 'payment',
      cancel: cancelOf(capture),
      sysdtm: filed,
      // Filled in on unpaid orders too: it proves nothing, and neither does the text.
      paydtm: filed,
      errmsg: '交易成功',
    };
  };

  return {
    arrive(payment) {
      const { fields, number } = payment;
      const way: Way = fields.auth_code === undefined ? 'mpm' : 'cpm';
      const { moves, fault } = planFor(way, dice, lifeMs, faults.isOver() ? 'calm' : temper());
      if (fault !== null) faults.note(fault, [number]);
      const listedLate = faults.strike('listed-late', 0.03, [number]);
      const order: Order = {
        number,
        way,
        payType: fields.pay_type ?? '',
        amountCents: Number(fields.txamt),
        currency: fields.txcurrcd ?? '',
        syssn: newSyssn(),
        filedAt: hkDateTime(world.gatewayTime()),
        listedFrom: world.now() + (listedLate ? dice.whole(1_000, dice.chance(0.8) ? 40_000 : 300_000) : 0),
        code: '1143',
        failedBefore: null,
        captures: [],
        waiting: way === 'mpm' ? moves : [],
      };
      orders.push(order);
      issued(order.syssn, order);
      byNumber.set(number, [...(byNumber.get(number) ?? []), order]);
      if (way === 'cpm') schedule(order, moves);
      else if (dice.chance(0.7)) {
        // Nobody can pay an order whose QR nobody has seen, and mostly QFPay closes it in time.
        world.outside(dice.whole(60_000, lifeMs), () => {
          if (order.waiting.length > 0) order.code = CLOSED;
        });
      }
      log(`books ${number} arrived: ${moves.map((move) => `${move.kind} ${move.inMs}`).join(', ')}`);
      return order;
    },

    showQr(order) {
      const moves = order.waiting;
      order.waiting = [];
      schedule(order, moves);
    },

    orders: () => orders,
    of: (number) => byNumber.get(number) ?? [],
    withSyssn: (syssn) => bySyssn.get(syssn) ?? null,

    rows(order) {
      const failed = order.failedBefore === null ? [] : [message(order, order.failedBefore, order.syssn)];
      const taken = order.captures.map(({ syssn }) => message(order, '0000', syssn));
      return taken.length > 0 ? [...failed, ...taken] : [message(order, order.code, order.syssn)];
    },

    message,
  };
}
