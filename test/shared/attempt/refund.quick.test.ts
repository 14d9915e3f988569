/** P15: a refund uses the same machine as a payment. It ends refunded or refused, never expires, and is never lost. */
import { describe, expect, it } from 'vitest';
import { begin, resume, step, type AttemptState } from '../../../shared/attempt/machine.ts';
import {
  isFinal,
  isPaid,
  isOver,
  hasMoneyMoved,
  looksAgain,
  mismatchSaid,
  NO_ANSWER,
  NOT_FOUND,
  NOT_SENT,
  type AttemptStatus,
} from '../../../shared/attempt/record.ts';
import { nextGap, SLOW_MS } from '../../../shared/attempt/schedule.ts';
import { cashierStatus } from '../../../shared/attempt/word.ts';
import type { Finding } from '../../../shared/attempt/evidence.ts';
import {
  alarms,
  answered,
  asked,
  FAILED,
  HOUR,
  MINUTE,
  nextAsk,
  now,
  NOWHERE,
  PAID,
  PENDING,
  playedFrom,
  SECOND,
  sends,
  silent,
} from '../../support/attempt-events.ts';
import { anAttempt, numberOf, SYSSN } from '../../support/samples.ts';

const REFUND = anAttempt({ kind: 'refund', refundOf: numberOf(7) });
const begun = (): AttemptState => begin(REFUND, 0).state;
const REFUSED: Finding = { kind: 'failed', code: '1250', gatewayRef: null };

