/** The windows' own logic: QR sizes, countdowns, sounds, keys, and settings in text fields. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_ENTRY, entryOf } from '../../shared/attempt/amount-entry.ts';
import type { AttemptView } from '../../shared/contract/payments.ts';
import type { CashierStage } from '../../shared/contract/sale.ts';
import { cents } from '../../shared/money.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { nextDay } from '../../renderer/cashier/payments/days.ts';
import { stageChanged, troubleOver, useLocal } from '../../renderer/cashier/state/ui-state.ts';
import { amountKeyOf } from '../../renderer/cashier/frame/keys.ts';
import { draftOf, settingsOf } from '../../renderer/cashier/settings/draft.ts';
import { noAnswer } from '../../renderer/cashier/settings/no-answer.ts';
import { soundFor } from '../../renderer/cashier/state/which-sound.ts';
import { ageOf, formatLeft, leftNow } from '../../renderer/window/countdown.ts';
import { machineLanguage } from '../../renderer/window/language-tag.ts';
import { layOutQr, QUIET_MODULES } from '../../renderer/ui/qr-layout.ts';

it.each([
  ['no-answer-clock', 'net::ERR_CERT_DATE_INVALID'],
  ['no-answer-certificate', 'net::ERR_CERT_AUTHORITY_INVALID'],
  ['no-answer-certificate', 'net::ERR_CERT_COMMON_NAME_INVALID'],
  ['no-answer-certificate', 'net::ERR_SSL_PROTOCOL_ERROR'],
  ['no-answer', 'net::ERR_INTERNET_DISCONNECTED'],
  ['no-answer', 'no answer in 30 s'],
  ['no-answer', 'HTTP 502'],
])('going live says %s of %s', (word, why) => {
  expect(noAnswer(why)).toBe(word);
});

describe('the size of a QR', () => {
  const modules = fc.integer({ min: 1, max: 40 }).map((version) => 17 + 4 * version);
  const box = fc.double({ min: 250, max: 2200, noNaN: true });
  const ratio = fc.constantFrom(1, 1.25, 1.5, 1.75, 2, 3);

  it('is a whole number of device pixels per module, with the quiet zone, inside its place', () => {
    fc.assert(
      fc.property(modules, box, ratio, (count, boxCss, pixels) => {
        const { modulePx, sidePx, sideCss } = layOutQr(count, boxCss, pixels);
        expect(Number.isInteger(modulePx)).toBe(true);
        expect(sidePx).toBe(modulePx * (count + 2 * QUIET_MODULES));
        expect(sideCss).toBeLessThanOrEqual(boxCss + 1e-6);
      }),
    );
  });

  it('leaves less than one module unused on each side', () => {
    fc.assert(
      fc.property(modules, box, ratio, (count, boxCss, pixels) => {
        const { modulePx, sidePx } = layOutQr(count, boxCss, pixels);
        expect(boxCss * pixels - sidePx).toBeLessThan(count + 2 * QUIET_MODULES);
        expect(modulePx).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('takes at least 40 % of the short side with the longest PayMe address on a 1024 by 600 screen', () => {
    const { sideCss } = layOutQr(61, 500, 1);
    expect(sideCss).toBeGreaterThan(240);
  });
});

describe('a countdown', () => {
  it('counts from the moment the state arrived and stops at zero', () => {
    expect(leftNow(10_000, 500, 500)).toBe(10_000);
    expect(leftNow(10_000, 500, 4_500)).toBe(6_000);
    expect(leftNow(10_000, 500, 60_000)).toBe(0);
  });

  it.each([
    [120_000, '2:00'],
    [119_999, '2:00'],
    [60_001, '1:01'],
    [9_000, '0:09'],
    [1, '0:01'],
    [0, '0:00'],
  ])('shows %d ms as %s', (left, shown) => expect(formatLeft(left)).toBe(shown));

  it('never shows a negative age, even if the clock goes back', () => {
    expect(ageOf(1_000_000, 900_000)).toEqual({ unit: 'seconds', seconds: 0 });
  });

  it.each([
    [59_999, { unit: 'seconds', seconds: 59 }],
    [125_000, { unit: 'minutes', minutes: 2 }],
    [3_599_999, { unit: 'minutes', minutes: 59 }],
    [3_600_000, { unit: 'hours', hours: 1, minutes: 0 }],
    [86_399_999, { unit: 'hours', hours: 23, minutes: 59 }],
    [86_400_000, { unit: 'days', days: 1, hours: 0 }],
    [94 * 3_600_000, { unit: 'days', days: 3, hours: 22 }],
  ])('shows an age of %d ms in its largest unit', (age, told) => expect(ageOf(0, age)).toEqual(told));
});

const view = (word: AttemptView['word'], number = '01K7QF3M0001231X'): AttemptView => ({
  number,
  readable: number,
  kind: 'payment',
  refundOf: null,
  tender: { wallet: 'payme', mode: 'mpm' },
  amount: cents(12_850),
  currency: 'HKD',
  word,
  lastResponse: null,
  advice: null,
  gatewayRef: null,
  codeTail: null,
  abandoned: false,
  canShowAgain: false,
  createdAt: 0,
  madeAt: 0,
  version: 1,
  returnedElsewhere: cents(0),
  movedAmount: null,
  refunded: cents(0),
  decision: null,
  verdicts: [],
});
const keypad: CashierStage = { kind: 'keypad' };
const stageOf = (word: AttemptView['word']): CashierStage => ({
  kind: 'attempt',
  attempt: view(word),
  qrShown: true,
  leftMs: 1,
});

const own = { customerScreen: 'own' } as const;
const ARMED = { kind: 'armed', tender: { wallet: 'payme', mode: 'cpm' }, amount: cents(500) } as const;

describe('sounds', () => {
  it('play once for a result, when it comes', () => {
    const waiting = { stage: stageOf('waiting'), news: [], ...own, refundsToRetry: [] };
    const paid = { stage: stageOf('paid'), news: [], ...own, refundsToRetry: [] };
    expect(soundFor(waiting, paid)).toBe('paid');
    expect(soundFor(paid, paid)).toBeNull();
    expect(soundFor(paid, { stage: keypad, news: [], ...own, refundsToRetry: [] })).toBeNull();
  });

  it('differ for "not paid" and "checking"', () => {
    const waiting = { stage: stageOf('waiting'), news: [], ...own, refundsToRetry: [] };
    expect(soundFor(waiting, { stage: stageOf('not-paid'), news: [], ...own, refundsToRetry: [] })).toBe('not-paid');
    expect(soundFor(waiting, { stage: stageOf('checking'), news: [], ...own, refundsToRetry: [] })).toBe('look-here');
  });

  it('play for every refused code, also when the same code is refused again', () => {
    const armed = (refusals: number) => ({
      stage: { ...ARMED, refusal: refusals > 0 ? 'wechat' : null, refusals } as const,
      news: [],
      ...own,
      refundsToRetry: [],
    });
    expect(soundFor({ stage: keypad, news: [], ...own, refundsToRetry: [] }, armed(0))).toBeNull();
    expect(soundFor(armed(0), armed(1))).toBe('look-here');
    expect(soundFor(armed(1), armed(1))).toBeNull();
    expect(soundFor(armed(1), armed(2))).toBe('look-here');
  });

  it('put a late payment before everything else', () => {
    const before = { stage: stageOf('waiting'), news: [], ...own, refundsToRetry: [] };
    const after = { stage: stageOf('paid'), news: [view('paid-late', 'LATE')], ...own, refundsToRetry: [] };
    expect(soundFor(before, after)).toBe('alarm');
  });

  it('play at once for a late payment even if its "not paid" was not read yet', () => {
    const unread = { stage: keypad, news: [view('not-paid', 'N')], ...own, refundsToRetry: [] };
    expect(soundFor(unread, { ...unread, news: [view('paid-late', 'N')] })).toBe('alarm');
  });

  it('do not play again for the same news, but play for news at the start', () => {
    const state = { stage: keypad, news: [view('paid', 'N')], ...own, refundsToRetry: [] };
    expect(soundFor(null, state)).toBe('paid');
    expect(soundFor(state, state)).toBeNull();
  });

  it('play the alarm when the gateway contradicts an earlier result, also one that was read', () => {
    const none = { stage: keypad, news: [], refundsToRetry: [], customerScreen: 'own' } as const;
    for (const advice of ['mismatch', 'refund-mismatch', 'number-used'] as const) {
      const news = [{ ...view('not-paid', 'N'), advice }];
      expect(soundFor(none, { ...none, news })).toBe('alarm');
      expect(soundFor({ ...none, news: [view('not-paid', 'N')] }, { ...none, news })).toBe('alarm');
      expect(soundFor({ ...none, news }, { ...none, news })).toBeNull();
    }
  });

  it('play once for a refund that must be repeated, and not for one from before the start', () => {
    const none = { stage: keypad, news: [], ...own, refundsToRetry: [] };
    const one = { stage: keypad, news: [], ...own, refundsToRetry: [view('not-refunded', 'R')] };
    expect(soundFor(none, one)).toBe('not-paid');
    expect(soundFor(one, one)).toBeNull();
    expect(soundFor(null, one)).toBeNull();
  });

  it('do not play again when the window is reloaded on a result', () => {
    expect(soundFor(null, { stage: stageOf('paid'), news: [], ...own, refundsToRetry: [] })).toBeNull();
  });

  it("play when the customer's screen is lost, but not again while it is away or when it comes back", () => {
    const there = { stage: stageOf('waiting'), news: [], ...own, refundsToRetry: [] };
    const gone = { ...there, customerScreen: 'gone' } as const;
    expect(soundFor(there, gone)).toBe('look-here');
    expect(soundFor(gone, gone)).toBeNull();
    expect(soundFor(gone, there)).toBeNull();
    expect(soundFor(null, gone)).toBeNull();
  });
});

describe('keys', () => {
  it('for the amount are digits, the point, and keys that delete', () => {
    expect(amountKeyOf('7')).toBe('7');
    expect(amountKeyOf(',')).toBe('.');
    expect(amountKeyOf('Backspace')).toBe('back');
    expect(amountKeyOf('Escape')).toBe('clear');
  });

  it('for the amount never include the ending of a label', () => {
    for (const key of ['Enter', 'Tab', 'F1', ' ', 'a']) expect(amountKeyOf(key)).toBeNull();
  });
});

describe('the entered amount', () => {
  const KEYED = entryOf(cents(12_850), 'HKD');
  beforeEach(() => useLocal.setState(useLocal.getInitialState()));

  it('is cleared for the next customer', () => {
    useLocal.setState({ entry: KEYED });
    stageChanged('attempt', false);
    stageChanged('keypad', false);
    expect(useLocal.getState().entry).toBe(EMPTY_ENTRY);
  });

  it('comes back when the cashier asked for it', () => {
    stageChanged('attempt', false);
    useLocal.setState({ keep: KEYED });
    stageChanged('keypad', false);
    expect(useLocal.getState().entry).toBe(KEYED);
    stageChanged('armed', false);
    stageChanged('keypad', false);
    expect(useLocal.getState().entry).toBe(EMPTY_ENTRY);
  });

  it('is forgotten when a scan was faster than the cancel', () => {
    stageChanged('armed', false);
    useLocal.setState({ keep: KEYED });
    stageChanged('attempt', false);
    stageChanged('keypad', false);
    expect(useLocal.getState().entry).toBe(EMPTY_ENTRY);
  });

  it('has no message about trouble once the till works again', () => {
    useLocal.setState({ problem: 'trouble' });
    troubleOver();
    expect(useLocal.getState().problem).toBeNull();
  });

  it.each(['unanswered', 'cannot-record'] as const)(
    'keeps "%s", which the end of a trouble does not answer',
    (problem) => {
      useLocal.setState({ problem });
      troubleOver();
      expect(useLocal.getState().problem).toBe(problem);
    },
  );

  it.each([
    ['armed', true, 'cannot-record'],
    ['armed', false, null],
    ['attempt', true, null],
  ] as const)('that was %s, in trouble %s, tells %s when the keypad comes', (before, inTrouble, told) => {
    stageChanged(before, false);
    stageChanged('keypad', inTrouble);
    expect(useLocal.getState().problem).toBe(told);
  });

  it('frees the buttons and leaves side screens when a sale begins', () => {
    useLocal.setState({ startedSale: 's1', screen: 'settings' });
    stageChanged('attempt', false);
    expect(useLocal.getState()).toMatchObject({ startedSale: null, screen: 'till' });
  });
});

describe('settings in text fields', () => {
  it('do not change without an edit', () => {
    expect(settingsOf(draftOf(DEFAULT_SETTINGS), DEFAULT_SETTINGS)).toEqual({ ok: true, value: DEFAULT_SETTINGS });
  });

  it('name the fields that are no numbers', () => {
    const draft = { ...draftOf(DEFAULT_SETTINGS), tills: 'two', limit: '1.234', expiredMinutes: 'soon' };
    expect(settingsOf(draft, DEFAULT_SETTINGS)).toEqual({ ok: false, error: ['tills', 'limit', 'expiredMinutes'] });
  });

  it('show the mchid of the gateway in use, and do not change those of other gateways', () => {
    const before = { ...DEFAULT_SETTINGS, mchid: { production: 'M1', 'live-test': 'M2', sandbox: '' } };
    const live = { ...before, environment: 'live-test' as const };
    expect(draftOf(live).mchid).toBe('M2');
    const changed = { ...live, mchid: { production: 'M1', 'live-test': 'M3', sandbox: '' } };
    expect(settingsOf({ ...draftOf(live), mchid: 'M3' }, live)).toEqual({ ok: true, value: changed });
    expect(draftOf(before).mchid).toBe('');
    expect(settingsOf(draftOf(before), before)).toEqual({ ok: true, value: before });
  });

  it('never change the gateway together with other fields', () => {
    const draft = { ...draftOf(DEFAULT_SETTINGS), environment: 'production' as const };
    expect(settingsOf(draft, DEFAULT_SETTINGS)).toMatchObject({ value: { environment: 'training' } });
  });
});

describe('days and languages', () => {
  it.each([
    ['2026-11-30', 1, '2026-12-01'],
    ['2026-01-01', -1, '2025-12-31'],
    ['2028-02-28', 1, '2028-02-29'],
  ])('%s and %d is %s', (day, by, other) => expect(nextDay(day, by)).toBe(other));

  it.each([
    ['zh-HK', 'zh-HK'],
    ['zh-TW', 'zh-HK'],
    ['zh-Hans-CN', 'zh-CN'],
    ['zh-SG', 'zh-CN'],
    ['en-GB', 'en'],
    ['fr', 'en'],
  ] as const)('a machine in %s starts in %s', (tag, language) => expect(machineLanguage(tag)).toBe(language));
});
