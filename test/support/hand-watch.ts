/** The watch alone. Only the test moves time, and the gateway records its calls. */
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
  /** The enquiries at the gateway, in order. */
  readonly calls: readonly Enquiry[];
  /** The page of each enquiry, in order. */
  readonly pages: readonly number[];
  /** The events delivered to the machine, in order. */
  readonly delivered: readonly { readonly number: AttemptNumber; readonly event: AttemptEvent }[];
  /** The reported times of the gateway. */
  readonly heard: readonly number[];
  /** The log's entries, each as its name and its facts. */
  readonly logged: readonly unknown[];
  /** The gateway's answer; the default finds nothing. */
  answer: (enquiry: Enquiry, page: number) => EnquiryAnswer | Promise<EnquiryAnswer>;
  /** The random fraction; the default is in the middle. */
  fraction: number;
  /** The earliest possible time of an attempt's order; unknown by default. */
  since: WallMs | null;
  /** Called before an event is delivered; a test makes it throw an unexpected error. */
  fail: (number: AttemptNumber) => void;
  /** Makes an attempt that is in the till's memory. */
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
    // The watch uses nothing else of a gateway.
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
