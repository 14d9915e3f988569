/**
 * Asks the gateway about attempts when they are due: several in one call, one call at a time for each attempt, within the
 * till's budget of calls. What an answer means is the payment machine's business; this only delivers it.
 */
import { askedOf, isFinal, type Attempt } from '../../shared/attempt-record.ts';
import type { AttemptNumber } from '../../shared/attempt-number.ts';
import { judgeRows, type GatewayRow } from '../../shared/evidence.ts';
import type { AttemptEvent, AttemptState } from '../../shared/attempt.ts';
import type { MonoMs, MonthWindow, WallMs } from '../../shared/time.ts';
import type { EnquireAnswer } from '../../shared/views.ts';
import type { Budget, CallFor } from './budget.ts';
import type { GatewayClock } from './gateway-clock.ts';
import type { Clock, Enquiry, EnquiryAnswer, Gateway, Log, Random, Timers } from './ports.ts';

export type WatchDeps = {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly budget: Budget;
  readonly log: Log;
  readonly gatewayClock: Pick<GatewayClock, 'monthsOf'>;
  readonly stateOf: (number: AttemptNumber) => AttemptState | null;
  /** The gateway said its time. */
  readonly heardTime: (gatewayTime: WallMs) => void;
  readonly deliver: (number: AttemptNumber, event: AttemptEvent) => void;
};

export type Watch = {
  /** Asks about this attempt after `inMs`, give or take a fifth; replaces an earlier plan. */
  plan(number: AttemptNumber, inMs: number): void;
  /** Whether the gateway answers the next time it is asked about this attempt, which has to be planned. */
  nextAnswer(number: AttemptNumber): Promise<EnquireAnswer>;
  stop(): void;
};

/** Attempts due this close to each other share a call. */
const TOGETHER_MS = 300;
/** Rows come back a hundred to a page, and one number may have several. */
const MOST_IN_ONE_CALL = 20;

/** Attempts that the same calls ask about. */
type Batch = { readonly attempts: readonly Attempt[]; readonly calls: readonly Enquiry[] };

export function createWatch(deps: WatchDeps): Watch {
  const { gateway, clock, timers, budget, log } = deps;
  const due = new Map<AttemptNumber, MonoMs>();
  const underWay = new Set<AttemptNumber>();
  /** Who waits to hear whether it answered. */
  const curious = new Map<AttemptNumber, PromiseWithResolvers<EnquireAnswer>>();
  let cancelTimer: (() => void) | null = null;
  /** When the timer goes. */
  let wakesAt: MonoMs = Infinity;
  let stopped = false;

  /** A timer that goes before anything is due finds nothing to ask and costs less than a look at every plan here. */
  const wakeBy = (at: MonoMs): void => {
    if (stopped || at >= wakesAt) return;
    cancelTimer?.();
    wakesAt = at;
    cancelTimer = timers.after(Math.max(0, at - clock.mono()), askDue);
  };

  const askDue = (): void => {
    wakesAt = Infinity;
    const until = clock.mono() + TOGETHER_MS;
    const numbers: AttemptNumber[] = [];
    let next: MonoMs = Infinity;
    for (const [number, at] of due) {
      if (underWay.has(number)) continue;
      if (at <= until) {
        due.delete(number);
        numbers.push(number);
      } else next = Math.min(next, at);
    }
    // One that nobody knows any more is not planned again.
    const states = numbers.flatMap((number) => deps.stateOf(number) ?? []);
    for (const batch of batches(states, deps.gatewayClock)) start(batch);
    wakeBy(next);
  };

  const start = (batch: Batch): void => {
    const { attempts, calls } = batch;
    const callFor = reasonFor(batch);
    const now = clock.mono();
    const waitMs = budget.waitFor(calls.length, callFor, now);
    if (waitMs > 0) {
      const again = now + waitMs;
      for (const { number } of attempts) due.set(number, again);
      wakeBy(again);
      return;
    }
    budget.spend(calls.length, callFor, now);
    for (const { number } of attempts) underWay.add(number);
    void ask(batch);
  };

  const reasonFor = ({ attempts }: Batch): CallFor => {
    if (attempts.some(({ number }) => curious.has(number))) return 'asked';
    return attempts.every(({ status }) => isFinal(status)) ? 'look' : 'unfinished';
  };

  const tellCurious = (number: AttemptNumber, answer: EnquireAnswer): void => {
    curious.get(number)?.resolve(answer);
    curious.delete(number);
  };

  const ask = async (batch: Batch): Promise<void> => {
    const answers = await Promise.all(batch.calls.map((call) => gateway.enquire(call)));
    for (const { number } of batch.attempts) underWay.delete(number);
    if (stopped) return;
    for (const answer of answers) {
      if (answer.kind === 'answered' && answer.gatewayTime !== null) deps.heardTime(answer.gatewayTime);
    }
    const rows = answers.flatMap((answer) => (answer.kind === 'answered' ? answer.rows : []));
    for (const { number } of batch.attempts) {
      const state = deps.stateOf(number);
      if (state === null) continue;
      const event = eventFrom(state.attempt, answers, rows);
      deps.deliver(number, event);
      tellCurious(number, event.kind === 'enquiry-found' ? 'answered' : 'unanswered');
    }
    // What was planned while the answer was awaited.
    for (const { number } of batch.attempts) wakeBy(due.get(number) ?? Infinity);
    // Whoever was told of a change shows it at the end of this turn, and a line in a file would keep that waiting.
    await Promise.resolve();
    log('watch.asked', { attempts: batch.attempts.length, answers: answers.map((answer) => answer.kind).join(' ') });
  };

  return {
    plan(number, inMs) {
      const jitter = 0.8 + 0.4 * deps.random.fraction();
      const at = clock.mono() + inMs * jitter;
      due.set(number, at);
      if (!underWay.has(number)) wakeBy(at);
    },
    nextAnswer(number) {
      const answer = curious.get(number) ?? Promise.withResolvers();
      curious.set(number, answer);
      return answer.promise;
    },
    stop() {
      stopped = true;
      cancelTimer?.();
      due.clear();
      for (const number of curious.keys()) tellCurious(number, 'unanswered');
    },
  };
}

