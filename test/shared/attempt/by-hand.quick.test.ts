/**
 * P16: a person decides an attempt that the gateway does not settle. The decision counts only for what the gateway
 * leaves open, and later answers of the gateway still count.
 */
import { describe, expect, it } from 'vitest';
import {
  begin,
  resume,
  step,
  type AttemptEvent,
  type AttemptState,
  type Decision,
} from '../../../shared/attempt/machine.ts';
import {
  isContradicted,
  isOver,
  needsDecision,
  mismatchSaid,
  movedBy,
  verdictsOn,
  type Attempt,
  type Verdict,
} from '../../../shared/attempt/record.ts';
import { cents } from '../../../shared/money.ts';
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
} from '../../support/attempt-events.ts';
import { anAttempt, EVENING, numberOf } from '../../support/samples.ts';

const WRONG = mismatchSaid('amount');
const OTHER_AMOUNT = asked({ kind: 'mismatch', mismatch: 'amount' });
const says = (verdict: Verdict, amount = 1234): AttemptEvent => {
  const decision: Decision = { verdict, amount: cents(amount), by: 'KC', why: 'seen in the portal', at: EVENING };
  return { kind: 'decided', decision };
};
const BY = { decidedBy: 'KC', decidedWhy: 'seen in the portal', decidedAt: EVENING };
/** An attempt that has been watched since the program started. */
const watched = (more: Partial<Attempt>): AttemptState => {
  const attempt = anAttempt({ lastResponse: '1145', ...more });
  return { attempt, watch: resume(attempt, 0).state.watch };
};
const REFUND = { kind: 'refund', refundOf: numberOf(7) } as const;

describe('an order that the gateway does not settle', () => {
  it('is enquired less and less often: after a day four times a day', () => {
    let after = playedFrom(watched({ status: 'unknown', gatewayRef: 'S1' }), [SECOND, asked(NOWHERE)]);
    let calls = 0;
    for (let at = 0; at < 60 * 24 * HOUR; calls += 1) {
      expect(now(after).status).toBe('unknown');
      const inMs = nextAsk(after);
      if (inMs === null) throw new Error('nothing planned');
      at += inMs;
      after = step(after.state, asked(NOWHERE), at);
    }
    expect(nextAsk(after)).toBe(6 * HOUR);
    expect(calls).toBeLessThan(1200);
  });

  it('becomes paid if a person decides so', () => {
    const paid = step(watched({ status: 'unknown' }), says('paid'), HOUR);
    expect(now(paid)).toMatchObject({ status: 'paid', decided: 'paid', ...BY, movedAmount: null, resolved: false });
    expect([alarms(paid), nextAsk(paid)]).toEqual([[], null]);
    expect(isOver(now(paid))).toBe(true);
  });

  it('becomes paid late if it was abandoned, and is then kept or refunded', () => {
    const paid = step(watched({ status: 'unknown', abandoned: true }), says('paid', 1000), HOUR);
    expect(now(paid)).toMatchObject({ status: 'late-paid', movedAmount: 1000, resolved: false });
    expect([alarms(paid), movedBy(now(paid)), needsDecision(now(paid))]).toEqual([['late'], 1000, true]);
  });

  it('becomes not paid, but still gets look-backs, and a late success raises an alarm', () => {
    const not = step(watched({ status: 'pending' }), says('not-paid'), HOUR);
    expect(now(not)).toMatchObject({
      status: 'failed',
      decided: 'not-paid',
      ...BY,
      lastResponse: '1145',
      resolved: true,
    });
    expect([nextAsk(not), isOver(now(not))]).toEqual([10 * MINUTE, true]);
    const late = step(not.state, asked(PAID), 2 * HOUR);
    expect([now(late).status, ...alarms(late)]).toEqual(['late-paid', 'late']);
    const wrong = step(not.state, OTHER_AMOUNT, 2 * HOUR);
    expect([now(wrong).status, now(wrong).resolved, ...alarms(wrong)]).toEqual(['failed', false, 'mismatch']);
  });

  it('becomes refunded or not refunded if it is a refund', () => {
    const done = step(watched({ ...REFUND, status: 'pending' }), says('refunded', 500), HOUR);
    expect(now(done)).toMatchObject({ status: 'refunded', decided: 'refunded', movedAmount: 500, ...BY });
    expect([alarms(done), isOver(now(done)), nextAsk(done)]).toEqual([[], true, null]);
    const not = step(watched({ ...REFUND, status: 'unknown' }), says('not-refunded'), HOUR);
    expect(now(not)).toMatchObject({ status: 'refused', decided: 'not-refunded', resolved: true });
    expect([nextAsk(not), isOver(now(not))]).toEqual([10 * MINUTE, true]);
    const late = step(not.state, asked(PAID), 2 * HOUR);
    expect([now(late).status, ...alarms(late)]).toEqual(['refunded', 'late']);
  });
});

