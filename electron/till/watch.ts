/**
 * Asks the gateway about attempts when they are due: several in one call, one call at a time for each attempt, within the
 * till's budget of calls. What an answer means is the payment machine's business; this only delivers it.
 */
import { askedOf, isFinal, type Attempt } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { judgeRows, type GatewayRow, type UnreadRow } from '../../shared/attempt/evidence.ts';
import type { AttemptEvent, AttemptState } from '../../shared/attempt/machine.ts';
import type { MonoMs, WallMs } from '../../shared/time.ts';
import type { EnquireAnswer } from '../../shared/contract/payments.ts';
import { batches, type Batch } from './batches.ts';
import type { Budget, CallFor } from './budget.ts';
import type { GatewayClock } from './gateway-clock.ts';
import { limited, nameOf } from './limited.ts';
import { ownTimers } from './own-timers.ts';
import type { Clock, Log, Random, Timers } from './ports/world.ts';
import type { Enquiry, EnquiryAnswer, Gateway } from './ports/gateway.ts';

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
/** A hundred rows each: more, and the gateway does not turn pages. */
const MOST_PAGES = 20;
/** When an attempt is asked about again of which the till could not make anything: its customer may have paid. */
export const AFTER_ERROR_MS = 5_000;

type Answered = Extract<EnquiryAnswer, { kind: 'answered' }>;
const LOST: EnquiryAnswer = { kind: 'unanswered', byteLeft: true, busy: false, why: 'lost' };

export function createWatch(deps: WatchDeps): Watch {
  const { gateway, clock, budget, log } = deps;
  const timers = ownTimers(deps.timers);
  /** When each is to be asked about; what has to wait for calls stays due since then. */
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
    const now = clock.mono();
    const turns: (readonly [AttemptNumber, MonoMs])[] = [];
    let next: MonoMs = Infinity;
    for (const [number, at] of due) {
      if (underWay.has(number)) continue;
      if (at <= now + (isLook(number) ? LOOKS_TOGETHER_MS : TOGETHER_MS)) turns.push([number, at]);
      else next = Math.min(next, at);
    }
    turns.sort(([, one], [, other]) => one - other);
    const states = turns.flatMap(([number]) => {
      const state = deps.stateOf(number);
      if (state !== null) return state;
      // One that nobody knows any more is not planned again.
      due.delete(number);
      tellCurious(number, 'unanswered');
      return [];
    });
    const held = new Set<CallFor>();
    for (const batch of batches(states, deps.gatewayClock, now)) next = Math.min(next, startOrHold(batch, held, now));
    wakeBy(next);
  };

  const isLook = (number: AttemptNumber): boolean => {
    const state = deps.stateOf(number);
    return state !== null && isFinal(state.attempt.status) && !curious.has(number);
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
    for (const { number } of attempts) {
      due.delete(number);
      underWay.add(number);
    }
    void ask(batch, callFor);
    return Infinity;
  };

  const reasonFor = ({ attempts }: Batch): CallFor => {
    if (attempts.some(({ number }) => curious.has(number))) return 'asked';
    return attempts.every(({ status }) => isFinal(status)) ? 'look' : 'unfinished';
  };

  const tellCurious = (number: AttemptNumber, answer: EnquireAnswer): void => {
    curious.get(number)?.resolve(answer);
    curious.delete(number);
  };

  /** All pages of one question, as one answer. The pages after the first are counted and wait for nobody. */
  const askAll = async (enquiry: Enquiry, callFor: CallFor): Promise<EnquiryAnswer> => {
    const pages: Answered[] = [];
    while (pages.length < MOST_PAGES) {
      const page = pages.length + 1;
      if (page > 1) budget.spend(1, callFor, clock.mono());
      const answer = await limited(
        timers,
        () => gateway.enquire(enquiry, page),
        LOST,
        (why) => {
          log('watch.lost', { by: enquiry.by, why });
        },
      );
      if (answer.kind !== 'answered') return answer;
      pages.push(answer);
      if (answer.isLast) return together(pages);
    }
    log('watch.no-last-page', { by: enquiry.by, pages: pages.length });
    return LOST;
  };

  const ask = async (batch: Batch, callFor: CallFor): Promise<void> => {
    const answers = await Promise.all(batch.calls.map((call) => askAll(call, callFor)));
    for (const { number } of batch.attempts) underWay.delete(number);
    if (stopped) return;
    const { rows, unread, times } = together(answers.filter((answer) => answer.kind === 'answered'));
    for (const time of times) deps.heardTime(time);
    for (const { number } of batch.attempts) {
      const state = deps.stateOf(number);
      const since = state === null ? null : deps.gatewayClock.sinceOf(state);
      const event = state === null ? null : eventFrom(state.attempt, since, batch, answers, rows, unread);
      if (event !== null) tell(number, event);
      tellCurious(number, event?.kind === 'enquiry-found' ? 'answered' : 'unanswered');
    }
    // What was planned while the answer was awaited.
    for (const { number } of batch.attempts) wakeBy(due.get(number) ?? Infinity);
    // Whoever was told of a change shows it at the end of this turn, and a line in a file would keep that waiting.
    await Promise.resolve();
    log('watch.asked', { attempts: batch.attempts.length, answers: answers.map((answer) => answer.kind).join(' ') });
  };

  /** What goes wrong with one attempt ends neither its own watch nor that of the others. */
  const tell = (number: AttemptNumber, event: AttemptEvent): void => {
    try {
      deps.deliver(number, event);
    } catch (error) {
      log('watch.unexpected', { number, event: event.kind, error: nameOf(error) });
      plan(number, AFTER_ERROR_MS);
    }
  };

  const plan = (number: AttemptNumber, inMs: number): void => {
    const jitter = 0.8 + 0.4 * deps.random.fraction();
    const at = clock.mono() + inMs * jitter;
    due.set(number, at);
    if (!underWay.has(number)) wakeBy(at);
  };

  return {
    plan,
    isPlanned: (number) => due.has(number) || underWay.has(number),
    nextAnswer(number) {
      const answer = curious.get(number) ?? Promise.withResolvers();
      curious.set(number, answer);
      return answer.promise;
    },
    stop() {
      stopped = true;
      timers.cancelAll();
      due.clear();
      for (const number of curious.keys()) tellCurious(number, 'unanswered');
    },
  };
}

