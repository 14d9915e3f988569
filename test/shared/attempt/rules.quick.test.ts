/** The rules about sending, answers and enquiries, each with an example of the payment machine: P4, P5, P7 and P8. */
import { describe, expect, it } from 'vitest';
import { begin, qrOnShow, resume, step, type AttemptEvent } from '../../../shared/attempt/machine.ts';
import { SLOW_MS } from '../../../shared/attempt/schedule.ts';
import { LIVE_MS } from '../../../shared/gaps.ts';
import { cashierStatus } from '../../../shared/attempt/word.ts';
import {
  codeIn,
  isFinal,
  saidWithoutOrder,
  looksAgain,
  mismatchSaid,
  NO_ANSWER,
  NOT_FOUND,
  NOT_SENT,
  PAID_TWICE,
  QR_MADE,
  ROW_UNCLEAR,
} from '../../../shared/attempt/record.ts';
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

describe('P4: a payment is never resent', () => {
  it('unless nothing was sent: then once, and the second time it fails', () => {
    const again = played([10, { kind: 'pay-not-sent' }]);
    expect(sends(again)).toBe(1);
    expect(now(again)).toEqual(anAttempt());
    const over = step(again.state, { kind: 'pay-not-sent' }, 20);
    expect(sends(over)).toBe(0);
    expect(now(over)).toMatchObject({ status: 'failed', lastResponse: NOT_SENT });
    expect(looksAgain(now(over))).toBe(false);
    expect(over.effects).toEqual([{ kind: 'commit', change: { status: 'failed', lastResponse: NOT_SENT } }]);
  });

  it('and not after "checking" was shown, because the payment would start late', () => {
    const late = played([SLOW_MS, { kind: 'slow' }], [SLOW_MS + 10, { kind: 'pay-not-sent' }]);
    expect(sends(late)).toBe(0);
    expect(now(late)).toMatchObject({ status: 'failed', lastResponse: NOT_SENT });
  });

  it.each<[string, AttemptEvent]>([
    ['no answer', { kind: 'pay-unanswered' }],
    ['an unclear answer', answered({ kind: 'unclear', code: '1297', gatewayRef: null, isOrder: false })],
    ['a pending answer', answered(PENDING)],
    ['slowness', { kind: 'slow' }],
  ])('%s leads to an enquiry and not to a second request', (_what, event) => {
    const after = played([10, event]);
    expect(sends(after)).toBe(0);
    expect(nextAsk(after)).not.toBeNull();
  });
});

describe('P5: 0000', () => {
  it('to a QR request means that a QR exists, and nothing else', () => {
    const made = played([400, QR]);
    expect(now(made)).toMatchObject({ status: 'pending', gatewayRef: SYSSN, lastResponse: QR_MADE });
    expect(made.state.watch.qr).toBe('https://qr.example');
  });

  it('to a scanned code means paid', () => {
    const paid = played([400, answered(PAID)]);
    expect(now(paid)).toMatchObject({ status: 'paid', gatewayRef: SYSSN, lastResponse: '0000' });
    const change = { status: 'paid', gatewayRef: SYSSN, lastResponse: '0000' };
    // The only other effect is a look-back, in case it was paid twice.
    expect(paid.effects).toEqual([
      { kind: 'commit', change },
      { kind: 'enquire', inMs: 10 * SECOND },
    ]);
  });

  it('that contradicts the request raises one alarm, and is never a payment', () => {
    const wrong = asked({ kind: 'mismatch', mismatch: 'amount' });
    const first = played([400, QR], [3000, wrong]);
    expect(now(first)).toMatchObject({ status: 'unknown', lastResponse: mismatchSaid('amount') });
    expect(first.state.watch.qr).toBeNull();
    expect(alarms(first)).toEqual(['mismatch']);
    const second = step(first.state, wrong, 6000);
    expect(second.effects).toEqual([{ kind: 'enquire', inMs: CLOSEST_MS }]);
  });

  it('for two orders under one number means paid, with an alarm', () => {
    expect(
      alarms(played([400, QR], [3000, asked({ kind: 'paid', gatewayRef: SYSSN, several: true, returned: 'none' })])),
    ).toEqual(['paid-twice']);
  });
});

