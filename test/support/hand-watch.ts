/** The watch alone: time stands still until the test moves it, and the gateway is a list of what it was asked. */
import { createBudget, type Budget } from '../../electron/till/budget.ts';
import type { Enquiry, EnquiryAnswer, Gateway } from '../../electron/till/ports/gateway.ts';
import { createWatch, type Watch } from '../../electron/till/watch.ts';
import { resume, type AttemptEvent } from '../../shared/attempt/machine.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { monthWindows, type WallMs } from '../../shared/time.ts';
import { handTime, type HandTime } from './hand-time.ts';
import { anAttempt, numberOf, type aRow } from './samples.ts';

/** Five minutes before a month ends in Hong Kong. */
export const MONTH_END = Date.UTC(2026, 10, 30, 15, 55);
const NEAR_MS = 10 * 60 * 1000;

export const found = (...rows: ReturnType<typeof aRow>[]): EnquiryAnswer => ({
  kind: 'answered',
  rows,
  unread: [],
  isLast: true,
  gatewayTime: null,
});

export type HandWatch = {
  readonly watch: Watch;
  readonly budget: Budget;
  readonly time: HandTime;
  /** What the gateway was asked, in turn. */
  readonly calls: readonly Enquiry[];
  /** Which page of each, in turn. */
  readonly pages: readonly number[];
  /** What the machine was told, in turn. */
  readonly delivered: readonly { readonly number: AttemptNumber; readonly event: AttemptEvent }[];
  /** What was heard of the gateway's time. */
  readonly heard: readonly number[];
  /** What was logged, each as its name and its facts. */
  readonly logged: readonly unknown[];
  /** What the gateway answers; finds nothing until a test puts something else here. */
  answer: (enquiry: Enquiry, page: number) => EnquiryAnswer | Promise<EnquiryAnswer>;
  /** How chance falls; in the middle until a test puts something else here. */
  fraction: number;
  /** The earliest that an attempt's order can have been made; nobody can say until a test puts a time here. */
  since: WallMs | null;
  /** Called before an event is told: a test lets it throw, as nobody thought of. */
  fail: (number: AttemptNumber) => void;
  /** An attempt that the till knows. */
  known(sequence: number, more?: Partial<Attempt>): AttemptNumber;
  forget(number: AttemptNumber): void;
};

export function handWatch(): HandWatch {
  const time = handTime();
  const budget = createBudget(undefined, () => 200);
  const attempts = new Map<AttemptNumber, Attempt>();
  const calls: Enquiry[] = [];
  const pages: number[] = [];
  const delivered: { number: AttemptNumber; event: AttemptEvent }[] = [];
  const heard: number[] = [];
  const logged: unknown[] = [];
  const gateway: Pick<Gateway, 'enquire'> = {
    enquire: (enquiry, page) => {
      calls.push(enquiry);
      pages.push(page);
      return Promise.resolve(hand.answer(enquiry, page));
    },
  };
  const watch = createWatch({
    // Nothing else of a gateway is the watch's business.
    gateway: gateway as Gateway,
    clock: time.clock,
    timers: time.timers,
    random: { fraction: () => hand.fraction, id: () => 'id' },
    budget,
    log: (event, facts) => logged.push([event, facts]),
    gatewayClock: {
      sinceOf: () => hand.since,
      monthsOf: ({ attempt }) => monthWindows(attempt.createdAt - NEAR_MS, attempt.createdAt + NEAR_MS),
      monthsOfSyssn: (months) => months,
    },
    heardTime: (at) => heard.push(at),
    stateOf: (number) => {
      const attempt = attempts.get(number);
      return attempt === undefined ? null : resume(attempt, time.clock.mono()).state;
    },
    deliver: (number, event) => {
      hand.fail(number);
      delivered.push({ number, event });
    },
  });
  const hand: HandWatch = {
    watch,
    budget,
    time,
    calls,
    pages,
    delivered,
    heard,
    logged,
    answer: () => found(),
    fraction: 0.5,
    since: null,
    fail: () => undefined,
    known(sequence, more = {}) {
      const number = numberOf(sequence);
      attempts.set(number, anAttempt({ number, ...more }));
      return number;
    },
    forget(number) {
      attempts.delete(number);
    },
  };
  return hand;
}
