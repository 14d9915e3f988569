/**
 * Performs what the payment machine asks for, in its order: commit, then everything else; for payments and refunds alike.
 * The ledger holds the truth.
 */
import {
  begin,
  resume,
  step,
  type Alarm,
  type AttemptEvent,
  type AttemptState,
  type Step,
} from '../../shared/attempt/machine.ts';
import { isFinal, type Attempt, type AttemptChange } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Gaps } from '../../shared/gaps.ts';
import { assertNever } from '../../shared/result.ts';
import type { WallMs } from '../../shared/time.ts';
import type { EnquireAnswer } from '../../shared/contract/payments.ts';
import type { Budget } from './budget.ts';
import { createGatewayClock, type GatewayClock } from './gateway-clock.ts';
import { createKnownAttempts, type KnownAttempts } from './known-attempts.ts';
import { nameOf } from './limited.ts';
import { ownTimers } from './own-timers.ts';
import type { Clock, Log, Random, Timers } from './ports/world.ts';
import type { Gateway, Prepared } from './ports/gateway.ts';
import { LedgerError, type Draft, type Ledger } from './ports/ledger.ts';
import { createSender, type Sender } from './sender.ts';
import { AFTER_ERROR_MS, createWatch, type Watch } from './watch.ts';
import { ofOwnOrders } from './whose-order.ts';

export type PaymentsDeps = {
  readonly ledger: Ledger;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly budget: Budget;
  readonly log: Log;
  /** After every change that is on the disk. */
  readonly onChange: (before: AttemptState | null, after: AttemptState) => void;
  readonly onAlarm: (alarm: Alarm, number: AttemptNumber) => void;
  /** How far the gateway's clock is ahead of the machine's, told with each answer that says its time. */
  readonly onClock: (aheadMs: number) => void;
  /** The ledger did not take a change. It has to be opened anew, and everything unfinished taken up again. */
  readonly onLedgerTrouble: (error: LedgerError) => void;
  /** Somebody has it on a screen, or still has to read of it. */
  readonly isHeld: (number: AttemptNumber) => boolean;
  /** How far apart the questions about a payment are. */
  readonly gaps?: Gaps | undefined;
};

/** What time it is at the gateway is added when it is recorded. */
export type UndatedDraft = Omit<Draft, 'gatewayAt'>;

export type Payments = {
  /**
   * Commits and sends a new attempt, whose request is made once its number is drawn.
   * @throws LedgerError when it could not be recorded: then nothing was sent.
   */
  start(draft: UndatedDraft, prepare: (number: AttemptNumber) => Prepared): AttemptNumber;
  tell(number: AttemptNumber, event: AttemptEvent): void;
  /** What the ledger has learnt of an attempt otherwise than from here is known here too. @throws LedgerError */
  reread(number: AttemptNumber): void;
  /** Knows an attempt of an earlier run again, without asking about it. @throws LedgerError */
  take(number: AttemptNumber): void;
  /**
   * Asks the gateway about an attempt now, whatever its state; one that is not watched any more is taken up again. Resolves
   * when what it answered is done with. @throws LedgerError at once, not in the promise
   */
  enquire(number: AttemptNumber): Promise<EnquireAnswer>;
  stateOf(number: AttemptNumber): AttemptState | null;
  /** By the gateway's clock where it is known. */
  now(): WallMs;
  /** How many milliseconds old it is; Infinity where its only date is of the future, and nobody knows how old it is. */
  ageOf(attempt: Attempt): number;
  /** Those that are not over, oldest first. */
  open(): readonly AttemptState[];
  /** Takes up what the last run left. @throws LedgerError */
  resumeAll(): void;
  stop(): void;
};

