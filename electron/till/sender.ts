/** Sends payment and refund requests, each again only if not one byte of it left, and reports the result to the machine. */
import type { AttemptEvent, AttemptState } from '../../shared/attempt/machine.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { LIVE_MS } from '../../shared/gaps.ts';
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
  /** Called with the gateway's time. */
  readonly heardTime: (gatewayTime: WallMs) => void;
  readonly deliver: (number: AttemptNumber, event: AttemptEvent) => void;
};

export type Sender = {
  /** Holds the request of a committed attempt until it is answered, or nothing is sent for it any more. */
  hold(number: AttemptNumber, request: Prepared): void;
  /** Sends the held request; nothing if it was already answered. */
  send(state: AttemptState): void;
  /** Drops the request, so that it is never sent. */
  drop(number: AttemptNumber): void;
  stop(): void;
};

const LOST: PayAnswer = { kind: 'unanswered', mayHaveLeft: true, busy: false, why: 'lost' };

export function createSender(deps: SenderDeps): Sender {
  const { gateway, clock, timers, budget, log } = deps;
  /** Requests without an answer yet. They hold the customer's code, so each is dropped with its answer. */
  const outstanding = new Map<AttemptNumber, Prepared>();

  /** If the machine slept, it may wake hours later with the customer gone. Only the wall clock runs during a sleep. */
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