describe("a person's decision", () => {
  it.each([
    ['an order that the gateway settled as paid', { status: 'paid' }],
    ['one that it settled as late', { status: 'late-paid' }],
    ['one that it called not paid', { status: 'failed', lastResponse: '1201' }],
    ['one that has expired', { status: 'expired' }],
    ['a refund that was made', { ...REFUND, status: 'refunded' }],
    ['a refund that was refused', { ...REFUND, status: 'refused' }],
  ] as const)('does not count for %s', (_what, more) => {
    const state = watched(more);
    expect(verdictsOn(state.attempt)).toEqual([]);
    for (const verdict of ['paid', 'not-paid', 'refunded', 'not-refunded', 'returned'] as const) {
      expect(step(state, says(verdict), HOUR)).toEqual({ state, effects: [] });
    }
  });

  it('must be a verdict for a payment or for a refund, as the attempt is', () => {
    expect(verdictsOn(anAttempt({ status: 'unknown' }))).toEqual(['paid', 'not-paid']);
    expect(verdictsOn(anAttempt({ ...REFUND, status: 'pending' }))).toEqual(['refunded', 'not-refunded']);
    const state = watched({ status: 'unknown' });
    expect(step(state, says('refunded'), HOUR).effects).toEqual([]);
    expect(step(watched({ ...REFUND, status: 'unknown' }), says('paid'), HOUR).effects).toEqual([]);
  });

  it('of an unknown kind does nothing', () => {
    const state = watched({ status: 'unknown' });
    const anything = { ...state, attempt: { ...state.attempt } };
    expect(() => step(anything, says('something' as Verdict), 0)).not.toThrow();
    expect(step(anything, says('something' as Verdict), 0).effects).toEqual([]);
  });
});

describe('a success for another amount after "not paid"', () => {
  const called = (more: Partial<Attempt> = {}) => step(watched({ status: 'failed', ...more }), OTHER_AMOUNT, HOUR);

  it('raises one alarm, and waits for a person’s decision', () => {
    const told = called();
    expect(now(told)).toMatchObject({ status: 'failed', lastResponse: WRONG });
    expect([alarms(told), needsDecision(now(told)), isOver(now(told))]).toEqual([['mismatch'], true, false]);
    for (const more of [OTHER_AMOUNT, asked(FAILED), asked(NOWHERE)]) {
      const again = step(told.state, more, 2 * HOUR);
      expect([now(again), alarms(again)]).toEqual([now(told), []]);
    }
    expect(verdictsOn(now(told))).toEqual(['paid', 'not-paid']);
  });

  it('becomes paid late if a person decides so', () => {
    const paid = step(called().state, says('paid', 999), 2 * HOUR);
    expect(now(paid)).toMatchObject({ status: 'late-paid', movedAmount: 999, decided: 'paid' });
    expect(alarms(paid)).toEqual(['late']);
  });

  it('stays not paid if a person decides so, and the same success raises no second alarm', () => {
    const not = step(called({ status: 'expired' }).state, says('not-paid'), 2 * HOUR);
    expect(now(not)).toMatchObject({ status: 'expired', decided: 'not-paid', resolved: true });
    expect(isContradicted(now(not))).toBe(false);
    expect(alarms(step(not.state, OTHER_AMOUNT, 3 * HOUR))).toEqual([]);
  });

  it('of a refused refund that was already read raises an alarm', () => {
    const told = step(watched({ ...REFUND, status: 'refused', resolved: true }), OTHER_AMOUNT, HOUR);
    expect([now(told).resolved, isContradicted(now(told)), ...alarms(told)]).toEqual([false, true, 'mismatch']);
    expect(verdictsOn(now(told))).toEqual(['refunded', 'not-refunded']);
  });
});

describe('a payment whose money was returned outside the till', () => {
  const back = (returned: 'part' | 'whole', more: Partial<Attempt> = {}) =>
    step(watched({ status: 'pending', ...more }), asked({ ...PAID, returned } as typeof PAID), HOUR);

  it('is paid, and stores the returned amount if all was returned', () => {
    expect(now(back('whole'))).toMatchObject({ status: 'paid', returnedElsewhere: 1234 });
    expect([alarms(back('whole')), isOver(now(back('whole')))]).toEqual([[], true]);
    expect(now(back('whole', { abandoned: true }))).toMatchObject({ status: 'late-paid', returnedElsewhere: 1234 });
    expect(now(step(watched({ status: 'pending' }), asked(PAID), HOUR)).returnedElsewhere).toBe(0);
  });

  it('waits for a person to enter the amount if a part was returned', () => {
    const part = back('part');
    expect(now(part)).toMatchObject({ status: 'paid', returnedElsewhere: null });
    expect([needsDecision(now(part)), verdictsOn(now(part))]).toEqual([true, ['returned']]);
    const said = step(part.state, says('returned', 400), 2 * HOUR);
    expect(now(said)).toMatchObject({ status: 'paid', returnedElsewhere: 400, decided: 'returned', ...BY });
    expect([isOver(now(said)), verdictsOn(now(said))]).toEqual([true, []]);
  });

  it('waits for the amount and for the decision if a part of a late payment was returned', () => {
    const said = step(back('part', { abandoned: true }).state, says('returned', 400), 2 * HOUR);
    expect(now(said)).toMatchObject({ status: 'late-paid', returnedElsewhere: 400, resolved: false });
    expect(needsDecision(now(said))).toBe(true);
  });

  it('throws for an unknown kind of return', () => {
    const finding = { ...PAID, returned: 'something' } as never;
    expect(() => step(begin(anAttempt(), 0).state, answered(finding), 0)).toThrow();
    expect(now(step(watched({ status: 'pending' }), asked(PENDING), HOUR)).returnedElsewhere).toBe(0);
  });
});