/**
 * Groups attempts so that each group is answered by the same calls: by QFPay's numbers, by ours in the same months, or by
 * both.
 */
function batches(states: readonly AttemptState[], gatewayClock: Pick<GatewayClock, 'monthsOf'>): readonly Batch[] {
  const groups = new Map<string, { readonly months: readonly MonthWindow[]; readonly attempts: Attempt[] }>();
  for (const state of states) {
    const { attempt } = state;
    const months = asksByNumber(attempt) ? gatewayClock.monthsOf(state) : [];
    const alike = [attempt.syssn === null, ...months.map(({ start }) => start)].join(' ');
    const group = groups.get(alike);
    if (group === undefined) groups.set(alike, { months, attempts: [attempt] });
    else group.attempts.push(attempt);
  }
  return [...groups.values()].flatMap((group) =>
    slices(group.attempts).map((attempts) => ({ attempts, calls: callsFor(attempts, group.months) })),
  );
}

/**
 * By our number when QFPay's is not known, and about what has failed or expired: a customer who was declined may have
 * paid after all under the same number of ours, and that payment has another one of QFPay's.
 */
const asksByNumber = ({ syssn, status }: Attempt): boolean => syssn === null || isFinal(status);

function callsFor(attempts: readonly Attempt[], months: readonly MonthWindow[]): readonly Enquiry[] {
  const syssns = attempts.flatMap((attempt) => attempt.syssn ?? []);
  const numbers = attempts.map((attempt) => attempt.number);
  const bySyssn: readonly Enquiry[] = syssns.length === 0 ? [] : [{ by: 'syssn', syssns }];
  return [...bySyssn, ...months.map((window): Enquiry => ({ by: 'number', numbers, window }))];
}

function slices(attempts: readonly Attempt[]): readonly (readonly Attempt[])[] {
  const count = Math.ceil(attempts.length / MOST_IN_ONE_CALL);
  return Array.from({ length: count }, (_, index) =>
    attempts.slice(index * MOST_IN_ONE_CALL, (index + 1) * MOST_IN_ONE_CALL),
  );
}

/**
 * What the answers together say about one attempt. A month that did not answer makes "not found" worthless, but a payment
 * found in another month is found.
 *
 * @param rows of all answers
 */
function eventFrom(attempt: Attempt, answers: readonly EnquiryAnswer[], rows: readonly GatewayRow[]): AttemptEvent {
  const finding = judgeRows(askedOf(attempt), rows, attempt.syssn);
  const silent = answers.find((answer) => answer.kind !== 'answered');
  if (silent === undefined || finding.kind === 'paid') return { kind: 'enquiry-found', finding };
  return { kind: 'enquiry-unanswered', busy: silent.kind === 'unanswered' && silent.busy };
}
