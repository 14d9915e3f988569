/** What proves a refund: a success of a refund that repeats all our values. */
import { describe, expect, it } from 'vitest';
import { refundAdviceOn, refundClassOf, isForLater } from '../../../electron/gateway/refund-codes.ts';
import { adviceOn, classOf } from '../../../electron/gateway/codes.ts';
import { askedOf } from '../../../shared/attempt/record.ts';
import { judgeRow, judgeRows, mismatchOf, type Finding, type GatewayRow } from '../../../shared/attempt/evidence.ts';
import { anAttempt, aRow, numberOf, SYSSN } from '../../support/samples.ts';

const ASKED = askedOf(anAttempt({ kind: 'refund', refundOf: numberOf(7) }));
const back = (more: Partial<GatewayRow> = {}) => aRow({ orderType: 'refund', ...more });
const refunded: Finding = { kind: 'paid', gatewayRef: SYSSN, several: false, returned: 'none' };

describe('a success', () => {
  it('of a refund that repeats all our values is proof', () => {
    expect(ASKED).toMatchObject({ kind: 'refund', amountCents: 1234, currency: 'HKD', payTypes: ['805801'] });
    expect(judgeRow(ASKED, back())).toEqual(refunded);
    expect(judgeRows(ASKED, [back()], null)).toEqual(refunded);
    expect(judgeRows(ASKED, [back({ orderType: null })], null)).toEqual(refunded);
  });

  it('of the payment is not proof', () => {
    expect(judgeRows(ASKED, [back({ orderType: 'payment' })], null)).toEqual({ kind: 'not-found' });
    expect(judgeRows(ASKED, [back({ orderType: 'payment' })], SYSSN)).toEqual({ kind: 'not-found' });
  });

  it.each([
    ['number', { number: numberOf(9) }],
    ['amount', { amount: '1233' }],
    ['currency', { currency: 'CNY' }],
  ] as const)('for another %s is a mismatch', (mismatch, more) => {
    expect(judgeRow(ASKED, back(more))).toEqual({ kind: 'mismatch', mismatch });
  });

  it('for another merchant is a mismatch, if we know ours', () => {
    expect(mismatchOf({ ...ASKED, merchant: 'a' }, back({ merchant: 'b' }))).toBe('merchant');
    expect(mismatchOf({ ...ASKED, merchant: 'a' }, back({ merchant: null }))).toBeNull();
  });

  it.each([{ payType: '805808' }, { cancel: '1' }, { cancel: '2' }])(
    'may have %o, which has no meaning for a refund',
    (more) => {
      expect(judgeRow(ASKED, back(more))).toEqual(refunded);
    },
  );

  it.each(['gatewayRef', 'number', 'amount', 'currency'] as const)(
    'that leaves out its %s proves nothing yet',
    (field) => {
      const row = back({ [field]: null });
      expect(judgeRow(ASKED, row)).toEqual({ kind: 'unclear', code: null, gatewayRef: row.gatewayRef, isOrder: true });
    },
  );

  it('listed twice under two numbers is not a double payment', () => {
    expect(judgeRows(ASKED, [back(), back({ gatewayRef: '2' })], null)).toMatchObject(refunded);
  });
});

describe('the class of a code', () => {
  it('is the refund’s own for a refund, and the payment’s for a payment', () => {
    const row = back({ code: '1265', codeClass: 'unknown', refundClass: 'failed' });
    expect(judgeRow(ASKED, row)).toEqual({ kind: 'failed', code: '1265', gatewayRef: SYSSN });
    expect(judgeRow({ ...ASKED, kind: 'payment' }, row)).toEqual({
      kind: 'unclear',
      code: '1265',
      gatewayRef: SYSSN,
      isOrder: true,
    });
  });

  it('that is unknown throws', () => {
    expect(() => judgeRow(ASKED, back({ refundClass: 'something' as never }))).toThrow();
  });

  it.each(['1250', '1264', '1265', '1269', '1270', '1271', '1272', '1266', '1150', '1155'])(
    '%s refuses a refund, with advice of its own',
    (code) => {
      expect(refundClassOf(code, classOf(code))).toBe('failed');
      expect(adviceOn(code, 'refund', true)).toBe(refundAdviceOn(code, true));
      expect(adviceOn(code, 'refund', true)).toMatch(/^refund-/);
    },
  );

  it.each(['1103', '1104', '1105', '1106', '1107', '1108', '1241', '1242', '1243'])(
    '%s refuses a refund before it was tried',
    (code) => {
      expect(refundClassOf(code, classOf(code))).toBe('failed');
      expect(refundAdviceOn(code, true)).toBeNull();
    },
  );

  it.each(['1142', '1181', '1201', '1202', '1203', '1204', '1205', '1263', '1294', '2005'])(
    '%s, which makes a payment fail, is unknown for a refund',
    (code) => {
      expect(classOf(code)).toMatch(/^(failed|try-failed|closed)$/);
      expect(refundClassOf(code, classOf(code))).toBe('unknown');
    },
  );

  it('is the same for both if the code is pending, a success or unknown', () => {
    expect(
      ['1143', '1145', '1298', '0000', '1262', '1125', '9999'].map((code) => refundClassOf(code, classOf(code))),
    ).toEqual(['pending', 'pending', 'pending', 'ok', 'unknown', 'unknown', 'unknown']);
  });

  it('says "later" for two codes only', () => {
    const later = Array.from({ length: 10_000 }, (_, code) => String(code).padStart(4, '0')).filter(isForLater);
    expect(later).toEqual(['1265', '1269']);
  });
});
