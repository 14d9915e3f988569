/** Performs the payment machine's steps: commits the change, then runs the effects after it. */
import {
  step,
  type Alarm,
  type AttemptEvent,
  type AttemptState,
  type Transition,
} from '../../shared/attempt/machine.ts';
import { isFinal, type AttemptChange } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { assertNever } from '../../shared/result.ts';
import type { WallMs } from '../../shared/time.ts';
import type { OnEvent } from './event.ts';
import type { GatewayClock } from './gateway-clock.ts';
import type { KnownAttempts } from './known-attempts.ts';
import { nameOf } from './limited.ts';
import { LedgerError, type Ledger } from './ports/ledger.ts';
import type { Clock, Log, Timers } from './ports/world.ts';
import type { Sender } from './sender.ts';
import { AFTER_ERROR_MS, type Watch } from './watch.ts';
import { ofOwnOrders } from './whose-order.ts';

type Effect = Transition['effects'][number];

export type PerformerDeps = {
  readonly ledger: Pick<Ledger, 'record' | 'holderOf'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly known: KnownAttempts;
  readonly sender: Sender;
  readonly watch: Watch;
  readonly gatewayClock: Pick<GatewayClock, 'madeAt'>;
  /** Called after every change that is on the disk. */
  readonly onChange: (before: AttemptState | null, after: AttemptState) => void;
  readonly onAlarm: (alarm: Alarm, number: AttemptNumber) => void;
  readonly onEvent: OnEvent;
};

export type Performer = {
  /** Steps the machine for an event from any source and performs the step; reports a ledger error. */
  dispatch(number: AttemptNumber, event: AttemptEvent): void;
  /**
   * Like `dispatch`, for callers that cannot handle an unexpected error: the error is logged and the attempt is enquired
   * about again.
   */
  deliver(number: AttemptNumber, event: AttemptEvent): void;
  /** @throws LedgerError when the change is not on the disk; then no later effect is performed */
  perform(before: AttemptState | null, step: Transition): void;
  /**
   * Writes the gateway's date to the open attempts that lack it. Called when the gateway's time becomes known: a later
   * run cannot work it out, because it does not know how wrong the machine's clock was.
   */
  dateOpen(): void;
  /** Performs the effects after the commit. */
  follow(before: AttemptState | null, step: Transition): void;
  stop(): void;
};

export function createPerformer(deps: PerformerDeps): Performer {
  const { ledger, clock, log, known, sender, watch, gatewayClock } = deps;
  let stopped = false;

  /** @param gatewayRef QFPay's number of an order */
  const isTakenFrom = (number: AttemptNumber, gatewayRef: string | null): boolean => {
    // Most answers repeat the number that the attempt already has.
    if (gatewayRef === null || known.get(number)?.attempt.gatewayRef === gatewayRef) return false;
    const holder = ledger.holderOf(gatewayRef);
    return holder !== null && holder !== number;
  };

  const tell = (number: AttemptNumber, event: AttemptEvent): void => {
    const state = known.get(number);
    if (stopped || state === null) return;
    reporting(deps, number, () => {
      const own = ofOwnOrders(event, (gatewayRef) => isTakenFrom(number, gatewayRef));
      perform(state, step(state, own, clock.mono()));
    });
  };

  const dateOpen = (): void => {
    for (const state of known.open()) {
      if (stopped || gatewayTimeFor(state) === null) continue;
      reporting(deps, state.attempt.number, () => {
        perform(state, dated(state));
      });
    }
  };

  const deliver = (number: AttemptNumber, event: AttemptEvent): void => {
    try {
      tell(number, event);
    } catch (error) {
      log('payments.unexpected', { number, event: event.kind, error: nameOf(error) });
      watch.plan(number, AFTER_ERROR_MS);
    }
  };

  const perform = (before: AttemptState | null, { state, effects }: Transition): void => {
    const { number } = state.attempt;
    const change = changeIn(effects);
    const gatewayAt = change === null || before === null ? null : gatewayTimeFor(before);
    if (change !== null && before !== null) {
      const datedChange = gatewayAt === null ? change : { ...change, gatewayAt };
      const isCommitted = ledger.record(number, before.attempt.version, datedChange, clock.wall());
      if (!isCommitted) throw new Error(`Attempt ${number} moved on without the till`);
    }
    const attempt = gatewayAt === null ? state.attempt : { ...state.attempt, gatewayAt };
    follow(before, { state: { ...state, attempt }, effects });
  };

  /** A run's first payment is made before the gateway's time is known, so it is dated later. */
  const gatewayTimeFor = (state: AttemptState): WallMs | null =>
    state.attempt.gatewayAt === null ? gatewayClock.madeAt(state) : null;

  const follow = (before: AttemptState | null, { state, effects }: Transition): void => {
    const { number } = state.attempt;
    known.set(state);
    if (isFinal(state.attempt.status)) sender.drop(number);
    deps.onChange(before, state);
    for (const effect of effects) act(state, effect, deps, deliver);
    known.rest(state, watch.isPlanned(number));
  };

  return {
    dispatch: tell,
    deliver,
    perform,
    dateOpen,
    follow,
    stop() {
      stopped = true;
    },
  };
}

/** A step that changes nothing: performing it writes the date. */
const dated = ({ attempt, watch }: AttemptState): Transition => ({
  state: { attempt: { ...attempt, version: attempt.version + 1 }, watch },
  effects: [{ kind: 'commit', change: {} }],
});

/** Does the work, and reports a ledger error of it. */
function reporting({ log, onEvent }: PerformerDeps, number: AttemptNumber, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    log('payments.ledger-trouble', { number, trouble: error.fault });
    onEvent({ kind: 'ledger-failed', error });
  }
}

function act(
  state: AttemptState,
  effect: Effect,
  { sender, timers, watch, log, onAlarm }: PerformerDeps,
  deliver: Performer['deliver'],
): void {
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
      onAlarm(effect.alarm, number);
      return;
    default:
      assertNever(effect);
  }
}

export function changeIn(effects: Transition['effects']): AttemptChange | null {
  return effects.find((effect) => effect.kind === 'commit')?.change ?? null;
}