describe('P7: unclear', () => {
  it.each([
    [{ kind: 'pay-unanswered' }],
    [answered({ kind: 'unclear', code: null, gatewayRef: null, isOrder: false })],
    [{ kind: 'slow' }],
  ] as const)('after %j the cashier reads "checking" and the attempt has not failed', (event) => {
    const after = played([10, event]);
    expect(now(after).status).toBe('unknown');
    expect(cashierStatus(now(after), 'live')).toBe('checking');
  });

  it('never becomes failed, however often it is reported', () => {
    let { state } = played([10, { kind: 'pay-unanswered' }]);
    for (let at = 10_000; at < 48 * HOUR; at += 10 * MINUTE) {
      for (const event of [
        asked({ kind: 'unclear', code: '2999', gatewayRef: null, isOrder: true }),
        silent(true),
        silent(false),
      ]) {
        const after = step(state, event, at);
        expect(isFinal(after.state.attempt.status)).toBe(false);
        expect(nextAsk(after)).not.toBeNull();
        ({ state } = after);
      }
    }
  });

  it('stores the last response', () => {
    expect(now(played([10, { kind: 'pay-unanswered' }])).lastResponse).toBe(NO_ANSWER);
    expect(
      now(played([10, answered({ kind: 'unclear', code: '1297', gatewayRef: SYSSN, isOrder: true })])).lastResponse,
    ).toBe('1297');
    expect(
      now(played([10, asked({ kind: 'unclear', code: '1297', gatewayRef: null, isOrder: true })])).lastResponse,
    ).toBe('1297');
    expect(
      now(played([10, answered({ kind: 'unclear', code: null, gatewayRef: null, isOrder: false })])).lastResponse,
    ).toBe(NO_ANSWER);
    const withoutOrder =
      now(played([10, answered({ kind: 'unclear', code: '1297', gatewayRef: null, isOrder: false })])).lastResponse ??
      '';
    expect([withoutOrder, codeIn(withoutOrder)]).toEqual([saidWithoutOrder('1297'), '1297']);
    expect(['1297', NO_ANSWER, 'no-order-x', 'x1297', '12977', 'mismatch-amount'].map(codeIn)).toEqual([
      '1297',
      ...Array<null>(5).fill(null),
    ]);
  });
});

describe('a QR', () => {
  it.each([
    ['not paid yet', asked(PENDING)],
    ['unclear', asked({ kind: 'unclear', code: '2999', gatewayRef: null, isOrder: true })],
    ['nothing', silent(true)],
  ])('stays up, and the attempt pending, when the answer is: %s', (_what, event) => {
    const after = played([400, QR], [3000, event]);
    expect(now(after).status).toBe('pending');
    expect(after.state.watch.qr).toBe('https://qr.example');
  });

  it.each([
    ['paid', asked(PAID), 3000],
    ['declined', asked(FAILED), 3000],
    ['still not paid, long after it could be', asked(PENDING), HOUR],
  ])('disappears when the answer is: %s', (_what, event, at) => {
    expect(played([400, QR], [at, event]).state.watch.qr).toBeNull();
  });
});

