/**
 * A model of QFPay and of the network in front of it, as the till's Gateway port. What it says is built as QFPay's JSON and
 * read by the till's own schemas. Requests and answers get lost, late and torn; the books behind it are true.
 */
import { adviceOn } from '../../electron/gateway/codes.ts';
import { paymentMessage, readRows, refundMessage, toRow } from '../../electron/gateway/messages.ts';
import { isForLater } from '../../electron/gateway/refund-codes.ts';
import { payMe } from '../../electron/gateway/pay-types.ts';
import type { AttemptNumber } from '../../shared/attempt-number.ts';
import type {
  Enquiry,
  EnquiryAnswer,
  Gateway,
  Order as AskedOrder,
  PayAnswer,
  Prepared,
  Unanswered,
} from '../../electron/till/ports.ts';
import type { Books } from './books.ts';
import type { Checks } from './checks.ts';
import { answerToEnquiry } from './enquiry-answers.ts';
import type { Faults } from './faults.ts';
import { answerToPayment } from './payment-answers.ts';
import type { Dice } from '../support/dice.ts';
import type { RefundBooks } from './refund-books.ts';
import type { World } from './world.ts';
import type { LogLine } from './log-line.ts';

export type ModelGatewayDeps = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly books: Books;
  readonly refunds: RefundBooks;
  readonly checks: Checks;
  readonly lifeMs: number;
  /** Called when a call begins and when its answer comes in: the places where a crash hurts most. */
  readonly atCall: (call: 'pay' | 'enquire') => void;
  readonly log: LogLine;
};

/** The till's connections to the gateway in one life of the program. */
export type Connection = { readonly gateway: Gateway; cut(): void; callsUnderWay(): number };
export type ModelGateway = { connect(): Connection; setOnline(online: boolean): void };

const PAY_TIMEOUT_MS = 30_000;
const ASK_TIMEOUT_MS = 10_000;
/** QFPay allows a merchant 400 calls a minute. */
const CALLS_PER_MINUTE = 400;
export const HOST = 'https://model.invalid';

const unanswered = (why: string, more: Partial<Unanswered> = {}): Unanswered => ({
  kind: 'unanswered',
  byteLeft: true,
  busy: false,
  why,
  ...more,
});

