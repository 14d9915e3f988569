/**
 * Performs the payment machine's effects in order, the commit first, for payments and refunds. The ledger holds the
 * truth.
 */
import { begin, resume, type AttemptEvent, type AttemptState, type Transition } from '../../shared/attempt/machine.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Gaps } from '../../shared/gaps.ts';
import type { WallMs } from '../../shared/time.ts';
import type { EnquireAnswer } from '../../shared/contract/payments.ts';
import type { Budget } from './budget.ts';
import type { OnEvent } from './event.ts';
import { createGatewayClock } from './gateway-clock.ts';
import { createKnownAttempts, type KnownAttempts } from './known-attempts.ts';
import { ownTimers } from './own-timers.ts';
import { changeIn, createPerformer, type Performer, type PerformerDeps } from './performer.ts';
import type { Clock, Log, Random, Timers } from './ports/world.ts';
import type { Gateway, Prepared } from './ports/gateway.ts';
import type { Draft, Ledger } from './ports/ledger.ts';
import { createSender } from './sender.ts';
import { createWatch } from './watch.ts';

export type PaymentsDeps = Pick<PerformerDeps, 'onChange' | 'onAlarm'> & {
  readonly ledger: Ledger;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly budget: Budget;
  readonly log: Log;
  readonly onEvent: OnEvent;
  /** Whether it is on a screen, or somebody must still read it. */
  readonly isHeld: (number: AttemptNumber) => boolean;
  /** Time between enquiries about a payment. */
  readonly gaps?: Gaps | undefined;
};

/** A draft without the gateway's time, which is added when it is recorded. */
export type UndatedDraft = Omit<Draft, 'gatewayAt'>;

export type Payments = {
  /**
   * Commits and sends a new attempt. `prepare` builds the request when the number is drawn.
   *
   * @throws LedgerError when it could not be recorded; then nothing was sent
   */
  start(draft: UndatedDraft, prepare: (number: AttemptNumber) => Prepared): AttemptNumber;
  dispatch(number: AttemptNumber, event: AttemptEvent): void;
  /** Reloads an attempt that the ledger changed by another way. @throws LedgerError */
  reread(number: AttemptNumber): void;
  /** Loads an attempt of an earlier run without enquiring. @throws LedgerError */
  load(number: AttemptNumber): void;
  /**
   * Enquires about an attempt at once, whatever its state; loads it first if necessary. Resolves when the answer is
   * processed.
   *
   * @throws LedgerError at once, not in the promise
   */
  enquire(number: AttemptNumber): Promise<EnquireAnswer>;
  stateOf(number: AttemptNumber): AttemptState | null;
  /** The time by the gateway's clock if known. */
  now(): WallMs;
  /** Its age in milliseconds; Infinity if its only date lies in the future, because its age is then unknown. */
  ageOf(attempt: Attempt): number;
  /** Attempts that are not over, oldest first. */
  open(): readonly AttemptState[];
  /** Resumes what the last run left. @throws LedgerError */
  resumeAll(): void;
  stop(): void;
};

/**
 * A till that was off missed its planned look-backs. So at start it enquires about attempts that ended without money
 * moving, up to this much older than the newest attempt.
 */
const LOOK_BACK_MS = 14 * 24 * 3_600_000;

export function createPayments(deps: PaymentsDeps): Payments {
  const { ledger, clock } = deps;
  const timers = ownTimers(deps.timers);
  const known = createKnownAttempts(deps.isHeld);
  const gatewayClock = createGatewayClock(clock);
  const shared = {
    ...deps,
    timers,
    gatewayClock,
    heardTime(gatewayTime: WallMs): void {
      const isFirst = gatewayClock.now() === null;
      gatewayClock.heard(gatewayTime);
      // The answer itself is delivered first, because a customer may wait for it.
      if (isFirst) void Promise.resolve().then(performer.dateOpen);
      deps.onEvent({ kind: 'clock', aheadMs: gatewayTime - clock.wall() });
    },
  };
  const sender = createSender({
    ...shared,
    deliver: (number, event) => {
      performer.deliver(number, event);
    },
  });
  const watch = createWatch({
    ...shared,
    stateOf: known.get,
    deliver: (number, event) => {
      performer.dispatch(number, event);
    },
  });
  const performer = createPerformer({ ...shared, known, sender, watch });

  const resuming = createResuming({ ...deps, known, performer });

  return {
    start(draft, prepare) {
      const { attempt, request } = ledger.open({ ...draft, gatewayAt: gatewayClock.now() }, prepare);
      sender.hold(attempt.number, request);
      performer.perform(null, begin(attempt, clock.mono(), deps.gaps));
      return attempt.number;
    },

    dispatch: performer.dispatch,

    load: resuming.take,

    reread(number) {
      const state = known.get(number);
      const attempt = state === null ? null : ledger.find(number);
      if (state !== null && attempt !== null) performer.follow(state, { state: { ...state, attempt }, effects: [] });
    },

    enquire(number) {
      resuming.take(number);
      if (known.get(number) === null) return Promise.resolve('unanswered');
      known.keep(number);
      watch.plan(number, 0);
      return watch.nextAnswer(number);
    },

    stateOf: known.get,
    now: gatewayClock.bestNow,
    ageOf: gatewayClock.ageOf,
    open: known.open,

    resumeAll: resuming.all,

    stop() {
      performer.stop();
      watch.stop();
      timers.cancelAll();
      sender.stop();
    },
  };
}

type ResumingDeps = Pick<PaymentsDeps, 'ledger' | 'clock' | 'gaps'> & {
  readonly known: KnownAttempts;
  readonly performer: Performer;
};

/** Resumes attempts of earlier runs. */
function createResuming({ ledger, clock, gaps, known, performer }: ResumingDeps) {
  const resumeNow = (attempt: Attempt): Transition =>
    resume(attempt, clock.mono(), clock.wall() - attempt.createdAt, gaps);

  return {
    take(number: AttemptNumber): void {
      if (known.get(number) !== null) return;
      const attempt = ledger.find(number);
      if (attempt === null) return;
      const resumed = resumeNow(attempt);
      const commits = resumed.effects.filter(({ kind }) => kind === 'commit');
      performer.perform({ ...resumed.state, attempt }, { ...resumed, effects: commits });
    },

    all(): void {
      const resumed = [...ledger.unfinished(), ...ledger.endedUnpaid(LOOK_BACK_MS)].map((attempt) => ({
        attempt,
        taken: resumeNow(attempt),
      }));
      // One commit for all: there may be a hundred, and the cashier waits.
      const changes = resumed.flatMap(({ attempt: { number, version }, taken }) => {
        const change = changeIn(taken.effects);
        return change === null ? [] : [{ number, version, change }];
      });
      ledger.recordAll(changes, clock.wall());
      for (const { attempt, taken } of resumed) performer.follow({ ...taken.state, attempt }, taken);
    },
  };
}