describe('P8: when to enquire', () => {
  it('first after 2 s for a QR or a pending answer, after 5 s for an unanswered send, at once when it is slow', () => {
    expect(nextAsk(played([400, QR]))).toBe(2 * SECOND);
    expect(nextAsk(played([400, answered(PENDING)]))).toBe(2 * SECOND);
    expect(nextAsk(played([400, { kind: 'pay-unanswered' }]))).toBe(5 * SECOND);
    expect(nextAsk(played([SLOW_MS, { kind: 'slow' }]))).toBe(0);
    expect(SLOW_MS).toBe(5 * SECOND);
  });

  it.each([
    [3, 0.9],
    [19.9, 0.9],
    [20, 2],
    [54.9, 2],
    [55, 3],
    [119, 3],
    [600, 3],
  ])('then, at an age of %d s, every %d s', (age, seconds) => {
    expect(nextAsk(played([400, QR], [age * SECOND, asked(PENDING)]))).toBe(seconds * SECOND);
    expect(nextAsk(played([400, QR], [age * SECOND, silent(false)]))).toBe(seconds * SECOND);
  });

  it('at most sixty times for a payment that takes two minutes', () => {
    let after = played([400, QR]);
    let [asks, at] = [0, 400];
    for (let inMs = nextAsk(after); inMs !== null && at + inMs <= LIVE_MS; inMs = nextAsk(after)) {
      // No gateway answers faster than this.
      at += inMs + 50;
      asks += 1;
      after = step(after.state, asked(PENDING), at);
    }
    expect([asks >= 55, asks <= 60, at > LIVE_MS - 4 * SECOND]).toEqual([true, true, true]);
  });

  it('by another table of gaps, if one is set', () => {
    const gaps = [
      { untilMs: 10_000, gapMs: 500 },
      { untilMs: 20_000, gapMs: 5000 },
    ];
    const begun = begin(anAttempt(), 0, gaps).state;
    const paces = [9_999, 10_000, 20_000].map((at) => nextAsk(playedFrom(begun, [400, QR], [at, asked(PENDING)])));
    expect(paces).toEqual([500, 5000, 5000]);
    const taken = resume(anAttempt({ status: 'pending', gatewayRef: SYSSN }), 0, 0, gaps).state;
    expect(nextAsk(playedFrom(taken, [100, asked(PENDING)], [200, asked(PENDING)]))).toBe(500);
    expect(nextAsk(playedFrom(begin(anAttempt(), 0, []).state, [400, QR], [900, asked(PENDING)]))).toBe(3 * SECOND);
  });

  it('with a gap that 429 or 5xx doubles up to 60 s, an answer resets, and silence keeps', () => {
    let after = played([400, QR]);
    const gaps = [1, 2, 3, 4, 5, 6, 7].map((turn) => {
      after = step(after.state, silent(true), turn * MINUTE);
      return nextAsk(after);
    });
    expect(gaps).toEqual([6, 12, 24, 48, 60, 60, 60].map((seconds) => seconds * SECOND));
    expect(nextAsk(step(after.state, silent(false), 8 * MINUTE))).toBe(60 * SECOND);
    expect(nextAsk(step(after.state, asked(PENDING), 8 * MINUTE))).toBe(3 * SECOND);
  });

  it('also after the 120 s on the screens, when the QR disappears', () => {
    expect(LIVE_MS).toBe(120 * SECOND);
    expect(begin(anAttempt(), 0).effects).toContainEqual({ kind: 'timer', event: 'live-ends', inMs: LIVE_MS });
    const ended = played([400, QR], [LIVE_MS, { kind: 'live-ends' }]);
    expect(qrOnShow(ended.state)).toBeNull();
    expect(ended.state.watch.stage).toBe('background');
    expect(now(ended)).toMatchObject({ status: 'pending', abandoned: false });
    expect(nextAsk(step(ended.state, asked(PENDING), LIVE_MS + 3000))).toBe(3 * SECOND);
    // The sale was not abandoned, so it is paid, not paid late.
    expect(now(step(ended.state, asked(PAID), LIVE_MS + 3000)).status).toBe('paid');
  });

  it('every minute after expiry while no answer comes, and every 15 min after an answer', () => {
    const late = played([400, QR], [HOUR, silent(false)]);
    expect([now(late).status, nextAsk(late)]).toEqual(['pending', MINUTE]);
    const unclear = step(
      late.state,
      asked({ kind: 'unclear', code: '2999', gatewayRef: null, isOrder: true }),
      HOUR + MINUTE,
    );
    expect([now(unclear).status, nextAsk(unclear)]).toEqual(['pending', 15 * MINUTE]);
  });

  it('until 10 min after expiry, then every 15 min for a day, then no more', () => {
    const life = 40 * MINUTE;
    const before = played([400, QR], [life, asked(PENDING)]);
    expect([now(before).status, nextAsk(before)]).toEqual(['pending', 3 * SECOND]);
    let after = step(before.state, asked(PENDING), life + 1);
    expect([now(after).status, nextAsk(after)]).toEqual(['expired', 15 * MINUTE]);
    let asks = 0;
    for (let at = life; nextAsk(after) !== null; at += 15 * MINUTE) {
      asks += 1;
      after = step(after.state, asked(PENDING), at);
    }
    expect(asks * 15 * MINUTE).toBe(24 * HOUR);
  });
});

it('our own response words are stored in ledgers, so they must never change', () => {
  expect([QR_MADE, PAID_TWICE, NOT_SENT, NOT_FOUND, NO_ANSWER, ROW_UNCLEAR, mismatchSaid('amount')]).toEqual([
    'qr-made',
    'paid-twice',
    'not-sent',
    'not-found',
    'no-answer',
    'row-unclear',
    'mismatch-amount',
  ]);
});
