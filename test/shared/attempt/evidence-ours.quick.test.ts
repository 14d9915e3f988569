/** P10: which rows are about an attempt. A row of ours that cannot be classified is unclear, never "not found". */
import { describe, expect, it } from 'vitest';
import { askedOf, mismatchSaid, ROW_UNCLEAR, saidWithoutOrder } from '../../../shared/attempt/record.ts';
import { judgeAnswer, judgeRow, judgeRows, type CodeClass, type Finding } from '../../../shared/attempt/evidence.ts';
import { classOf } from '../../../electron/gateway/codes.ts';
import { refundClassOf } from '../../../electron/gateway/refund-codes.ts';
import { answered, asked, now, NOWHERE, played } from '../../support/attempt-events.ts';
import { anAttempt, aRow, numberOf, SYSSN } from '../../support/samples.ts';
import type { Presentment } from '../../../shared/wallet.ts';

const ASKED = askedOf(anAttempt());
const REFUND = { ...ASKED, kind: 'refund' } as const;
const UNREADABLE: Finding = { kind: 'unclear', code: null, gatewayRef: null, isOrder: true };
const NOTHING: Finding = { kind: 'unclear', code: null, gatewayRef: null, isOrder: false };

describe('the order type', () => {
  it.each(['payment', 'Payment', 'PAYMENT', ' payment '])('%j is a payment', (orderType) => {
    expect(judgeRows(ASKED, [aRow({ orderType })], null).kind).toBe('paid');
    expect(judgeRows(REFUND, [aRow({ orderType })], null)).toEqual({ kind: 'not-found' });
  });

  it.each(['refund', 'Refund', 'REFUND'])('%j is a refund', (orderType) => {
    expect(judgeRows(REFUND, [aRow({ orderType })], null).kind).toBe('paid');
    expect(judgeRows(ASKED, [aRow({ orderType })], null)).toEqual({ kind: 'not-found' });
  });

  it.each(['close', 'Close'])('%j is neither', (orderType) => {
    for (const one of [ASKED, REFUND]) {
      expect(judgeRows(one, [aRow({ orderType })], null)).toEqual({ kind: 'not-found' });
    }
  });

  it.each(['pay', 'trade', '支付', 'paymentx'])('%j is unclear, and not "not found"', (orderType) => {
    for (const one of [ASKED, REFUND]) {
      expect(judgeRows(one, [aRow({ orderType })], null)).toEqual(UNREADABLE);
      // A failure beside it does not count either.
      const failed = aRow({ code: '1201', codeClass: 'failed', refundClass: 'failed', orderType: one.kind });
      expect(judgeRows(one, [failed, aRow({ orderType })], null)).toEqual(UNREADABLE);
    }
    expect(judgeRows(ASKED, [aRow({ orderType, number: numberOf(7), gatewayRef: '7' })], SYSSN)).toEqual({
      kind: 'not-found',
    });
    // A clear success counts, once.
    expect(judgeRows(ASKED, [aRow({ orderType, gatewayRef: '2' }), aRow()], null)).toEqual({
      kind: 'paid',
      gatewayRef: SYSSN,
      several: false,
      returned: 'none',
    });
  });
});

describe('a row of our number that is older than the attempt', () => {
  const since = Date.UTC(2026, 10, 22, 13, 0);
  const older = { madeAt: since - 1 };
  const newer = { madeAt: since + 1 };
  const OLDER: Finding = { kind: 'mismatch', mismatch: 'older' };

  it.each(['payment', 'pay'])('of the type %j is reported, even beside rows of another type', (orderType) => {
    const dated = { ...ASKED, since };
    for (const beside of ['close', 'refund']) {
      const rows = [aRow({ ...older, orderType }), aRow({ ...newer, orderType: beside })];
      expect(judgeRows(dated, rows, null)).toEqual(OLDER);
      expect(judgeRows(dated, rows.toReversed(), null)).toEqual(OLDER);
    }
  });

  it('is ignored beside a row that is ours', () => {
    const rows = [aRow({ ...older, gatewayRef: '7' }), aRow(newer)];
    expect(judgeRows({ ...ASKED, since }, rows, null)).toMatchObject({ kind: 'paid', several: false });
  });

  it('of another type alone is reported as older, but not beside a newer row of that type', () => {
    const dated = { ...ASKED, since };
    expect(judgeRows(dated, [aRow({ ...older, orderType: 'close' })], null)).toEqual(OLDER);
    const rows = [aRow({ ...older, orderType: 'close' }), aRow({ ...newer, orderType: 'close' })];
    expect(judgeRows(dated, rows, null)).toEqual({ kind: 'not-found' });
  });
});

describe('an unreadable row', () => {
  const failed = aRow({ code: '1201', codeClass: 'failed' });
  it.each([
    ['with our number', { number: ASKED.number, gatewayRef: null }, null],
    ['with our number and another number of QFPay', { number: ASKED.number, gatewayRef: '7' }, SYSSN],
    ["with QFPay's number of our order", { number: null, gatewayRef: SYSSN }, SYSSN],
  ])('%s makes our result unclear', (_what, unread, known) => {
    expect(judgeRows(ASKED, [], known, [unread])).toEqual(UNREADABLE);
    expect(judgeRows(ASKED, [failed], known, [unread])).toEqual(UNREADABLE);
    expect(judgeRows(ASKED, [aRow()], known, [unread]).kind).toBe('paid');
  });

  it.each([
    ['with another number', { number: numberOf(7), gatewayRef: null }],
    ['with a number that is not a till’s', { number: 'TS1-156684', gatewayRef: SYSSN }],
  ])('%s does not change our result', (_what, unread) => {
    expect(judgeRows(ASKED, [], null, [unread])).toEqual({ kind: 'not-found' });
    expect(judgeRows(ASKED, [failed], null, [unread]).kind).toBe('failed');
  });
});