/** What several answers hold, as if they were one. */
function together(answers: readonly Answered[]): Answered & { readonly times: readonly WallMs[] } {
  const times = answers.flatMap(({ gatewayTime }) => gatewayTime ?? []);
  return {
    kind: 'answered',
    rows: answers.flatMap(({ rows }) => rows),
    unread: answers.flatMap(({ unread }) => unread),
    isLast: true,
    gatewayTime: times.at(-1) ?? null,
    times,
  };
}

/**
 * What the answers together say about one attempt. A month that did not answer makes "not found" worthless, and so does a
 * row of which nobody can say whose it is; but a payment that was found is found, and so is one of another amount.
 *
 * @param since the earliest that its order can have been made
 * @param rows of all answers, and `unread` what could not be read of them
 */
function eventFrom(
  attempt: Attempt,
  since: WallMs | null,
  batch: Batch,
  answers: readonly EnquiryAnswer[],
  rows: readonly GatewayRow[],
  unread: readonly UnreadRow[],
): AttemptEvent {
  const finding = judgeRows(askedOf(attempt, since), rows, attempt.syssn, unread);
  const found: AttemptEvent = { kind: 'enquiry-found', finding, whole: batch.whole.has(attempt.number) };
  if (finding.kind === 'paid') return found;
  const silent = answers.find((answer) => answer.kind !== 'answered');
  if (silent !== undefined) return { kind: 'enquiry-unanswered', busy: silent.kind === 'unanswered' && silent.busy };
  // An order that is too old may stand beside the one that nobody can read.
  if (finding.kind === 'mismatch' && finding.mismatch !== 'older') return found;
  const known = new Set(batch.attempts.map(({ syssn }) => syssn));
  const isAnyones = ({ number, syssn }: UnreadRow): boolean => number === null && (syssn === null || !known.has(syssn));
  return [...rows, ...unread].some(isAnyones) ? { kind: 'enquiry-unanswered', busy: false } : found;
}