describe('a refund', () => {
  it('that succeeded is refunded, and no event changes that', () => {
    const done = playedFrom(begun(), [400, answered(PAID)]);
    expect(now(done)).toMatchObject({ status: 'refunded', gatewayRef: SYSSN, lastResponse: '0000' });
    expect([alarms(done), nextAsk(done)]).toEqual([[], null]);
    for (const finding of [PAID, FAILED, PENDING, NOWHERE, { kind: 'mismatch', mismatch: 'amount' } as const]) {
      const later = step(done.state, asked(finding), 9000);
      expect([now(later), later.effects]).toEqual([now(done), []]);
    }
  });

  it('that is refused stores the reason, and gets look-backs', () => {
    const refused = playedFrom(begun(), [400, answered(REFUSED)]);
    expect(now(refused)).toMatchObject({ status: 'refused', lastResponse: '1250' });
    expect(nextAsk(refused)).toBe(10 * MINUTE);
    const later = step(refused.state, asked(FAILED), 10 * MINUTE);
    expect(now(later)).toEqual(now(refused));
    expect(nextAsk(later)).toBe(50 * MINUTE);
  });

  it('that was refused and succeeds later is refunded, with an alarm', () => {
    const late = playedFrom(begun(), [400, answered(REFUSED)], [10 * MINUTE, asked(PAID)]);
    expect([now(late).status, ...alarms(late)]).toEqual(['refunded', 'late']);
    expect(now(late).abandoned).toBe(true);
    expect(nextAsk(late)).toBeNull();
  });

  it('that was refused and is pending later is in doubt again at any time, and a success is late', () => {
    const refused = playedFrom(begun(), [400, answered(REFUSED)], [500, { kind: 'dealt-with' }]);
    for (const at of [10 * MINUTE, 25 * HOUR]) {
      const alive = step(refused.state, asked(PENDING), at);
      expect(now(alive)).toMatchObject({ status: 'unknown', lastResponse: '1143', abandoned: true, resolved: false });
      expect([nextAsk(alive), alarms(alive)]).toEqual([2 * SECOND, []]);
      expect(nextAsk(step(alive.state, asked(PENDING), at + 2 * SECOND))).toBe(2 * SECOND);
      expect(nextAsk(step(step(alive.state, asked(PENDING), at).state, asked(PENDING), at + MINUTE))).toBe(3 * SECOND);
      const done = step(alive.state, asked(PAID), at + SECOND);
      expect([now(done).status, ...alarms(done)]).toEqual(['refunded', 'late']);
      const refusedAgain = step(alive.state, asked(FAILED), at + SECOND);
      expect(now(refusedAgain)).toMatchObject({ status: 'refused', resolved: false });
    }
  });

  it('that a person decided as not refunded stays so while the gateway only reports it as pending', () => {
    const decided = resume(
      anAttempt({ ...REFUND, status: 'refused', lastResponse: '1143', decided: 'not-refunded' }),
      0,
    );
    expect(now(step(decided.state, asked(PENDING), 1000)).status).toBe('refused');
  });

  it('is pending while it is processed, also for days, and never expires', () => {
    let after = playedFrom(begun(), [400, answered(PENDING)]);
    expect([now(after).status, nextAsk(after)]).toEqual(['pending', 2 * SECOND]);
    for (let at = MINUTE; at < 72 * HOUR; at += 15 * MINUTE) {
      after = step(after.state, asked(PENDING), at);
      expect(now(after).status).toBe('pending');
      if (at > 24 * HOUR) expect(nextAsk(after)).toBe(6 * HOUR);
      else expect(nextAsk(after)).toBe(at > 40 * MINUTE ? 15 * MINUTE : 3 * SECOND);
    }
  });

  it('without an answer is unknown and enquired, also after unclear answers', () => {
    const unanswered = playedFrom(begun(), [400, { kind: 'pay-unanswered' }]);
    expect([now(unanswered).status, now(unanswered).lastResponse]).toEqual(['unknown', NO_ANSWER]);
    expect(nextAsk(unanswered)).toBe(5 * SECOND);
    const unclear = step(
      unanswered.state,
      asked({ kind: 'unclear', code: '1262', gatewayRef: null, isOrder: true }),
      6000,
    );
    expect(now(unclear)).toMatchObject({ status: 'unknown', lastResponse: '1262' });
    expect(nextAsk(step(unclear.state, silent(true), 9000))).toBe(6 * SECOND);
  });

  it('that is not found is refused after ten minutes and two enquiries, and not before', () => {
    let after = playedFrom(begun(), [400, { kind: 'pay-unanswered' }]);
    for (let at = 30_400; at < 10 * MINUTE + 400; at += 6 * SECOND) {
      after = step(after.state, asked(NOWHERE), at);
      expect(now(after), `${at} ms`).toMatchObject({ status: 'unknown', lastResponse: NOT_FOUND });
    }
    const once = step(after.state, asked(NOWHERE), 10 * MINUTE + 400);
    expect(now(once)).toMatchObject({ status: 'unknown', lastResponse: NOT_FOUND });
    const twice = step(once.state, asked(NOWHERE), 10 * MINUTE + 6 * SECOND);
    expect(now(twice)).toMatchObject({ status: 'refused', lastResponse: NOT_FOUND });
    expect(nextAsk(twice)).toBe(10 * MINUTE);
  });

  it('that is listed late, for example after five minutes, is refunded', () => {
    const listed = playedFrom(
      begun(),
      [400, { kind: 'pay-unanswered' }],
      [31 * SECOND, asked(NOWHERE)],
      [40 * SECOND, asked(NOWHERE)],
      [5 * MINUTE, asked(PAID)],
    );
    expect([now(listed).status, ...alarms(listed)]).toEqual(['refunded']);
  });

  it('of which nothing was sent is sent once more and then refused', () => {
    const again = playedFrom(begun(), [10, { kind: 'pay-not-sent' }]);
    expect([sends(again), now(again).status]).toEqual([1, 'sending']);
    const over = step(again.state, { kind: 'pay-not-sent' }, 20);
    expect([sends(over), now(over).status, now(over).lastResponse]).toEqual([0, 'refused', NOT_SENT]);
    expect(nextAsk(over)).toBeNull();
    expect(resume(now(over), 0).effects).toEqual([]);
  });

  it('with a success for another amount raises an alarm and is not refunded', () => {
    const wrong = playedFrom(begun(), [400, answered({ kind: 'mismatch', mismatch: 'amount' })]);
    expect(now(wrong)).toMatchObject({ status: 'unknown', lastResponse: mismatchSaid('amount') });
    expect(alarms(wrong)).toEqual(['mismatch']);
  });

  it('is enquired at once when it is slow, and after a restart', () => {
    expect(nextAsk(playedFrom(begun(), [SLOW_MS, { kind: 'slow' }]))).toBe(0);
    const resumed = resume(anAttempt({ ...REFUND, status: 'pending' }), 0);
    expect([now(resumed).status, nextAsk(resumed)]).toEqual(['unknown', 0]);
    expect(nextAsk(resume(anAttempt({ ...REFUND, status: 'refused', lastResponse: '1250' }), 0))).toBe(0);
    expect(resume(anAttempt({ ...REFUND, status: 'refunded' }), 0).effects).toEqual([]);
  });
});