describe('a row that is not ours proves nothing, whatever its code', () => {
  const classes: readonly CodeClass[] = ['pending', 'failed', 'try-failed', 'closed', 'exists', 'unknown'];
  const others = [
    ['number', { number: numberOf(124) }],
    ['amount', { amount: '1335' }],
    ['currency', { currency: 'CNY' }],
  ] as const;

  it.each(others)('another %s', (_what, more) => {
    for (const codeClass of classes) {
      const row = aRow({ code: '1143', codeClass, refundClass: codeClass, ...more });
      for (const one of [ASKED, REFUND]) {
        expect(judgeAnswer({ ...one, mode: 'cpm' }, row)).toEqual(NOTHING);
        const found = judgeRow(one, row);
        expect(found).toEqual(row.number === one.number ? UNREADABLE : NOTHING);
      }
    }
  });

  it('no number of QFPay is stored from it', () => {
    const row = aRow({ code: '1143', codeClass: 'pending', number: numberOf(124) });
    const after = now(played([400, answered(judgeAnswer({ ...ASKED, mode: 'mpm' }, row))]));
    expect([after.status, after.gatewayRef]).toEqual(['unknown', null]);
  });

  it('an absent field is not a contradiction', () => {
    const bare = aRow({ code: '1143', codeClass: 'pending', number: null, amount: null, currency: null });
    expect(judgeAnswer({ ...ASKED, mode: 'mpm' }, bare)).toEqual({ kind: 'pending', gatewayRef: SYSSN, code: '1143' });
  });

  it('a success for something else is a mismatch', () => {
    expect(judgeAnswer({ ...ASKED, mode: 'cpm' }, aRow({ amount: '1' }))).toEqual({
      kind: 'mismatch',
      mismatch: 'amount',
    });
  });
});

describe('what the answer to a request proves about the order', () => {
  const direct = (code: string, mode: Presentment, gatewayRef: string | null = null) =>
    judgeAnswer({ ...ASKED, mode }, aRow({ code, codeClass: classOf(code), gatewayRef }));
  const refund = (code: string) =>
    judgeAnswer(
      { ...REFUND, mode: 'mpm' },
      aRow({ code, codeClass: classOf(code), refundClass: refundClassOf(code, classOf(code)), gatewayRef: null }),
    );

  it.each(['1201', '1202', '2005', '1204', '1205'])(
    '%s: one try has failed, which ends a scanned code but not a QR',
    (code) => {
      expect(direct(code, 'cpm')).toEqual({ kind: 'failed', code, gatewayRef: null });
      expect(direct(code, 'mpm')).toEqual({ kind: 'unclear', code, gatewayRef: null, isOrder: false });
      const listed = judgeRows(ASKED, [aRow({ code, codeClass: classOf(code) })], null);
      expect(listed).toEqual({ kind: 'failed', code, gatewayRef: SYSSN });
    },
  );

  it.each(['1181', '1142', '1263'])('%s needs an enquiry before it counts as failed', (code) => {
    for (const mode of ['mpm', 'cpm'] as const) {
      expect(direct(code, mode)).toEqual({ kind: 'unclear', code, gatewayRef: null, isOrder: true });
    }
    expect(judgeRows(ASKED, [aRow({ code, codeClass: classOf(code) })], null).kind).toBe('failed');
  });

  it.each(['1260', '1102', '2011', '1251', '1261', '1262'])('%s proves that the order exists', (code) => {
    for (const mode of ['mpm', 'cpm'] as const) {
      const finding = direct(code, mode);
      expect(finding).toEqual({ kind: 'unclear', code, gatewayRef: null, isOrder: true });
      const gone = played([100, answered(finding)], [31_000, asked(NOWHERE)], [37_000, asked(NOWHERE)]);
      expect(now(gone)).toMatchObject({ status: 'unknown', lastResponse: code });
    }
  });

  it.each([
    ['1102', true],
    ['2011', true],
    ['1251', true],
    // These codes are about the payment, not about the requested refund.
    ['1260', false],
    ['1261', false],
    ['1262', false],
    ['1142', false],
    ['1263', false],
    ['1181', false],
    ['1201', false],
    ['2005', false],
  ])('%s as the answer to a refund proves that the refund exists: %s', (code, isOrder) => {
    expect(refund(code)).toEqual({ kind: 'unclear', code, gatewayRef: null, isOrder });
  });

  it('any other undecided code proves an order only with a number of QFPay', () => {
    expect(direct('1100', 'cpm')).toEqual({ kind: 'unclear', code: '1100', gatewayRef: null, isOrder: false });
    expect(direct('1100', 'cpm', SYSSN)).toEqual({ kind: 'unclear', code: '1100', gatewayRef: SYSSN, isOrder: true });
    expect(now(played([100, answered(direct('1100', 'cpm'))])).lastResponse).toBe(saidWithoutOrder('1100'));
  });
});

it('an order that was found but not readable can no longer be "not found"', () => {
  const after = played([100, { kind: 'pay-unanswered' }], [6000, asked(UNREADABLE)]);
  expect(now(after)).toMatchObject({ status: 'unknown', lastResponse: ROW_UNCLEAR });
  const gone = played(
    [100, { kind: 'pay-unanswered' }],
    [6000, asked(UNREADABLE)],
    [31_000, asked(NOWHERE)],
    [37_000, asked(NOWHERE)],
  );
  expect(now(gone).status).toBe('unknown');
  expect([ROW_UNCLEAR, mismatchSaid('number')]).toEqual(['row-unclear', 'mismatch-number']);
});
