/** The gateway's true books: every order that reached it, how the order ended, and the rows that an enquiry returns. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { hkDateTime } from '../../shared/time.ts';
import { CLOSED, planFor, type Charge, type Habits, type Move, type Temper } from './customer.ts';
import type { Faults } from './faults.ts';
import type { Manners } from './manners.ts';
import type { Dice } from '../support/dice.ts';
import type { World } from './world.ts';
import { listedPayType } from './wallet-rules.ts';
import type { LogLine } from './log-line.ts';
import type { Presentment } from '../../shared/wallet.ts';

/** Whose request made an order: one of the tills of this run, or a stranger that no till of this run knows. */
export type Owner = string;
export const STRANGER: Owner = 'stranger';

export type Capture = {
  readonly at: number;
  readonly charge: Charge;
  readonly amountCents: number;
  readonly currency: string;
  readonly syssn: string;
  /** When the row was made, by the gateway's own clock, in Hong Kong time. */
  readonly filedAt: string;
  /** How much of the payment was refunded, and how much of that in the merchant portal. */
  refundedCents: number;
  elsewhereCents: number;
};

export type Order = {
  readonly number: AttemptNumber;
  readonly owner: Owner;
  readonly mode: Presentment;
  readonly payType: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly syssn: string;
  /** When the order was made, by the gateway's own clock, in Hong Kong time. */
  readonly filedAt: string;
  /** When the order was made, in true time. */
  readonly madeAt: number;
  /** True time from which an enquiry finds the order. */
  listedFrom: number;
  /** True times between which the gateway does not list the order, although it did before. */
  hidden: { readonly from: number; readonly until: number } | null;
  /** The response code (`respcd`) in the order's row. */
  code: string;
  /** The order can no longer be paid: closed in the merchant portal, or gone for good. */
  isClosed: boolean;
  /** Whether an unreadable row comes together with the order's own row. */
  hasBrokenRow: boolean;
  /** The response code of the row that failed before a second row succeeded under the same number. */
  failedBefore: string | null;
  captures: Capture[];
  /** Moves that wait for the customer to see the QR. */
  waiting: readonly Move[];
};

export type Message = Readonly<Record<string, unknown>>;
export type Fields = Readonly<Record<string, string>>;

export type Books = {
  /** Takes in a payment request. `used`: an order with this number exists already, so no other order is made. */
  arrive(fields: Fields, owner: Owner): { readonly kind: 'made' | 'used'; readonly order: Order };
  /** The customer sees the QR from now on. */
  showQr(order: Order): void;
  orders(): readonly Order[];
  of(number: string): readonly Order[];
  withSyssn(syssn: string): Order | null;
  /** The order's rows, in QFPay's format. */
  rows(order: Order): readonly Message[];
  message(order: Order, code: string, syssn: string): Message;
};

export type BooksDeps = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly manners: Manners;
  readonly lifeMs: number;
  readonly temper: () => Temper;
  readonly onCapture: (order: Order) => void;
  readonly log: LogLine;
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** QFPay's `cancel` field: '0' none, '1' reversed by the gateway, '2' closed, '3' refunded, '5' refunded in part. */
function cancelOf(order: Order, capture: Capture | undefined): string {
  if (capture === undefined) return order.isClosed ? '2' : '0';
  if (capture.charge === 'reversed') return '1';
  if (capture.refundedCents === 0) return '0';
  return capture.refundedCents < capture.amountCents ? '5' : '3';
}

