/** What the two windows show of a sale, for each status, and the totals of a day. */
import { describe, expect, it } from 'vitest';
import {
  attemptView,
  cashierStage,
  customerScreen,
  dayList,
  stateView,
  type Stage,
} from '../../electron/till/views.ts';
import { begin, type AttemptState } from '../../shared/attempt/machine.ts';
import type { Attempt, AttemptStatus } from '../../shared/attempt/record.ts';
import { LIVE_MS } from '../../shared/gaps.ts';
import { cents } from '../../shared/money.ts';
import { anAttempt, EVENING, NUMBER, numberOf, SYSSN } from '../support/samples.ts';

const SINCE = 5000;
const adviceOn = (said: string, kind: string, isOver: boolean) =>
  `${said} of a ${kind}${isOver ? ' that is over' : ''}` as 'paid';

function stageOf(status: AttemptStatus, watch: Partial<AttemptState['watch']> = {}): Stage {
  const { state } = begin(anAttempt({ status, kind: isRefund(status) ? 'refund' : 'payment' }), SINCE);
  return { kind: 'attempt', state: { ...state, watch: { ...state.watch, ...watch } } };
}
const isRefund = (status: AttemptStatus) => status === 'refunded' || status === 'refused';

describe('an attempt', () => {
  it('is shown with its status and its details', () => {
    const attempt = anAttempt({
      status: 'pending',
      lastResponse: '1143',
      gatewayRef: SYSSN,
      codeTail: '6789',
      tender: { wallet: 'payme', mode: 'cpm' },
    });
    const view = {
      number: NUMBER,
      readable: '01-K7QF3M-000123-1T',
      kind: 'payment',
      refundOf: null,
      tender: { wallet: 'payme', mode: 'cpm' },
      amount: 1234,
      currency: 'HKD',
      word: 'waiting',
      lastResponse: '1143',
      advice: '1143 of a payment',
      gatewayRef: SYSSN,
      codeTail: '6789',
      abandoned: false,
      canShowAgain: false,
      createdAt: EVENING,
      madeAt: EVENING,
      version: 1,
      returnedElsewhere: 0,
      movedAmount: null,
      refunded: 0,
      decision: null,
      verdicts: [],
    };
    expect(attemptView(attempt, 'live', adviceOn)).toEqual(view);
    expect(attemptView(attempt, 'background', adviceOn).word).toBe('checking');
    expect(stateView(begin(attempt, 0).state, adviceOn, 0)).toEqual(attemptView(attempt, 'live', adviceOn));
  });

  it('is shown with a person’s decision and the possible verdicts: none while the till waits for the customer', () => {
    const decided = { decided: 'paid', decidedBy: 'KC', decidedWhy: 'portal', decidedAt: EVENING } as const;
    const attempt = anAttempt({ status: 'paid', ...decided, movedAmount: cents(99), returnedElsewhere: null });
    expect(attemptView(attempt, 'background', adviceOn)).toMatchObject({
      decision: { verdict: 'paid', by: 'KC', why: 'portal', at: EVENING },
      movedAmount: 99,
      returnedElsewhere: null,
      verdicts: ['returned'],
    });
    for (const missing of ['decidedBy', 'decidedWhy', 'decidedAt'] as const) {
      expect(attemptView({ ...attempt, [missing]: null }, 'background', adviceOn).decision).toBeNull();
    }
    const open = anAttempt({ status: 'pending' });
    expect(attemptView(open, 'live', adviceOn).verdicts).toEqual([]);
    expect(attemptView(open, 'background', adviceOn).verdicts).toEqual(['paid', 'not-paid']);
  });

  it('has no advice before the first response, and a refund has its own advice', () => {
    expect(attemptView(anAttempt(), 'live', adviceOn)).toMatchObject({ lastResponse: null, advice: null });
    const refund = anAttempt({ kind: 'refund', refundOf: numberOf(7), status: 'refused', lastResponse: '1265' });
    expect(attemptView(refund, 'live', adviceOn)).toMatchObject({
      kind: 'refund',
      refundOf: numberOf(7),
      word: 'not-refunded',
      advice: '1265 of a refund that is over',
    });
  });
});

