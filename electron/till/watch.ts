/**
 * Enquires about attempts when they are due: several in one call, one enquiry at a time for each attempt, within the
 * till's budget of calls. It delivers the answers; the payment machine decides what they mean.
 */
import { isFinal } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { AttemptEvent, AttemptState } from '../../shared/attempt/machine.ts';
import type { MonoMs, WallMs } from '../../shared/time.ts';
import type { EnquireAnswer } from '../../shared/contract/payments.ts';
import { askPages, together } from './ask-pages.ts';
import { batches, type Batch } from './batches.ts';
import type { Budget, CallFor } from './budget.ts';
import { enquiryEventFrom } from './enquiry-event.ts';
import type { GatewayClock } from './gateway-clock.ts';
import { nameOf } from './limited.ts';
import { ownTimers } from './own-timers.ts';
import type { Clock, Log, Random, Timers } from './ports/world.ts';
import type { EnquiryAnswer, Gateway } from './ports/gateway.ts';
import { createTurns, type Turns } from './turns.ts';

export type WatchDeps = {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly budget: Budget;
  readonly log: Log;
  readonly gatewayClock: Pick<GatewayClock, 'monthsOf' | 'monthsOfSyssn' | 'sinceOf'>;
  readonly stateOf: (number: AttemptNumber) => AttemptState | null;
  /** Called with the gateway's time. */
  readonly heardTime: (gatewayTime: WallMs) => void;
  readonly deliver: (number: AttemptNumber, event: AttemptEvent) => void;
};

export type Watch = {
  /** Enquires about this attempt after `inMs`, plus or minus a fifth; replaces an earlier plan. */
  plan(number: AttemptNumber, inMs: number): void;
  /** Whether an enquiry is planned or under way. */
  isPlanned(number: AttemptNumber): boolean;
  /** Resolves with the result of the attempt's next enquiry, which must be planned. */
  nextAnswer(number: AttemptNumber): Promise<EnquireAnswer>;
  stop(): void;
};

/** Attempts due this close together share a call. */
const TOGETHER_MS = 300;
/** A look-back due this soon joins a call that is made anyway. */
const LOOKS_TOGETHER_MS = 2_000;
/** When to enquire again after an unexpected error about an attempt: its customer may have paid. */
export const AFTER_ERROR_MS = 5_000;

export function createWatch(given: WatchDeps): Watch {
  const deps = { ...given, timers: ownTimers(given.timers) };
  const { clock, budget } = deps;
  const waiting = createWaiting();
  let stopped = false;

  const askDue = (): void => {
    const now = clock.mono();
    const { numbers, next } = turns.due(now, (number) => (isLook(number) ? LOOKS_TOGETHER_MS : TOGETHER_MS));
    const states = numbers.flatMap((number) => {
      const state = deps.stateOf(number);
      if (state !== null) return state;
      // The attempt is not in memory: do not plan it again.
      turns.drop(number);
      waiting.tell(number, 'unanswered');
      return [];
    });
    const held = new Set<CallFor>();
    const wakes = batches(states, deps.gatewayClock, now).map((batch) => startOrHold(batch, held, now));
    turns.wakeBy(Math.min(next, ...wakes));
  };
  const turns = createTurns({ ...deps, onDue: askDue });

  const isLook = (number: AttemptNumber): boolean => {
    const state = deps.stateOf(number);
    return state !== null && isFinal(state.attempt.status) && !waiting.has(number);
  };

  /**
   * The batch that has waited longest goes first. If it needs more calls than are left, smaller ones of the same
   * purpose wait with it; otherwise they would overtake it forever. Returns when to check held batches again.
   */
  const startOrHold = (batch: Batch, held: Set<CallFor>, now: MonoMs): MonoMs => {
    const { attempts, calls } = batch;
    const callFor = reasonFor(batch);
    if (held.has(callFor)) return Infinity;
    const waitMs = budget.waitFor(calls.length, callFor, now);
    if (waitMs > 0) {
      held.add(callFor);
      return now + waitMs;
    }
    budget.spend(calls.length, callFor, now);
    turns.begin(attempts.map(({ number }) => number));
    void ask(batch, callFor);
    return Infinity;
  };

  const reasonFor = ({ attempts }: Batch): CallFor => {
    if (attempts.some(({ number }) => waiting.has(number))) return 'asked';
    return attempts.every(({ status }) => isFinal(status)) ? 'look' : 'unfinished';
  };

  const ask = async (batch: Batch, callFor: CallFor): Promise<void> => {
    const askedAt = clock.mono();
    const answers = await Promise.all(batch.calls.map((call) => askPages(deps, call, callFor)));
    turns.end(batch.attempts.map(({ number }) => number));
    if (stopped) return;
    deliverAll(deps, { batch, answers, tookMs: clock.mono() - askedAt, turns, waiting });
    // The windows are updated at the end of this turn. Log after that, so that file I/O does not delay them.
    await Promise.resolve();
    deps.log('watch.asked', {
      attempts: batch.attempts.length,
      answers: answers.map((answer) => answer.kind).join(' '),
    });
  };

  return {
    plan: turns.plan,
    isPlanned: turns.isPlanned,
    nextAnswer: waiting.next,
    stop() {
      stopped = true;
      deps.timers.cancelAll();
      turns.stop();
      waiting.tellAll('unanswered');
    },
  };
}

type Answers = {
  readonly batch: Batch;
  readonly answers: readonly EnquiryAnswer[];
  readonly tookMs: number;
  readonly turns: Turns;
  readonly waiting: Waiting;
};

/** Delivers the answers to each attempt of a batch, then to the callers that wait for them. */
function deliverAll(deps: WatchDeps, { batch, answers, tookMs, turns, waiting }: Answers): void {
  const { rows, unread, times } = together(answers.filter((answer) => answer.kind === 'answered'));
  for (const time of times) deps.heardTime(time);
  for (const { number } of batch.attempts) {
    const state = deps.stateOf(number);
    const since = state === null ? null : deps.gatewayClock.sinceOf(state);
    const event = state === null ? null : enquiryEventFrom(state.attempt, since, batch, answers, rows, unread, tookMs);
    if (event !== null) deliver(deps, turns, number, event);
    waiting.tell(number, event?.kind === 'enquiry-found' ? 'answered' : 'unanswered');
  }
  // Set the timer for plans that were made while the answer was awaited.
  turns.wakeForPlans(batch.attempts.map(({ number }) => number));
}

/** An error with one attempt must end neither its own watch nor that of others. */
function deliver(deps: WatchDeps, turns: Turns, number: AttemptNumber, event: AttemptEvent): void {
  try {
    deps.deliver(number, event);
  } catch (error) {
    deps.log('watch.unexpected', { number, event: event.kind, error: nameOf(error) });
    turns.plan(number, AFTER_ERROR_MS);
  }
}

type Waiting = ReturnType<typeof createWaiting>;

/** Callers that wait for the result of the next enquiry about an attempt. */
function createWaiting() {
  const answers = new Map<AttemptNumber, PromiseWithResolvers<EnquireAnswer>>();
  const tell = (number: AttemptNumber, answer: EnquireAnswer): void => {
    answers.get(number)?.resolve(answer);
    answers.delete(number);
  };
  return {
    has: (number: AttemptNumber): boolean => answers.has(number),
    next(number: AttemptNumber): Promise<EnquireAnswer> {
      const answer = answers.get(number) ?? Promise.withResolvers<EnquireAnswer>();
      answers.set(number, answer);
      return answer.promise;
    },
    tell,
    tellAll(answer: EnquireAnswer): void {
      for (const number of answers.keys()) tell(number, answer);
    },
  };
}