export function createModelGateway(deps: ModelGatewayDeps): ModelGateway {
  const { world, dice, faults, books, refunds, checks, log } = deps;
  let online = true;
  /** When the calls of the last minute were made. */
  const calls: number[] = [];

  /** Counts a call that reached the gateway. Returns whether it is one too many for this minute. */
  const isOneTooMany = (): boolean => {
    const now = world.now();
    while ((calls[0] ?? now) <= now - 60_000) calls.shift();
    calls.push(now);
    return calls.length > CALLS_PER_MINUTE;
  };

  const latency = (): number => dice.whole(30, 900);

  type Reply<Answer> = (inMs: number, answer: () => Answer) => void;

  /** A payment that reached the gateway: what it will answer, once that arrives at the till. */
  const pay = (request: Prepared) => {
    const order = books.arrive(request);
    const parsed = paymentMessage.parse(answerToPayment(order, { dice, faults, books }));
    return (): PayAnswer => {
      if (parsed.qrcode !== null && parsed.txamt === String(order.amountCents)) books.showQr(order);
      return { kind: 'answered', row: toRow(parsed), qr: parsed.qrcode, gatewayTime: parsed.sysdtm };
    };
  };
  const refund = (request: Prepared) => {
    const parsed = refundMessage.parse(refunds.arrive(request));
    return (): PayAnswer => ({ kind: 'answered', row: toRow(parsed), qr: null, gatewayTime: parsed.sysdtm });
  };

  /** Carries a request that moves money, at most once. */
  const carry = (request: Prepared, arrive: (request: Prepared) => () => PayAnswer, reply: Reply<PayAnswer>): void => {
    const { number } = request;
    const lose = (why: string, inMs = PAY_TIMEOUT_MS): void => reply(inMs, () => unanswered(why));
    const arriveIn = (ms: number): void => world.outside(ms, () => void arrive(request));
    if (!online) {
      faults.note('offline', [number]);
      const byteLeft = dice.chance(0.3);
      checks.sent(number, byteLeft);
      if (byteLeft) lose('offline');
      else reply(dice.whole(10, 5_000), () => unanswered('no connection', { byteLeft }));
      return;
    }
    if (faults.strike('refused-to-send', 0.003, [number])) {
      checks.sent(number, false);
      reply(0, () => ({ kind: 'refused', why: 'no key' }));
      return;
    }
    if (faults.strike('not-sent', 0.06, [number])) {
      checks.sent(number, false);
      reply(dice.whole(10, 10_000), () => unanswered('refused', { byteLeft: false }));
      return;
    }
    checks.sent(number, true);
    if (isOneTooMany() || faults.strike('busy', 0.03, [number])) {
      reply(latency(), () => unanswered('429', { busy: true }));
    } else if (faults.strike('request-lost', 0.05, [number])) {
      lose('request lost', dice.whole(1_000, PAY_TIMEOUT_MS));
    } else if (faults.strike('request-late', 0.02, [number])) {
      arriveIn(dice.whole(5_000, 110_000));
      lose('request late');
    } else if (faults.strike('answer-lost', 0.05, [number])) {
      arriveIn(latency());
      lose('answer lost', dice.whole(1_000, PAY_TIMEOUT_MS));
    } else if (faults.strike('error-after', 0.02, [number])) {
      arriveIn(latency());
      reply(2_000, () => unanswered('502', { busy: true }));
    } else if (faults.strike('cut', 0.03, [number])) {
      arriveIn(latency());
      reply(2_000, () => unanswered('JSON cut short'));
    } else {
      const slow = faults.strike('answer-slow', 0.05, [number]);
      world.outside(latency(), () => {
        reply(slow ? dice.whole(4_000, PAY_TIMEOUT_MS - 1_000) : latency(), arrive(request));
      });
    }
  };

  const sendEnquiry = (enquiry: Enquiry, reply: Reply<EnquiryAnswer>): void => {
    const about = checks.numbersIn(enquiry);
    const fail = (why: string, inMs: number, busy = false): void => reply(inMs, () => unanswered(why, { busy }));
    if (!online) {
      faults.note('offline', about);
      fail('offline', dice.whole(10, ASK_TIMEOUT_MS));
    } else if (isOneTooMany() || faults.strike('enquiry-busy', 0.02, about)) {
      fail('429', latency(), true);
    } else if (faults.strike('enquiry-lost', 0.03, about)) {
      fail('lost', dice.whole(500, ASK_TIMEOUT_MS));
    } else if (faults.strike('enquiry-cut', 0.01, about)) {
      fail('JSON cut short', latency());
    } else if (faults.strike('enquiry-refused', 0.002, about)) {
      const code = dice.pick(['1100', '1108', '1103', '1202', '1252', '1143', '9999']);
      reply(latency(), () => ({ kind: 'enquiry-refused', code, text: '', advice: adviceOn(code, 'payment', false) }));
    } else {
      const slow = faults.strike('enquiry-slow', 0.02, about);
      world.outside(latency(), () => {
        const { messages, proven } = answerToEnquiry(enquiry, { ...deps });
        const { rows, unreadable } = readRows(messages);
        const gatewayTime = world.gatewayTime();
        reply(slow ? dice.whole(2_000, ASK_TIMEOUT_MS - 1_000) : latency(), () => {
          if (unreadable > 0) return unanswered('unreadable rows');
          checks.proven(proven);
          return { kind: 'answered', rows, gatewayTime };
        });
      });
    }
  };

  const connect = (): Connection => {
    const open = new Set<() => void>();
    let isCut = false;

    /** Makes one call; its answer comes on the machine, unless the program is gone by then. */
    const call = <Answer>(
      kind: 'pay' | 'enquire',
      closed: Answer,
      send: (reply: Reply<Answer>) => void,
    ): Promise<Answer> =>
      new Promise((resolve) => {
        if (isCut) return;
        deps.atCall(kind);
        const end = (answer: Answer): void => {
          open.delete(close);
          if (!isCut) resolve(answer);
        };
        const close = (): void => end(closed);
        open.add(close);
        send((inMs, answer) => {
          world.onMachine(inMs, () => {
            if (!open.has(close)) return;
            deps.atCall(kind);
            if (!isCut) end(answer());
          });
        });
      });

    const send = (request: Prepared, arrive: (request: Prepared) => () => PayAnswer): Promise<PayAnswer> => {
      if (!isCut) {
        log(`send ${request.number}`);
        checks.sending(request);
      }
      return call<PayAnswer>('pay', unanswered('closed'), (reply) => {
        carry(request, arrive, (inMs, answer) =>
          reply(inMs, () => {
            const said = answer();
            checks.ended(request.number, said.kind !== 'refused' && (said.kind === 'answered' || said.byteLeft));
            return said;
          }),
        );
      });
    };

    const gateway: Gateway = {
      host: HOST,
      merchant: null,
      adviceOn,
      payType(way) {
        const { code, currency } = payMe(way);
        return { payType: code, currency, lifeMs: deps.lifeMs };
      },
      isForLater,
      prepare: prepared,
      pay: (payment) => send(payment, pay),
      prepareRefund: (number, { syssn, amount, txdtm }) =>
        withHash(number, { out_trade_no: number, syssn, txamt: String(amount), txdtm }),
      refund: (request) => send(request, refund),
      enquire(enquiry) {
        if (!isCut) {
          log(
            `enquire ${enquiry.by === 'syssn' ? enquiry.syssns.join() : [enquiry.window.start.slice(0, 7), ...enquiry.numbers].join()}`,
          );
          checks.enquiring(enquiry);
        }
        return call<EnquiryAnswer>('enquire', unanswered('closed'), (reply) => sendEnquiry(enquiry, reply));
      },
      close() {
        for (const end of open) end();
      },
    };
    return {
      gateway,
      cut() {
        isCut = true;
      },
      callsUnderWay: () => open.size,
    };
  };

  return {
    connect,
    setOnline(now) {
      online = now;
    },
  };
}

/** As the real client does it: the same number and order always give the same fields. */
function prepared(number: AttemptNumber, order: AskedOrder): Prepared {
  const { amount, currency, payType, txdtm, way, authCode } = order;
  const common = { out_trade_no: number, txamt: String(amount), txcurrcd: currency, pay_type: payType, txdtm };
  const fields = way === 'cpm' ? { ...common, auth_code: authCode ?? '' } : common;
  return withHash(number, fields);
}

const withHash = (number: AttemptNumber, fields: Readonly<Record<string, string>>): Prepared => ({
  number,
  fields,
  bodyHash: JSON.stringify(fields, Object.keys(fields).toSorted()),
});