describe('the cashier', () => {
  it('sees the keypad and the armed scanner unchanged', () => {
    const armed = {
      kind: 'armed',
      tender: { wallet: 'payme', mode: 'cpm' },
      amount: cents(5),
      refusal: 'wechat',
      refusals: 1,
    } as const;
    expect(cashierStage({ kind: 'keypad' }, adviceOn, 0)).toEqual({ kind: 'keypad' });
    expect(cashierStage(armed, adviceOn, 0)).toEqual(armed);
  });

  it('sees the attempt, whether its QR is shown, and the remaining time', () => {
    const stage = stageOf('pending', { qr: 'https://qr.example' });
    expect(cashierStage(stage, adviceOn, SINCE + 400.4)).toMatchObject({
      kind: 'attempt',
      attempt: { number: NUMBER, word: 'waiting' },
      qrShown: true,
      leftMs: LIVE_MS - 400,
    });
    expect(cashierStage(stageOf('sending'), adviceOn, SINCE)).toMatchObject({ qrShown: false, leftMs: LIVE_MS });
    expect(cashierStage(stage, adviceOn, SINCE + LIVE_MS + 1)).toMatchObject({ leftMs: 0 });
    const behind = stageOf('pending', { stage: 'background', qr: 'https://qr.example' });
    expect(cashierStage(behind, adviceOn, SINCE)).toMatchObject({
      qrShown: false,
      leftMs: 0,
      attempt: { word: 'checking', canShowAgain: true },
    });
  });
});

describe('the customer', () => {
  const behind = (more: Partial<Attempt>, qr: string | null): Stage => {
    const shown = stageOf('pending', { stage: 'background', qr });
    if (shown.kind !== 'attempt') throw new Error(shown.kind);
    return { ...shown, state: { ...shown.state, attempt: { ...shown.state.attempt, ...more } } };
  };

  it.each([
    ['the time is over', {}, 'https://qr.example', 'time-over'],
    ['it is unknown whether there ever was a QR', {}, null, 'checking'],
    ['the till has no answer', { status: 'unknown' }, 'https://qr.example', 'checking'],
    ['the cashier abandoned the sale', { abandoned: true }, 'https://qr.example', 'given-up'],
  ] as const)('reads "checking" only if there may be a payment: %s', (_when, more, qr, kind) => {
    expect(customerScreen(behind(more, qr), SINCE)).toEqual({
      kind,
      amount: 1234,
      ...(kind === 'given-up' && { wallet: 'payme' }),
    });
  });

  it('sees the idle screen, then where to hold the code', () => {
    expect(customerScreen({ kind: 'keypad' }, 0)).toEqual({ kind: 'idle' });
    expect(
      customerScreen(
        { kind: 'armed', tender: { wallet: 'payme', mode: 'cpm' }, amount: cents(5), refusal: null, refusals: 0 },
        0,
      ),
    ).toEqual({
      kind: 'show-code',
      wallet: 'payme',
      amount: 5,
    });
  });

  it('sees the QR while it can be paid', () => {
    const shown = stageOf('pending', { qr: 'https://qr.example' });
    expect(customerScreen(shown, SINCE + 1000)).toEqual({
      kind: 'qr',
      wallet: 'payme',
      amount: 1234,
      qr: 'https://qr.example',
      leftMs: LIVE_MS - 1000,
    });
  });

  it.each([
    ['sending', 'wait'],
    ['pending', 'wait'],
    ['unknown', 'checking'],
    ['failed', 'not-paid'],
    ['expired', 'not-paid'],
    ['paid', 'paid'],
    ['late-paid', 'paid'],
  ] as const)('of an attempt that is %s sees "%s"', (status, kind) => {
    expect(customerScreen(stageOf(status), SINCE)).toEqual({ kind, amount: 1234 });
  });

  it.each(['refunded', 'refused'] as const)('sees nothing of a refund that is %s', (status) => {
    expect(customerScreen(stageOf(status), SINCE)).toEqual({ kind: 'idle' });
  });

  it('sees nothing of an unfinished refund', () => {
    const { state } = begin(anAttempt({ kind: 'refund' }), SINCE);
    expect(customerScreen({ kind: 'attempt', state }, SINCE)).toEqual({ kind: 'idle' });
  });

  it('is never shown an unknown stage or status', () => {
    expect(() => customerScreen({ kind: 'something' } as never, 0)).toThrow();
    expect(() => customerScreen(stageOf('something' as never), 0)).toThrow();
  });
});

