/**
 * What an order or a refund is, and what state it is in at a given time. Nothing here waits: an order carries its whole
 * script with times on it, and its state is worked out when somebody asks. So there is no timer to leave behind, and a
 * test that moves the clock moves every order with it.
 */

import type { Cents } from '../../shared/money.ts';
import type { WallMs } from '../../shared/time.ts';
import type { Becomes, FailedCode, PendingCode, Step, Steps } from './scenarios.ts';

/** A step of a script, with its time on the clock. */
type Turn = { readonly atMs: WallMs; readonly becomes: Becomes };
type Turns = readonly [Turn, ...Turn[]];

export type State =
  | { readonly kind: 'pending'; readonly respcd: PendingCode }
  | { readonly kind: 'failed'; readonly respcd: FailedCode }
  | { readonly kind: 'paid'; readonly atMs: WallMs };

type Entry = {
  /** `out_trade_no` */
  readonly number: string;
  readonly syssn: string;
  readonly payType: string;
  readonly createdAtMs: WallMs;
  readonly txdtm: string;
  readonly udid: string;
  readonly chnlsn: string;
  /** What the customer is charged or given back, and what every answer and enquiry says. */
  readonly bookedCents: Cents;
  readonly bookedCurrency: string;
  readonly turns: Turns;
};

export type Order = Entry & {
  readonly kind: 'payment';
  /** What the till asked for; differs from what is booked in the misreporting outcomes only. */
  readonly askedCents: Cents;
  readonly askedCurrency: string;
  /** A second channel number that appears once the order is paid. */
  readonly chnlsn2: string;
  readonly goodsName: string;
  /** A payment still pending then is over (1181). */
  readonly expiresAtMs: WallMs;
};

export type Refund = Entry & { readonly kind: 'refund'; readonly origSyssn: string };

/** Puts a script on the clock. `speed` 10 makes everything happen ten times sooner. */
export function schedule(steps: Steps, fromMs: WallMs, speed: number): Turns {
  const [first, ...rest] = steps;
  const turn = ({ afterMs, becomes }: Step): Turn => ({ atMs: fromMs + Math.round(afterMs / speed), becomes });
  return [turn(first), ...rest.map(turn)];
}

/** The script as it goes on when somebody takes over by hand: what it still had in store does not happen. */
export function takenOver(turns: Turns, atMs: WallMs, becomes: Becomes): Turns {
  const [first, ...rest] = turns;
  return [first, ...rest.filter((turn) => turn.atMs <= atMs), { atMs, becomes }];
}

export function stateAt(entry: Order | Refund, atMs: WallMs): State {
  const turn = entry.turns.findLast((candidate) => candidate.atMs <= atMs) ?? entry.turns[0];
  if (turn.becomes.kind === 'paid') return { kind: 'paid', atMs: turn.atMs };
  if (turn.becomes.kind === 'pending' && entry.kind === 'payment' && atMs >= entry.expiresAtMs) {
    return { kind: 'failed', respcd: '1181' };
  }
  return turn.becomes;
}

export function respcdOf(state: State): '0000' | PendingCode | FailedCode {
  return state.kind === 'paid' ? '0000' : state.respcd;
}
