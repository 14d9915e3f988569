/**
 * What an order or a refund is, and its state at a given time. Nothing here waits: an order carries its whole script
 * with times, and its state is computed when asked for. So there is no timer to clean up, and a test that moves the
 * clock moves every order with it.
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
  /** The amount charged or refunded, which every answer and enquiry shows. */
  readonly bookedCents: Cents;
  readonly bookedCurrency: string;
  readonly turns: Turns;
};

export type Order = Entry & {
  readonly kind: 'payment';
  /** The amount the till asked for. It differs from the booked amount only in the misreporting outcomes. */
  readonly askedCents: Cents;
  readonly askedCurrency: string;
  /** A second channel number, shown once the order is paid. */
  readonly chnlsn2: string;
  readonly goodsName: string;
  /** A payment that is still pending at this time is over (1181). */
  readonly expiresAtMs: WallMs;
};

export type Refund = Entry & { readonly kind: 'refund'; readonly origSyssn: string };

/** Gives each step of a script its time. With `speed` 10 everything happens ten times sooner. */
export function schedule(steps: Steps, fromMs: WallMs, speed: number): Turns {
  const [first, ...rest] = steps;
  const turn = ({ afterMs, becomes }: Step): Turn => ({ atMs: fromMs + Math.round(afterMs / speed), becomes });
  return [turn(first), ...rest.map(turn)];
}

/** The script after a person changed the state by hand: its later steps do not happen. */
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
