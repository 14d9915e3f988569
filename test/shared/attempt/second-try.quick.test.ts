/**
 * A declined QR can still be paid by a second try, which has the same number of ours and another number of QFPay's.
 * What the till does before it says "not paid", while it waits, and after "paid".
 */
import { describe, expect, it } from 'vitest';
import { resume, step, type AttemptState } from '../../../shared/attempt/machine.ts';
import { asksBy } from '../../../shared/attempt/schedule.ts';
import { PAID_TWICE } from '../../../shared/attempt/record.ts';
import { cashierStatus } from '../../../shared/attempt/word.ts';
import {
  alarms,
  answered,
  CLOSEST_MS,
  asked,
  FAILED,
  HOUR,
  MINUTE,
  nextAsk,
  now,
  NOWHERE,
  PAID,
  PENDING,
  played,
  playedFrom,
  QR,
  SECOND,
  silent,
} from '../../support/attempt-events.ts';
import { anAttempt, SYSSN } from '../../support/samples.ts';

const byNumber = ({ attempt, watch }: AttemptState, at: number): boolean => asksBy(attempt, watch, at).number;
const declined = (at = 5000) => played([400, QR], [at, asked(FAILED)]);

describe('before "not paid" is shown', () => {
  it('an enquiry by our own number is made at once', () => {
    const first = played([400, QR], [5000, asked(FAILED, false)]);
    expect(now(first)).toMatchObject({ status: 'pending', gatewayRef: SYSSN });
    expect([nextAsk(first), byNumber(first.state, 5000)]).toEqual([0, true]);
    expect(now(step(first.state, asked(FAILED), 5100)).status).toBe('failed');
  });

  it('a second try that was paid is paid in time', () => {
    const paid = step(played([400, QR], [5000, asked(FAILED, false)]).state, asked(PAID), 5100);
    expect([now(paid).status, ...alarms(paid)]).toEqual(['paid']);
  });

  it('the enquiry is repeated until both numbers have been answered', () => {
    const unanswered = step(played([400, QR], [5000, asked(FAILED, false)]).state, silent(false), 5100);
    expect([now(unanswered).status, byNumber(unanswered.state, 5100)]).toEqual(['pending', true]);
    const other = step(unanswered.state, asked(PENDING, false), 6000);
    expect([now(other).status, other.state.watch.wide]).toEqual(['pending', false]);
  });

  it('an answer by one number alone does not make the attempt expire', () => {
    const late = 41 * MINUTE;
    const first = played([400, QR], [late, asked(PENDING, false)]);
    expect([now(first).status, nextAsk(first), byNumber(first.state, late)]).toEqual(['pending', 0, true]);
    expect(now(step(first.state, asked(PENDING), late + 100)).status).toBe('expired');
  });

  it('a declined scanned code fails at once, because it has no second try', () => {
    expect(now(played([400, answered(FAILED)])).status).toBe('failed');
  });
});

describe('while the attempt waits', () => {
  it('one enquiry in four is by our number, because a second try may be paid while the first hangs', () => {
    let { state } = played([400, QR]);
    const kinds = [1, 2, 3, 4, 5, 6, 7, 8].map((turn) => {
      const by = asksBy(state.attempt, state.watch, turn * SECOND);
      ({ state } = step(state, turn % 2 === 0 ? asked(PENDING, by.number) : silent(false), turn * SECOND));
      return `${by.gatewayRef ? 'theirs' : ''}${by.number ? 'ours' : ''}`;
    });
    expect(kinds).toEqual(['theirs', 'theirs', 'theirs', 'ours', 'theirs', 'theirs', 'theirs', 'ours']);
  });

  it('enquiries are by our number alone if QFPay gave none', () => {
    const { attempt, watch } = played([400, { kind: 'qr-made', qr: 'q', gatewayRef: null }]).state;
    expect(asksBy(attempt, watch, 1000)).toEqual({ gatewayRef: false, number: true });
  });
});

