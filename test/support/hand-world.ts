/**
 * The till's world under a test's control: a real ledger file, and time, random numbers and a gateway that only the
 * test moves. Minutes of a shop take no time here, and nothing happens by itself.
 */
import { setImmediate as turn } from 'node:timers/promises';
import { createBudget } from '../../electron/till/budget.ts';
import type { PaymentsDeps } from '../../electron/till/payments.ts';
import type { Enquiry, EnquiryAnswer, Gateway, PayAnswer, Prepared } from '../../electron/till/ports/gateway.ts';
import { LedgerError, type Ledger } from '../../electron/till/ports/ledger.ts';
import { adviceOn } from '../../electron/gateway/codes.ts';
import { isForLater } from '../../electron/gateway/refund-codes.ts';
import { prepared, type LedgerPlace } from './ledger-files.ts';
import { LIVE_GAPS } from '../../shared/gaps.ts';
import { handTime, type HandTime } from './hand-time.ts';

/** A request that was sent, and by which function of the gateway. */
export type Sent = { readonly by: 'pay' | 'refund'; readonly request: Prepared };

export type HandWorld = Pick<HandTime, 'pass' | 'sleep' | 'due'> & {
  readonly ports: Pick<PaymentsDeps, 'ledger' | 'gateway' | 'clock' | 'timers' | 'random' | 'budget' | 'log' | 'gaps'>;
  /** Every payment and refund that was sent, oldest first. */
  readonly sent: readonly Sent[];
  /** Every enquiry that was made, oldest first. */
  readonly asked: readonly Enquiry[];
  /** The log's entries, oldest first, each as its name and its facts. */
  readonly logged: readonly unknown[];
  /** Answers the oldest payment or refund that waits for its answer. */
  answer(answer: PayAnswer): Promise<void>;
  /** Answers the oldest enquiry that waits for its answer. */
  reply(answer: EnquiryAnswer): Promise<void>;
  /** Makes these functions of the ledger throw from now on, as on a full disk; a call without any repairs it. */
  breakLedger(...functions: readonly (Error | keyof Ledger)[]): void;
};

/** @param place the ledger's place; a second world at the same place is the till after a restart */
export function handWorld(place: LedgerPlace, merchant: string | null = null): HandWorld {
  const time = handTime();
  let ids = 0;
  const requests: ((answer: PayAnswer) => void)[] = [];
  const enquiries: ((answer: EnquiryAnswer) => void)[] = [];
  const sent: Sent[] = [];
  const asked: Enquiry[] = [];
  const logged: unknown[] = [];
  const broken = new Set<string | symbol>();
  let trouble: Error = new LedgerError('full', null);

  const ledger = new Proxy(place.ledger(), {
    get(target, name: keyof Ledger) {
      if (!broken.has(name)) return target[name];
      return () => {
        throw trouble;
      };
    },
  });

  const send = (by: Sent['by'], request: Prepared): Promise<PayAnswer> => {
    sent.push({ by, request });
    return new Promise((resolve) => requests.push(resolve));
  };

  const gateway: Gateway = {
    host: 'https://gateway.example',
    merchantId: merchant,
    lifeMsOf: () => 30 * 60_000,
    prepare(number, { amount, authCode, tender, ...order }) {
      return {
        ...prepared(number),
        fields: { ...order, way: tender.mode, amount: String(amount), authCode: authCode ?? '' },
      };
    },
    prepareRefund(number, { amount, ...order }) {
      return { ...prepared(number), fields: { ...order, amount: String(amount) } };
    },
    pay: (request) => send('pay', request),
    refund: (request) => send('refund', request),
    enquire(enquiry) {
      asked.push(enquiry);
      return new Promise((resolve) => enquiries.push(resolve));
    },
    adviceOn,
    isForLater,
    close: () => undefined,
  };

  /** Answers the oldest waiting call, and lets its consequences happen. */
  const tell = async <Answer>(waiting: ((answer: Answer) => void)[], answer: Answer): Promise<void> => {
    const oldest = waiting.shift();
    if (oldest === undefined) throw new Error('Nothing waits for an answer');
    oldest(answer);
    await turn();
  };

  return {
    ports: {
      ledger,
      gateway,
      clock: time.clock,
      timers: time.timers,
      random: { fraction: () => 0.5, id: () => `id-${(ids += 1)}` },
      budget: createBudget(time.clock.mono()),
      gaps: LIVE_GAPS,
      log: (event, facts) => logged.push([event, facts]),
    },
    sent,
    asked,
    logged,
    answer: (answer) => tell(requests, answer),
    reply: (answer) => tell(enquiries, answer),
    pass: time.pass,
    sleep: time.sleep,
    due: time.due,
    breakLedger(...functions) {
      broken.clear();
      trouble = new LedgerError('full', null);
      for (const name of functions) {
        if (typeof name === 'string') broken.add(name);
        else trouble = name;
      }
    },
  };
}