it('the event `dealt-with` is committed once, and changes nothing else', () => {
  for (const status of ['late-paid', 'refused', 'pending'] as const) {
    const state = resume(anAttempt({ status, version: 4 }), 0).state;
    const dealt = step(state, { kind: 'dealt-with' }, 10);
    expect(dealt.effects).toEqual([{ kind: 'commit', change: { resolved: true } }]);
    expect(dealt.state).toEqual({
      attempt: { ...state.attempt, resolved: true, version: state.attempt.version + 1 },
      watch: state.watch,
    });
    expect(step(dealt.state, { kind: 'dealt-with' }, 20).effects).toEqual([]);
  }
});

describe('the statuses', () => {
  const all = {
    sending: [false, false, false],
    pending: [false, false, false],
    unknown: [false, false, false],
    paid: [true, true, true],
    failed: [true, false, false],
    expired: [true, false, false],
    'late-paid': [true, true, true],
    refunded: [true, true, false],
    refused: [true, false, false],
  } as const satisfies Record<AttemptStatus, unknown>;

  it.each(Object.entries(all))('%s is final, has moved money, is paid: %o', (name, expected) => {
    const status = name as AttemptStatus;
    expect([isFinal(status), hasMoneyMoved(status), isPaid(status)]).toEqual(expected);
    expect(looksAgain(anAttempt({ status, lastResponse: '1201' }))).toBe(!hasMoneyMoved(status));
    expect(looksAgain(anAttempt({ status, lastResponse: NOT_SENT }))).toBe(false);
  });

  it.each(Object.keys(all) as AttemptStatus[])('%s is over if it is final and no person must decide', (status) => {
    const waitsForSomebody = status === 'late-paid' || status === 'refused';
    expect(isOver(anAttempt({ status }))).toBe(isFinal(status) && !waitsForSomebody);
    expect(isOver(anAttempt({ status, resolved: true }))).toBe(isFinal(status));
  });

  it.each(['sending', 'pending', 'unknown'] as const)(
    'of a refund, %s reads "refund-checking" everywhere',
    (status) => {
      expect(cashierStatus({ kind: 'refund', status }, 'live')).toBe('refund-checking');
      expect(cashierStatus({ kind: 'refund', status }, 'background')).toBe('refund-checking');
    },
  );

  it('of a refund, the final ones read "refunded" and "not-refunded"', () => {
    expect(cashierStatus({ kind: 'refund', status: 'refunded' }, 'live')).toBe('refunded');
    expect(cashierStatus({ kind: 'refund', status: 'refused' }, 'live')).toBe('not-refunded');
  });

  it('throw if one is unknown', () => {
    expect(() => isFinal('something' as AttemptStatus)).toThrow();
    expect(() => cashierStatus({ kind: 'payment', status: 'something' as AttemptStatus }, 'live')).toThrow();
    expect(() => step(begun(), { kind: 'something' } as never, 0)).toThrow();
    expect(() => step(begun(), asked({ kind: 'something' } as never), 0)).toThrow();
  });
});

it('an unanswered look-back is repeated after a minute, however the attempt ended', () => {
  for (const status of ['failed', 'expired', 'refused'] as const) {
    const attempt = anAttempt({ status, lastResponse: '1201' });
    expect(nextGap(attempt, { ...resume(attempt, 0).state.watch, looks: 1 }, 0, 'unanswered')).toBe(MINUTE);
  }
});