describe('a day', () => {
  const day = { day: '2026-11-22', today: '2026-11-23', currency: 'HKD' } as const;
  const ofDay = (...attempts: readonly Partial<Attempt>[]) =>
    dayList(
      day,
      attempts.map((more) => attemptView(anAttempt(more), 'background', adviceOn)),
    );
  const back = { kind: 'refund', refundOf: numberOf(7) } as const;

  it('keeps its order and adds up each status', () => {
    const list = ofDay(
      { status: 'paid', amount: cents(1) },
      { status: 'failed', amount: cents(20) },
      { status: 'paid', amount: cents(300) },
    );
    expect(list).toMatchObject(day);
    expect(list.attempts.map(({ amount }) => amount)).toEqual([1, 20, 300]);
    expect(list.totals).toEqual([
      { word: 'paid', count: 2, amount: 301 },
      { word: 'not-paid', count: 1, amount: 20 },
    ]);
    expect(list.net).toBe(301);
  });

  it('has a net of payments less refunds', () => {
    const list = ofDay(
      { status: 'paid', amount: cents(1000) },
      { status: 'late-paid', amount: cents(200) },
      { ...back, status: 'refunded', amount: cents(30) },
    );
    expect(list.net).toBe(1170);
    expect(ofDay({ ...back, status: 'refunded', amount: cents(30) }).net).toBe(-30);
    expect(ofDay().net).toBe(0);
  });

  it('subtracts what was returned outside the till, and counts the payments with an unknown return', () => {
    const list = ofDay(
      { status: 'paid', amount: cents(1000), returnedElsewhere: cents(1000) },
      { status: 'late-paid', amount: cents(500), returnedElsewhere: cents(100) },
      { status: 'paid', amount: cents(70), returnedElsewhere: null },
      { ...back, status: 'refunded', amount: cents(30) },
    );
    expect(list).toMatchObject({ returnedElsewhere: 1100, returnedUnclear: 1, net: 1000 + 500 + 70 - 1100 - 30 });
    expect(ofDay()).toMatchObject({ returnedElsewhere: 0, returnedUnclear: 0 });
  });

  it('counts the moved amount if a person found another amount than requested', () => {
    const list = ofDay(
      { status: 'paid', amount: cents(1000), movedAmount: cents(900) },
      { ...back, status: 'refunded', amount: cents(30), movedAmount: cents(20) },
    );
    expect(list.totals.map(({ amount }) => amount)).toEqual([900, 20]);
    expect(list.net).toBe(880);
  });

  it.each([
    { status: 'sending' },
    { status: 'unknown' },
    { status: 'failed' },
    { ...back, status: 'pending' },
    { ...back, status: 'refused' },
  ] as const)('adds nothing to the net for an attempt that moved no money: %o', (more) => {
    expect(ofDay({ ...more, amount: cents(5) }).net).toBe(0);
    expect(ofDay({ ...more, amount: cents(5) }).totals).toMatchObject([{ count: 1, amount: 5 }]);
  });

  it('shows the attempt on the screens as "waiting", and adds nothing for it', () => {
    const live = attemptView(anAttempt(), 'live', adviceOn);
    expect(live.word).toBe('waiting');
    expect(dayList(day, [live]).net).toBe(0);
    expect(() => dayList(day, [{ ...live, word: 'something' as never }])).toThrow('something');
  });
});
