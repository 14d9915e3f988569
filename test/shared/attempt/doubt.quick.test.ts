/**
 * The rules about "not found", cancelling and restarts, each with an example of the payment machine: P10, P11, P12, and
 * the statuses that a cashier reads.
 */
import { describe, expect, it } from 'vitest';
import { resume, qrOnShow, step, type Transition } from '../../../shared/attempt/machine.ts';
import { SLOW_MS } from '../../../shared/attempt/schedule.ts';
import { cashierStatus } from '../../../shared/attempt/word.ts';
import { NO_ANSWER, NOT_FOUND, NOT_SENT } from '../../../shared/attempt/record.ts';
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
  sends,
  silent,
} from '../../support/attempt-events.ts';
import { anAttempt, SYSSN } from '../../support/samples.ts';

/** The times of all look-backs, in ms, while each answer is "not found". */
function looksAt(first: Transition): readonly number[] {
  const looks: number[] = [];
  let after = first;
  for (let at = 0, inMs = nextAsk(after); inMs !== null; inMs = nextAsk(after)) {
    at += inMs;
    looks.push(at);
    after = step(after.state, asked(NOWHERE), at);
  }
  return looks;
}

describe('P10: not found', () => {
  const sent = () => played([100, { kind: 'pay-unanswered' }]).state;

  it('counts if the request is over, 30 s have passed, and two enquiries 5 s apart agree', () => {
    const first = playedFrom(sent(), [30_100, asked(NOWHERE)]);
    expect(now(first)).toMatchObject({ status: 'unknown', lastResponse: NOT_FOUND });
    const gap = nextAsk(first) ?? 0;
    expect(gap * 0.8, 'the next enquiry is late enough even if it is made a fifth early').toBeGreaterThanOrEqual(
      4 * SECOND,
    );
    expect(now(step(first.state, asked(NOWHERE), 30_100 + 4999)).status).toBe('unknown');
    expect(now(step(first.state, asked(NOWHERE), 30_100 + 5000))).toMatchObject({
      status: 'failed',
      lastResponse: NOT_FOUND,
    });
  });

  it('does not count before 30 s, however often it is reported', () => {
    const early = [6000, 12_000, 18_000, 24_000, 30_099].map((at) => [at, asked(NOWHERE)] as const);
    expect(now(playedFrom(sent(), ...early)).status).toBe('unknown');
    // An answer that came too early is not the first of the two.
    expect(now(playedFrom(sent(), ...early, [36_000, asked(NOWHERE)])).status).toBe('unknown');
  });

  it('is stored as the last response even if it does not count yet', () => {
    expect(now(playedFrom(sent(), [6000, asked(NOWHERE)])).lastResponse).toBe(NOT_FOUND);
  });

  it('twice within 5 s leads to one more enquiry', () => {
    const twice = playedFrom(sent(), [30_100, asked(NOWHERE)], [35_099, asked(NOWHERE)]);
    expect([now(twice).status, nextAsk(twice)]).toEqual(['unknown', 6 * SECOND]);
  });

  it('does not count while the request is open', () => {
    const open = played([SLOW_MS, { kind: 'slow' }], [20 * MINUTE, asked(NOWHERE)], [21 * MINUTE, asked(NOWHERE)]);
    expect(now(open).status).toBe('unknown');
  });

  it('does not count for an order that has a number of the gateway', () => {
    const known = played([400, QR], [60_000, asked(NOWHERE)], [70_000, asked(NOWHERE)], [80_000, asked(NOWHERE)]);
    expect(now(known)).toMatchObject({ status: 'pending', gatewayRef: SYSSN });
    expect(nextAsk(known)).not.toBeNull();
  });

  it.each([SYSSN, null])(
    'does not count for an order whose QR was made (%s), even if all later answers are unclear',
    (gatewayRef) => {
      const unclear = asked({ kind: 'unclear', code: null, gatewayRef: null, isOrder: false });
      const made = played([400, { kind: 'qr-made', qr: 'q', gatewayRef }], [20_000, unclear]);
      expect(now(made)).toMatchObject({ status: 'pending', gatewayRef, lastResponse: NO_ANSWER });
      const absent = playedFrom(
        made.state,
        [60_000, asked(NOWHERE)],
        [70_000, asked(NOWHERE)],
        [80_000, asked(NOWHERE)],
      );
      expect(now(absent).status).toBe('pending');
    },
  );

  it('does not count after a restart for an order that has a number of the gateway', () => {
    const { state } = resume(anAttempt({ status: 'unknown', gatewayRef: SYSSN, lastResponse: NO_ANSWER }), 0);
    expect(now(playedFrom(state, [40_000, asked(NOWHERE)], [50_000, asked(NOWHERE)])).status).toBe('unknown');
  });

  it('is followed by look-backs after 10 min, 1 h and 24 h', () => {
    const failed = playedFrom(sent(), [30_100, asked(NOWHERE)], [36_100, asked(NOWHERE)]);
    expect(looksAt(failed)).toEqual([10 * MINUTE, HOUR, 24 * HOUR]);
  });

  it('is followed by another look-back if one is not answered', () => {
    const over = playedFrom(sent(), [30_100, asked(NOWHERE)], [36_100, asked(NOWHERE)], [10 * MINUTE, silent(true)]);
    expect(nextAsk(over)).toBe(MINUTE);
    expect(over.state.watch.looks).toBe(0);
  });
});