export function createBooks({ world, dice, faults, manners, lifeMs, temper, onCapture, log }: BooksDeps): Books {
  const orders: Order[] = [];
  const byNumber = new Map<string, Order[]>();
  const bySyssn = new Map<string, Order>();
  const fate = dice.fork('fate');

  const newSyssn = (): string => {
    const day = hkDateTime(world.gatewayTime()).slice(0, 10).replaceAll('-', '');
    return `${day}${String(bySyssn.size + 1).padStart(18, '0')}`;
  };

  /** Enters the payment's `syssn` for its order, and returns the `syssn`. */
  const issued = (syssn: string, order: Order): string => {
    bySyssn.set(syssn, order);
    return syssn;
  };

  const make = (order: Order, move: Move): void => {
    if (order.isClosed) return;
    if (move.kind === 'says') {
      // A later response code does not undo a capture.
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
      filedAt: syssn === order.syssn ? order.filedAt : hkDateTime(world.gatewayTime()),
      refundedCents: 0,
      elsewhereCents: 0,
    });
    order.captures = [capture(move.again ? issued(newSyssn(), order) : order.syssn)];
    if (move.charge === 'charged-twice') order.captures.push(capture(issued(newSyssn(), order)));
    order.code = '0000';
    log(`books ${order.number} captured ${move.charge}${move.again ? ' again' : ''}`);
    onCapture(order);
    if (manners.has('portal') && faults.strike('portal', 0.08, [order.number])) {
      world.outside(fate.chance(0.5) ? 0 : fate.whole(1_000, 20 * MINUTE), () => returnInPortal(order));
    }
  };

  /** A manager refunds in the merchant portal, without the till. */
  const returnInPortal = (order: Order): void => {
    const [capture] = order.captures;
    if (capture === undefined || capture.charge === 'reversed') return;
    const left = capture.amountCents - capture.refundedCents;
    const amount = fate.chance(0.5) ? left : fate.whole(0, left);
    capture.refundedCents += amount;
    capture.elsewhereCents += amount;
    log(`books ${order.number} returned ${amount} in the portal`);
  };

  const schedule = (order: Order, moves: readonly Move[]): void => {
    for (const move of moves) {
      if (move.inMs === 0) make(order, move);
      else world.outside(move.inMs, () => make(order, move));
    }
  };

  const message = (order: Order, code: string, syssn: string): Message => {
    const capture = order.captures.find((one) => one.syssn === syssn);
    const filed = capture?.filedAt ?? order.filedAt;
    return {
      respcd: code,
      out_trade_no: order.number,
      syssn,
      txamt: String(capture?.amountCents ?? order.amountCents),
      txcurrcd: capture?.currency ?? order.currency,
      pay_type: listedPayType(order),
      order_type: 'payment',
      cancel: cancelOf(order, capture),
      txdtm: filed,
      sysdtm: filed,
      // QFPay fills in `paydtm` on unpaid orders too, so it proves no payment; `errmsg` proves none either.
      paydtm: filed,
      errmsg: '交易成功',
    };
  };

  const enter = (order: Order): void => {
    orders.push(order);
    issued(order.syssn, order);
    byNumber.set(order.number, [...(byNumber.get(order.number) ?? []), order]);
  };

  const newOrder = (fields: Fields, owner: Owner): Order => {
    const number = (fields.out_trade_no ?? '') as AttemptNumber;
    const listedLate = owner !== STRANGER && faults.strike('listed-late', 0.03, [number]);
    return {
      number,
      owner,
      mode: fields.auth_code === undefined ? 'mpm' : 'cpm',
      payType: fields.pay_type ?? '',
      amountCents: Number(fields.txamt),
      currency: fields.txcurrcd ?? '',
      syssn: newSyssn(),
      filedAt: hkDateTime(world.gatewayTime()),
      madeAt: world.now(),
      listedFrom: world.now() + (listedLate ? dice.whole(1_000, dice.chance(0.8) ? 40_000 : 300_000) : 0),
      hidden: null,
      code: '1143',
      isClosed: false,
      hasBrokenRow: owner !== STRANGER && manners.has('broken rows') && faults.strike('row-broken', 0.02, [number]),
      failedBefore: null,
      captures: [],
      waiting: [],
    };
  };

  /** Enters an older paid order of a stranger with the same number and amount: a till installed from the same image. */
  const enterAnothers = (fields: Fields): void => {
    const aged = fate.chance(0.5) ? fate.whole(30 * MINUTE, 20 * HOUR) : fate.whole(20 * HOUR, 20 * 24 * HOUR);
    const filedAt = hkDateTime(world.gatewayTime() - aged);
    const order: Order = { ...newOrder(fields, STRANGER), filedAt, code: '0000' };
    const { amountCents, currency, syssn } = order;
    order.captures = [
      {
        at: world.now() - aged,
        charge: 'as-asked',
        amountCents,
        currency,
        syssn,
        filedAt,
        refundedCents: 0,
        elsewhereCents: 0,
      },
    ];
    enter(order);
    log(`books ${order.number} is another's too`);
  };

  /** Draws what happens to an order besides the customer's moves. */
  const drawFate = (order: Order): void => {
    const about = [order.number];
    if (manners.has('vanishing orders') && faults.strike('vanishes', 0.06, about)) {
      world.outside(fate.whole(2_000, 15 * MINUTE), () => {
        const isForEver = order.captures.length === 0 && order.waiting.length === 0 && fate.chance(0.3);
        order.hidden = { from: world.now(), until: isForEver ? Infinity : world.now() + fate.whole(5_000, 2 * HOUR) };
        // An order that is gone for good cannot be paid either.
        if (isForEver) order.isClosed = true;
      });
    }
    if (manners.has('portal') && order.mode === 'mpm' && faults.strike('portal', 0.04, about)) {
      world.outside(fate.whole(2_000, 3 * MINUTE), () => {
        if (order.captures.length > 0) return;
        order.isClosed = true;
        order.code = '1142';
      });
    }
  };

  return {
    arrive(fields, owner) {
      const number = fields.out_trade_no ?? '';
      const about = [number as AttemptNumber];
      const before = byNumber.get(number) ?? [];
      if (before.length === 0 && manners.has("another's number") && faults.strike('not-ours', 0.08, about)) {
        enterAnothers(fields);
      }
      const [there] = byNumber.get(number) ?? [];
      if (there !== undefined && (manners.has('number used') || manners.has('repeated request'))) {
        // The fault that delivered the request twice may also delay the order's listing.
        if (there.owner === owner && fate.chance(0.5)) there.listedFrom = world.now() + fate.whole(40_000, 300_000);
        return { kind: 'used', order: there };
      }
      const order = newOrder(fields, owner);
      const paysAgain = manners.has('second row') ? 'at once' : manners.has("month's end") ? 'later' : 'hardly';
      const habits: Habits = { paysAgain, otherAmounts: manners.has('other amounts') };
      const { moves, fault } = planFor(order.mode, dice, lifeMs, faults.isOver() ? 'calm' : temper(), habits);
      if (fault !== null) faults.note(fault, about);
      order.waiting = order.mode === 'mpm' ? moves : [];
      enter(order);
      if (order.mode === 'cpm') schedule(order, moves);
      else if (dice.chance(0.7)) {
        // Nobody can pay an order whose QR nobody has seen; QFPay usually closes such an order in time.
        world.outside(dice.whole(60_000, lifeMs), () => {
          if (order.waiting.length > 0) order.code = CLOSED;
        });
      }
      drawFate(order);
      log(`books ${number} arrived: ${moves.map((move) => `${move.kind} ${move.inMs}`).join(', ')}`);
      return { kind: 'made', order };
    },

    showQr(order) {
      const moves = order.waiting;
      order.waiting = [];
      // A machine that slept may show a QR that can no longer be paid.
      if (world.now() - order.madeAt > lifeMs) order.code = CLOSED;
      else schedule(order, moves);
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
