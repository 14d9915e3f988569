/**
 * The till's world in a test's hands: a real ledger file, and beside it time, chance and a gateway that stand still until
 * the test moves them. What takes a shop minutes takes no time here, and nothing ever happens by itself.
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

/** A request that was sent, and by which of the gateway's doors. */
export type Sent = { readonly by: 'pay' | 'refund'; readonly request: Prepared };

export type HandWorld = Pick<HandTime, 'pass' | 'sleep' | 'due'> & {
  readonly ports: Pick<PaymentsDeps, 'ledger' | 'gateway' | 'clock' | 'timers' | 'random' | 'budget' | 'log' | 'gaps'>;
  /** Every payment and refund that was sent, oldest first. */
  readonly sent: readonly Sent[];
  /** Every enquiry that was made, oldest first. */
  readonly asked: readonly Enquiry[];
  /** What was logged, oldest first, each as its name and its facts. */
  readonly logged: readonly unknown[];
  /** Answers the oldest payment or refund that waits for its answer. */
  answer(answer: PayAnswer): Promise<void>;
  /** Answers the oldest enquiry that waits for its answer. */
  reply(answer: EnquiryAnswer): Promise<void>;
  /** From now on these functions of the ledger throw, as on a full disk; none mends it. */
  breakLedger(...functions: readonly (Error | keyof Ledger)[]): void;
};

/** @param place where the ledger is; a second world there is the till after a restart */
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

  /** Tells the oldest that waits, and lets what follows from it happen. */
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