describe('P11: cancelled', () => {
  const takenAway = () => played([400, QR], [9000, { kind: 'given-up' }]);

  it('the QR disappears, and the enquiries continue', () => {
    expect(qrOnShow(takenAway().state)).toBeNull();
    expect(now(takenAway())).toMatchObject({ status: 'pending', abandoned: true });
    expect(nextAsk(step(takenAway().state, asked(PENDING), 12_000))).toBe(CLOSEST_MS);
  });

  it('a later success is paid late, with an alarm', () => {
    const late = step(takenAway().state, asked(PAID), 12_000);
    expect([now(late).status, ...alarms(late)]).toEqual(['late-paid', 'late']);
    expect(nextAsk(late), 'in case it was paid twice').toBe(10 * SECOND);
  });

  it('a QR that comes after the cancel is not shown', () => {
    const late = played([100, { kind: 'given-up' }], [400, QR]);
    expect(qrOnShow(late.state)).toBeNull();
    expect(now(late)).toMatchObject({ status: 'pending', abandoned: true });
    expect(nextAsk(late)).not.toBeNull();
  });

  it.each(['failed', 'expired'] as const)('a success after %s is paid late', (status) => {
    const late = step(resume(anAttempt({ status, lastResponse: '1181' }), 0).state, asked(PAID), 10);
    expect([now(late).status, ...alarms(late)]).toEqual(['late-paid', 'late']);
  });

  it('a cancel of a final attempt does nothing', () => {
    for (const finding of [PAID, FAILED]) {
      const over = played([400, answered(finding)], [500, { kind: 'given-up' }]);
      expect(over.effects).toEqual([]);
      expect(now(over).abandoned).toBe(false);
    }
  });
});

describe('P12: after a restart', () => {
  it.each(['sending', 'pending', 'unknown'] as const)(
    '%s becomes unknown, is enquired at once, and is not on the screens',
    (status) => {
      const resumed = resume(anAttempt({ status, version: 3 }), 7);
      expect(now(resumed)).toMatchObject({ status: 'unknown', version: status === 'unknown' ? 3 : 4 });
      expect(nextAsk(resumed)).toBe(0);
      expect(sends(resumed)).toBe(0);
      expect(resumed.state.watch).toMatchObject({ stage: 'background', qr: null, requestOverAt: 7 });
    },
  );

  it('an unpaid attempt gets a look-back at once and the usual ones later, unless nothing was sent', () => {
    const looks = [0, 10 * MINUTE, HOUR, 24 * HOUR];
    expect(looksAt(resume(anAttempt({ status: 'failed', lastResponse: '1201' }), 0))).toEqual(looks);
    expect(looksAt(resume(anAttempt({ status: 'expired', lastResponse: '1143' }), 0))).toHaveLength(1 + 96);
    expect(resume(anAttempt({ status: 'failed', lastResponse: NOT_SENT }), 0).effects).toEqual([]);
  });

  it.each(['paid', 'late-paid'] as const)('%s is not enquired', (status) => {
    expect(resume(anAttempt({ status }), 0).effects).toEqual([]);
  });

  it('an abandoned attempt stays abandoned: a success is paid late', () => {
    const resumed = resume(anAttempt({ status: 'pending', abandoned: true }), 0);
    expect(now(step(resumed.state, asked(PAID), 5)).status).toBe('late-paid');
  });
});

describe('the statuses for the cashier', () => {
  it.each([
    ['sending', 'waiting', 'checking'],
    ['pending', 'waiting', 'checking'],
    ['unknown', 'checking', 'checking'],
    ['failed', 'not-paid', 'not-paid'],
    ['expired', 'not-paid', 'not-paid'],
    ['paid', 'paid', 'paid'],
    ['late-paid', 'paid-late', 'paid-late'],
  ] as const)('%s is "%s" on the screens and "%s" in the background', (status, live, background) => {
    expect(cashierStatus({ kind: 'payment', status }, 'live')).toBe(live);
    expect(cashierStatus({ kind: 'payment', status }, 'background')).toBe(background);
  });
});
