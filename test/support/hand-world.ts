/**
 * The till's world in a test's hands: a real ledger file, and beside it time, chance and a gateway that stand still until
 * the test moves them. What takes a shop minutes takes no time here, and nothing ever happens by itself.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { PaymentsDeps } from '../../electron/till/payments.ts';
import {
  LedgerError,
  type Enquiry,
  type EnquiryAnswer,
  type Gateway,
  type Ledger,
  type PayAnswer,
  type Prepared,
} from '../../electron/till/ports.ts';
import { adviceOn } from '../../electron/gateway/codes.ts';
import { isForLater } from '../../electron/gateway/refund-codes.ts';
import { prepared, type LedgerPlace } from './ledger-files.ts';
import { EVENING } from './samples.ts';

/** A request that was sent, and by which of the gateway's doors. */
export type Sent = { readonly by: 'pay' | 'refund'; readonly request: Prepared };

export type HandWorld = {
  readonly ports: Pick<PaymentsDeps, 'ledger' | 'gateway' | 'clock' | 'timers' | 'random' | 'log'>;
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
  /** Moves both clocks, timer by timer. */
  pass(ms: number): Promise<void>;
  /** In how many milliseconds each timer is due, soonest first. */
  due(): readonly number[];
  /** From now on these functions of the ledger throw, as on a full disk; none mends it. */
  breakLedger(...functions: readonly (keyof Ledger)[]): void;
};

/** @param place where the ledger is; a second world there is the till after a restart */
export function handWorld(place: LedgerPlace, merchant: string | null = null): HandWorld {
  // Neither starts at 0, where a wrong sign or a forgotten clock would not show.
  let mono = 5_000_000;
  let wall = EVENING;
  let ids = 0;
  const timers = new Set<{ readonly at: number; readonly call: () => void }>();
  const requests: ((answer: PayAnswer) => void)[] = [];
  const enquiries: ((answer: EnquiryAnswer) => void)[] = [];
  const sent: Sent[] = [];
  const asked: Enquiry[] = [];
  const logged: unknown[] = [];
  const broken = new Set<string | symbol>();

  const ledger = new Proxy(place.ledger(), {
    get(target, name: keyof Ledger) {
      if (!broken.has(name)) return target[name];
      return () => {
        throw new LedgerError('full', null);
      };
    },
  });

  const send = (by: Sent['by'], request: Prepared): Promise<PayAnswer> => {
    sent.push({ by, request });
    return new Promise((resolve) => requests.push(resolve));
  };

  const gateway: Gateway = {
    host: 'https://gateway.example',
    merchant,
    payType: (way) => ({ payType: way === 'mpm' ? '805801' : '805808', currency: 'HKD', lifeMs: 30 * 60_000 }),
    prepare(number, { amount, authCode, ...order }) {
      return { ...prepared(number), fields: { ...order, amount: String(amount), authCode: authCode ?? '' } };
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
      clock: { mono: () => mono, wall: () => wall },
      timers: {
        after(ms, call) {
          const timer = { at: mono + ms, call };
          timers.add(timer);
          return () => timers.delete(timer);
        },
      },
      random: { fraction: () => 0.5, id: () => `id-${(ids += 1)}` },
      log: (event, facts) => logged.push([event, facts]),
    },
    sent,
    asked,
    logged,
    answer: (answer) => tell(requests, answer),
    reply: (answer) => tell(enquiries, answer),
    async pass(ms) {
      const until = mono + ms;
      for (;;) {
        const next = [...timers].toSorted((a, b) => a.at - b.at)[0];
        const at = next !== undefined && next.at <= until ? next.at : until;
        wall += at - mono;
        mono = at;
        if (next === undefined || next.at > until) return;
        timers.delete(next);
        next.call();
        await turn();
      }
    },
    due: () => [...timers].map(({ at }) => at - mono).toSorted((a, b) => a - b),
    breakLedger(...functions) {
      broken.clear();
      for (const name of functions) broken.add(name);
    },
  };
}