/**
 * Attempts this much younger than the newest, or less, that ended without money moving are looked at again at start, since
 * a till that is off misses the looks it had planned.
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
      gatewayClock.heard(gatewayTime);
      deps.onClock(gatewayTime - clock.wall());
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
      performer.tell(number, event);
    },
  });
  const performer = createPerformer({ ...shared, known, sender, watch });

  const resumeNow = (attempt: Attempt): Step =>
    resume(attempt, clock.mono(), clock.wall() - attempt.createdAt, deps.gaps);

  const take = (number: AttemptNumber): void => {
    if (known.get(number) !== null) return;
    const attempt = ledger.find(number);
    if (attempt === null) return;
    const resumed = resumeNow(attempt);
    const commits = resumed.effects.filter(({ kind }) => kind === 'commit');
    performer.perform({ ...resumed.state, attempt }, { ...resumed, effects: commits });
  };

  return {
    start(draft, prepare) {
      const { attempt, request } = ledger.open({ ...draft, gatewayAt: gatewayClock.now() }, prepare);
      sender.hold(attempt.number, request);
      performer.perform(null, begin(attempt, clock.mono(), deps.gaps));
      return attempt.number;
    },

    tell: performer.tell,

    take,

    reread(number) {
      const state = known.get(number);
      const attempt = state === null ? null : ledger.find(number);
      if (state !== null && attempt !== null) performer.follow(state, { state: { ...state, attempt }, effects: [] });
    },

    enquire(number) {
      take(number);
      if (known.get(number) === null) return Promise.resolve('unanswered');
      known.keep(number);
      watch.plan(number, 0);
      return watch.nextAnswer(number);
    },

    stateOf: known.get,
    now: gatewayClock.bestNow,
    ageOf: gatewayClock.ageOf,
    open: known.open,

    resumeAll() {
      const resumed = [...ledger.unfinished(), ...ledger.lost(LOOK_BACK_MS)].map((attempt) => ({
        attempt,
        taken: resumeNow(attempt),
      }));
      // In one commit: there may be a hundred, and the cashier waits.
      const changes = resumed.flatMap(({ attempt: { number, version }, taken }) => {
        const change = changeIn(taken.effects);
        return change === null ? [] : [{ number, version, change }];
      });
      ledger.recordAll(changes, clock.wall());
      for (const { attempt, taken } of resumed) performer.follow({ ...taken.state, attempt }, taken);
    },

    stop() {
      performer.stop();
      watch.stop();
      timers.cancelAll();
      sender.stop();
    },
  };
}

type PerformerDeps = PaymentsDeps & {
  readonly known: KnownAttempts;
  readonly sender: Sender;
  readonly watch: Watch;
  readonly gatewayClock: GatewayClock;
};

/** Takes the machine's steps: commits what has changed, and then does what comes after the commit. */
function createPerformer(deps: PerformerDeps) {
  const { ledger, clock, timers, log, known, sender, watch, gatewayClock } = deps;
  let stopped = false;

  /** @param syssn QFPay's number of an order */
  const isTakenFrom = (number: AttemptNumber, syssn: string | null): boolean => {
    // Most answers repeat what the attempt itself holds already.
    if (syssn === null || known.get(number)?.attempt.syssn === syssn) return false;
    const holder = ledger.holderOf(syssn);
    return holder !== null && holder !== number;
  };

  /** A machine's step after an event that may come from anywhere; a ledger that does not take it is told of. */
  const tell = (number: AttemptNumber, event: AttemptEvent): void => {
    const state = known.get(number);
    if (stopped || state === null) return;
    try {
      const own = ofOwnOrders(event, (syssn) => isTakenFrom(number, syssn));
      perform(state, step(state, own, clock.mono()));
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      log('payments.ledger-trouble', { number, trouble: error.trouble });
      deps.onLedgerTrouble(error);
    }
  };

  /** As `tell`, where nobody is there to hear of an error that nobody thought of: the attempt is asked about anew. */
  const deliver = (number: AttemptNumber, event: AttemptEvent): void => {
    try {
      tell(number, event);
    } catch (error) {
      log('payments.unexpected', { number, event: event.kind, error: nameOf(error) });
      watch.plan(number, AFTER_ERROR_MS);
    }
  };

  /** @throws LedgerError when the change is not on the disk: then nothing behind it is done either */
  const perform = (before: AttemptState | null, { state, effects }: Step): void => {
    const { number } = state.attempt;
    const change = changeIn(effects);
    const gatewayAt = change === null || before === null ? null : gatewayTimeFor(before);
    if (change !== null && before !== null) {
      const dated = gatewayAt === null ? change : { ...change, gatewayAt };
      const isCommitted = ledger.record(number, before.attempt.version, dated, clock.wall());
      if (!isCommitted) throw new Error(`Attempt ${number} moved on without the till`);
    }
    const attempt = gatewayAt === null ? state.attempt : { ...state.attempt, gatewayAt };
    follow(before, { state: { ...state, attempt }, effects });
  };

  /** The first payment of a run is made before the gateway has said its time, and is dated when it has. */
  const gatewayTimeFor = (state: AttemptState): WallMs | null =>
    state.attempt.gatewayAt === null ? gatewayClock.madeAt(state) : null;

  /** Does what comes after the commit. */
  const follow = (before: AttemptState | null, { state, effects }: Step): void => {
    const { number } = state.attempt;
    known.set(state);
    if (isFinal(state.attempt.status)) sender.drop(number);
    deps.onChange(before, state);
    for (const effect of effects) act(state, effect);
    known.rest(state, watch.isPlanned(number));
  };

  const act = (state: AttemptState, effect: Step['effects'][number]): void => {
    const { number } = state.attempt;
    switch (effect.kind) {
      case 'commit':
        return;
      case 'send':
        sender.send(state);
        return;
      case 'timer':
        timers.after(effect.inMs, () => {
          deliver(number, { kind: effect.event });
        });
        return;
      case 'enquire':
        watch.plan(number, effect.inMs);
        return;
      case 'alarm':
        log('payments.alarm', { number, alarm: effect.alarm });
        deps.onAlarm(effect.alarm, number);
        return;
      default:
        assertNever(effect);
    }
  };

  return {
    tell,
    deliver,
    perform,
    follow,
    stop() {
      stopped = true;
    },
  };
}

function changeIn(effects: Step['effects']): AttemptChange | null {
  return effects.find((effect) => effect.kind === 'commit')?.change ?? null;
}