describe('a QR that failed and can still be paid', () => {
  it.each([
    [5, 0.9],
    [30, 2],
    [70, 3],
    [39 * 60, 3],
  ])('is enquired, when %d s old, every %d s, by our number and one time in four by both', (age, gap) => {
    const failed = declined(age * SECOND);
    expect(now(failed).status).toBe('failed');
    expect(nextAsk(failed)).toBe(gap * SECOND);
    let { state } = failed;
    const gatewayRefs = [0, 1, 2, 3].map(() => {
      const by = asksBy(state.attempt, state.watch, age * SECOND);
      ({ state } = step(state, asked(FAILED), age * SECOND));
      expect(by.number).toBe(true);
      return by.gatewayRef;
    });
    expect(gatewayRefs.filter(Boolean)).toHaveLength(1);
  });

  it('gets the usual look-backs once it can no longer be paid', () => {
    const over = step(declined().state, asked(FAILED), 41 * MINUTE);
    expect(nextAsk(over)).toBe(50 * MINUTE);
    expect(byNumber(over.state, 41 * MINUTE)).toBe(true);
  });

  it.each([
    ['a scanned code', played([400, answered(FAILED)])],
    ['a QR that nobody ever saw', played([400, answered({ kind: 'failed', code: '1104', gatewayRef: null })])],
    ['a QR that came after the cancel', played([100, { kind: 'given-up' }], [400, QR], [900, asked(FAILED)])],
  ])('is not %s', (_what, failed) => {
    expect(now(failed).status).toBe('failed');
    expect(nextAsk(failed)).toBe(10 * MINUTE);
  });

  it.each([
    ['a minute old', MINUTE, SECOND * 3],
    ['dated in the future by a clock that was wrong', -HOUR, CLOSEST_MS],
    ['too old', HOUR, 10 * MINUTE],
  ])('of an earlier run is enquired by its age: %s', (_what, ageMs, gap) => {
    const failed = anAttempt({ status: 'failed', gatewayRef: SYSSN, lastResponse: '1201' });
    const taken = resume(failed, 5_000_000, ageMs).state;
    expect(nextAsk(step(taken, asked(FAILED), 5_000_000))).toBe(gap);
  });

  it('of an earlier run is enquired often too if QFPay gave no number with the QR', () => {
    const doubted = anAttempt({ status: 'pending', lastResponse: 'qr-made' });
    const failed = step(resume(doubted, 0, MINUTE).state, asked(FAILED), 0);
    expect(now(failed).status).toBe('failed');
    expect(nextAsk(failed)).toBe(CLOSEST_MS);
  });

  it('is not an attempt of an earlier run that a person has decided', () => {
    const byHand = anAttempt({ status: 'failed', lastResponse: '1104', gatewayRef: SYSSN, decided: 'not-paid' });
    const taken = resume(byHand, 0, MINUTE).state;
    expect(nextAsk(step(taken, asked(FAILED), 0))).toBe(10 * MINUTE);
    expect(now(step(taken, asked(PENDING), 0)).status).toBe('failed');
  });

  it('and that the customer tries again is checked, and is paid late if it is paid', () => {
    const again = step(declined().state, asked({ kind: 'pending', gatewayRef: 'S2', code: '1143' }, false), 7000);
    expect(now(again)).toMatchObject({ status: 'unknown', lastResponse: '1143', gatewayRef: 'S2', abandoned: true });
    expect(cashierStatus(now(again), again.state.watch.stage)).toBe('checking');
    expect([nextAsk(again), again.state.watch.qr]).toEqual([2 * SECOND, null]);
    const paid = step(again.state, asked({ kind: 'paid', gatewayRef: 'S2', several: false, returned: 'none' }), 9000);
    expect([now(paid).status, ...alarms(paid)]).toEqual(['late-paid', 'late']);
    expect(now(step(again.state, asked(FAILED), 9000)).status).toBe('failed');
  });

  it('stays failed if it is reported as pending when it can no longer be paid', () => {
    expect(now(step(declined().state, asked(PENDING), 41 * MINUTE)).status).toBe('failed');
  });
});

describe('after "paid"', () => {
  const paid = () => played([400, QR], [5000, asked(PAID, false)]);
  const twice = asked({ kind: 'paid', gatewayRef: SYSSN, several: true, returned: 'none' });

  it('look-backs by both numbers are made after ten seconds and after five minutes', () => {
    const first = paid();
    expect([nextAsk(first), byNumber(first.state, 15_000)]).toEqual([10 * SECOND, true]);
    const second = step(first.state, asked(PAID), 15_000);
    expect([nextAsk(second), second.effects.length]).toEqual([290 * SECOND, 1]);
    for (const last of [PAID, NOWHERE, PENDING, FAILED, { kind: 'mismatch', mismatch: 'amount' } as const]) {
      expect(step(second.state, asked(last), 305_000).effects).toEqual([]);
    }
  });

  it('a second payment under the number raises an alarm', () => {
    const told = step(paid().state, twice, 15_000);
    expect([now(told).status, now(told).lastResponse, ...alarms(told)]).toEqual(['paid', PAID_TWICE, 'paid-twice']);
    expect(alarms(step(told.state, twice, 305_000))).toEqual([]);
  });

  it('an unanswered look-back is repeated, until the order can no longer be paid', () => {
    expect(nextAsk(step(paid().state, silent(false), 15_000))).toBe(MINUTE);
    expect(nextAsk(step(paid().state, silent(false), 41 * MINUTE))).toBeNull();
  });

  it('a late payment gets look-backs too, and a refund gets none', () => {
    const late = played([400, QR], [900, { kind: 'given-up' }], [5000, asked(PAID)]);
    expect(nextAsk(late)).toBe(10 * SECOND);
    const refund = playedFrom(resume(anAttempt({ kind: 'refund', status: 'pending' }), 0).state, [5000, asked(PAID)]);
    expect([now(refund).status, nextAsk(refund)]).toEqual(['refunded', null]);
  });

  it('a payment that an earlier run saw paid gets no look-back', () => {
    const taken = resume(anAttempt({ status: 'paid', gatewayRef: SYSSN, lastResponse: '0000' }), 0, 1000);
    expect(taken.effects).toEqual([]);
    expect(nextAsk(step(taken.state, asked(PAID), 0))).toBeNull();
    expect(nextAsk(step(taken.state, silent(false), 0))).toBeNull();
  });
});
