/**
 * Asks the gateway about attempts when they are due: several in one call, one call at a time for each attempt, within the
 * till's budget of calls. What an answer means is the payment machine's business; this only delivers it.
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
  /** The gateway said its time. */
  readonly heardTime: (gatewayTime: WallMs) => void;
  readonly deliver: (number: AttemptNumber, event: AttemptEvent) => void;
};

export type Watch = {
  /** Asks about this attempt after `inMs`, give or take a fifth; replaces an earlier plan. */
  plan(number: AttemptNumber, inMs: number): void;
  /** Whether it is to be asked about, or is being asked about now. */
  isPlanned(number: AttemptNumber): boolean;
  /** Whether the gateway answers the next time it is asked about this attempt, which has to be planned. */
  nextAnswer(number: AttemptNumber): Promise<EnquireAnswer>;
  stop(): void;
};

/** Attempts due this close to each other share a call. */
const TOGETHER_MS = 300;
/** A look at what is over is taken along by one that is due this soon. */
const LOOKS_TOGETHER_MS = 2_000;
/** When an attempt is asked about again of which the till could not make anything: its customer may have paid. */
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
      // One that nobody knows any more is not planned again.
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
   * Who has waited longest comes first: where it needs more calls than are left, what needs fewer waits with it, or it would
   * be overtaken for ever. Returns by when to look again at what has to wait.
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
    const answers = await Promise.all(batch.calls.map((call) => askPages(deps, call, callFor)));
    turns.end(batch.attempts.map(({ number }) => number));
    if (stopped) return;
    deliverAll(deps, { batch, answers, turns, waiting });
    // Whoever was told of a change shows it at the end of this turn, and a line in a file would keep that waiting.
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
  readonly turns: Turns;
  readonly waiting: Waiting;
};

/** Tells each attempt of a batch what the answers say about it, and who waits for it that they came. */
function deliverAll(deps: WatchDeps, { batch, answers, turns, waiting }: Answers): void {
  const { rows, unread, times } = together(answers.filter((answer) => answer.kind === 'answered'));
  for (const time of times) deps.heardTime(time);
  for (const { number } of batch.attempts) {
    const state = deps.stateOf(number);
    const since = state === null ? null : deps.gatewayClock.sinceOf(state);
    const event = state === null ? null : enquiryEventFrom(state.attempt, since, batch, answers, rows, unread);
    if (event !== null) deliver(deps, turns, number, event);
    waiting.tell(number, event?.kind === 'enquiry-found' ? 'answered' : 'unanswered');
  }
  // What was planned while the answer was awaited.
  turns.wakeForPlans(batch.attempts.map(({ number }) => number));
}

/** What goes wrong with one attempt ends neither its own watch nor that of the others. */
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
