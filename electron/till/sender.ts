/** Sends the requests that payments and refunds are made by, each once, and tells the machine what came of it. */
import type { AttemptEvent, AttemptState } from '../../shared/attempt/machine.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { LIVE_MS } from '../../shared/attempt/schedule.ts';
import type { WallMs } from '../../shared/time.ts';
import type { Budget } from './budget.ts';
import type { GatewayClock } from './gateway-clock.ts';
import { limited } from './limited.ts';
import { payEventFrom } from './pay-event.ts';
import type { Gateway, PayAnswer, Prepared } from './ports/gateway.ts';
import type { Clock, Log, Timers } from './ports/world.ts';

export type SenderDeps = {
  readonly gateway: Pick<Gateway, 'pay' | 'refund'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly budget: Budget;
  readonly log: Log;
  readonly gatewayClock: Pick<GatewayClock, 'sinceOf'>;
  /** The gateway said its time. */
  readonly heardTime: (gatewayTime: WallMs) => void;
  readonly deliver: (number: AttemptNumber, event: AttemptEvent) => void;
};

export type Sender = {
  /** This is to be sent for it, once it is committed. */
  hold(number: AttemptNumber, request: Prepared): void;
  /** Sends what is held for it; nothing when that was answered already. */
  send(state: AttemptState): void;
  /** Nothing is sent for it any more. */
  drop(number: AttemptNumber): void;
  stop(): void;
};

const LOST: PayAnswer = { kind: 'unanswered', byteLeft: true, busy: false, why: 'lost' };

export function createSender(deps: SenderDeps): Sender {
  const { gateway, clock, timers, budget, log } = deps;
  /** Requests that were not answered yet. They hold the customer's code, so each is dropped with its answer. */
  const outstanding = new Map<AttemptNumber, Prepared>();

  /** A machine that slept wakes hours later, by the one clock that did not stand still, and its customer is gone. */
  const isLongAgo = ({ createdAt }: Attempt): boolean => Math.abs(clock.wall() - createdAt) > LIVE_MS;

  const send = async (state: AttemptState): Promise<void> => {
    const { attempt } = state;
    const { number } = attempt;
    const request = outstanding.get(number);
    // Already answered and dropped: it is never sent again, whoever asks.
    if (request === undefined) return;
    if (state.watch.resent && isLongAgo(attempt)) {
      await Promise.resolve();
      deps.deliver(number, { kind: 'pay-not-sent' });
      return;
    }
    budget.spend(1, 'asked', clock.mono());
    const call = () => (attempt.kind === 'refund' ? gateway.refund(request) : gateway.pay(request));
    const answer = await limited(timers, call, LOST, (why) => {
      log('payments.lost', { number, why });
    });
    const code = answer.kind === 'answered' ? answer.row.code : answer.why;
    log('payments.answered', { number, kind: answer.kind, code });
    if (answer.kind === 'answered' && answer.gatewayTime !== null) deps.heardTime(answer.gatewayTime);
    const event = payEventFrom(attempt, answer, deps.gatewayClock.sinceOf(state));
    if (event.kind !== 'pay-not-sent') outstanding.delete(number);
    deps.deliver(number, event);
  };

  return {
    hold(number, request) {
      outstanding.set(number, request);
    },
    send(state) {
      void send(state);
    },
    drop(number) {
      outstanding.delete(number);
    },
    stop() {
      outstanding.clear();
    },
  };
}
