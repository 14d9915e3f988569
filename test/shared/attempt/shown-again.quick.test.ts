/**
 * A QR can be shown again, or longer. Its time on the screen is the till's own rule and much shorter than the life of
 * the order. Showing it again never sends a second request.
 */
import { describe, expect, it } from 'vitest';
import { canShowAgain, qrOnShow, step, type AttemptState, type Transition } from '../../../shared/attempt/machine.ts';
import { LIVE_MS } from '../../../shared/gaps.ts';
import {
  alarms,
  asked,
  FAILED,
  MINUTE,
  nextAsk,
  now,
  PAID,
  PENDING,
  played,
  playedFrom,
  QR,
  SECOND,
  sends,
} from '../../support/attempt-events.ts';

const ENDS = { kind: 'live-ends' } as const;
const AGAIN = { kind: 'shown-again' } as const;
const LONGER = { kind: 'longer' } as const;
const over = () => played([400, QR], [LIVE_MS, ENDS]);
const timers = ({ effects }: Transition): readonly number[] =>
  effects.flatMap((effect) => (effect.kind === 'timer' ? [effect.inMs] : []));
const leftAt = ({ watch }: AttemptState, at: number): number => watch.liveUntil - at;

describe('shown again', () => {
  it('after its time: the same order, no request, two more minutes, an enquiry soon', () => {
    const again = step(over().state, AGAIN, 5 * MINUTE);
    expect(qrOnShow(again.state)).toBe('https://qr.example');
    expect([sends(again), timers(again), nextAsk(again)]).toEqual([0, [LIVE_MS], 2 * SECOND]);
    expect(leftAt(again.state, 5 * MINUTE)).toBe(LIVE_MS);
    expect(now(again)).toEqual(now(over()));
    expect(now(step(again.state, asked(PAID), 6 * MINUTE)).status).toBe('paid');
  });

  it('disappears again when that time is over', () => {
    const again = playedFrom(over().state, [5 * MINUTE, AGAIN], [7 * MINUTE, ENDS]);
    expect(qrOnShow(again.state)).toBeNull();
    expect(canShowAgain(again.state, 7 * MINUTE)).toBe(true);
  });

  it('after a cancel: the sale is not abandoned any more, also in the ledger, and is then paid in time', () => {
    const again = played([400, QR], [9 * SECOND, { kind: 'given-up' }], [20 * SECOND, AGAIN]);
    expect(again.effects[0]).toEqual({ kind: 'commit', change: { abandoned: false } });
    const paid = step(again.state, asked(PAID), 30 * SECOND);
    expect([now(paid).status, alarms(paid)]).toEqual(['paid', []]);
  });

  it('is not ended by the timer from before the cancel', () => {
    const again = played([400, QR], [90 * SECOND, { kind: 'given-up' }], [100 * SECOND, AGAIN], [LIVE_MS, ENDS]);
    expect(qrOnShow(again.state)).not.toBeNull();
    expect(qrOnShow(step(again.state, ENDS, 100 * SECOND + LIVE_MS).state)).toBeNull();
  });

  it('is not shown longer than the order can be paid, and not offered after that', () => {
    const { validForMs } = now(over());
    const late = step(over().state, AGAIN, validForMs - MINUTE);
    expect([leftAt(late.state, validForMs - MINUTE), timers(late)]).toEqual([MINUTE, [MINUTE]]);
    expect(canShowAgain(over().state, validForMs - 1)).toBe(true);
    expect(canShowAgain(over().state, validForMs)).toBe(false);
    expect(qrOnShow(step(over().state, AGAIN, validForMs).state)).toBeNull();
  });

  it.each([
    ['while it is shown', played([400, QR])],
    ['without a QR', played([400, asked(PENDING)], [9 * SECOND, { kind: 'left' }])],
    ['when it is paid', playedFrom(over().state, [3 * MINUTE, asked(PAID)])],
    ['when it has failed', playedFrom(over().state, [3 * MINUTE, asked(FAILED)])],
    [
      'when its answer does not match',
      playedFrom(over().state, [3 * MINUTE, asked({ kind: 'mismatch', mismatch: 'amount' })]),
    ],
  ])('is not possible %s', (_when, { state }) => {
    expect(canShowAgain(state, 4 * MINUTE)).toBe(false);
    expect(step(state, AGAIN, 4 * MINUTE)).toEqual({ state, effects: [] });
  });
});

describe('two minutes more', () => {
  it('are added to the remaining time, and only the last timer ends it', () => {
    const longer = played([400, QR], [100 * SECOND, LONGER]);
    expect([leftAt(longer.state, 100 * SECOND), timers(longer), sends(longer)]).toEqual([
      140 * SECOND,
      [140 * SECOND],
      0,
    ]);
    const first = step(longer.state, ENDS, LIVE_MS);
    expect(qrOnShow(first.state)).not.toBeNull();
    expect(qrOnShow(step(first.state, ENDS, 2 * LIVE_MS).state)).toBeNull();
  });

  it.each([
    ['before there is a QR', played()],
    ['when its time is over', over()],
    ['when it is paid', playedFrom(over().state, [3 * MINUTE, asked(PAID)])],
  ])('are not added %s', (_when, { state }) => {
    expect(step(state, LONGER, 4 * MINUTE)).toEqual({ state, effects: [] });
  });

  it('end with the life of the order', () => {
    const { validForMs } = now(over());
    const again = playedFrom(over().state, [validForMs - MINUTE, AGAIN], [validForMs - 10 * SECOND, LONGER]);
    expect(leftAt(again.state, validForMs - 10 * SECOND)).toBe(10 * SECOND);
  });
});
