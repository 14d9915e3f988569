/** P5 and P6: what an answer proves. Paid needs every field to match; a 0000 with another value is a mismatch. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askedOf } from '../../../shared/attempt/record.ts';
import {
  judgeRow,
  judgeRows,
  mismatchOf,
  type CodeClass,
  type Finding,
  type GatewayRow,
} from '../../../shared/attempt/evidence.ts';
import { anAttempt, aRow, NUMBER, numberOf, SYSSN } from '../../support/samples.ts';

const ASKED = askedOf(anAttempt());
const paid: Finding = { kind: 'paid', gatewayRef: SYSSN, several: false, returned: 'none' };

const pending = (more: Partial<GatewayRow> = {}) => aRow({ code: '1143', codeClass: 'pending', ...more });
const failed = (more: Partial<GatewayRow> = {}) => aRow({ code: '1201', codeClass: 'failed', ...more });
const unclear = (more: Partial<GatewayRow> = {}) => aRow({ code: '1297', codeClass: 'unknown', ...more });
const judged = (...rows: GatewayRow[]) => judgeRows(ASKED, rows, null);

describe('a success', () => {
  it('that repeats all our values is paid', () => {
    expect(judgeRow(ASKED, aRow())).toEqual(paid);
    expect(judged(aRow())).toEqual(paid);
  });

  it.each([
    ['pay type', { payType: null }],
    ['merchant', { merchant: null }],
    ['cancel', { cancel: null }],
    ['order type', { orderType: null }],
  ])('may leave out its %s', (_field, more) => {
    expect(judged(aRow(more))).toEqual(paid);
  });

  it.each([['gatewayRef'], ['amount'], ['currency']])('that leaves out its %s proves nothing yet', (field) => {
    const gatewayRef = field === 'gatewayRef' ? null : SYSSN;
    expect(judged(aRow({ [field]: null }))).toEqual({ kind: 'unclear', code: null, gatewayRef, isOrder: true });
  });

  it('that leaves out its number proves nothing yet, and is not found among rows', () => {
    expect(judgeRow(ASKED, aRow({ number: null }))).toEqual({
      kind: 'unclear',
      code: null,
      gatewayRef: SYSSN,
      isOrder: true,
    });
    expect(judged(aRow({ number: null }))).toEqual({ kind: 'not-found' });
    expect(judgeRows(ASKED, [aRow({ number: null })], SYSSN)).toEqual({
      kind: 'unclear',
      code: null,
      gatewayRef: SYSSN,
      isOrder: true,
    });
  });
});

describe('a success for something else is a mismatch', () => {
  const cases = [
    ['amount', { amount: '1334' }],
    ['amount', { amount: '12.34' }],
    ['amount', { amount: '01234' }],
    ['amount', { amount: ' 1234' }],
    ['amount', { amount: '-1234' }],
    ['currency', { currency: 'CNY' }],
    ['currency', { currency: 'hkd' }],
    ['pay-type', { payType: '800101' }],
  ] as const;

  it('also for the other mode of the same wallet, but not for another pay type of the same mode', () => {
    expect(mismatchOf(ASKED, aRow({ payType: '805808' }))).toBe('pay-type');
    const listed = { ...ASKED, payTypes: ['805801', '800008'] };
    expect(judgeRow(listed, aRow({ payType: '800008' }))).toMatchObject({ kind: 'paid' });
  });

  it.each(cases)('%s: %o', (mismatch, more) => {
    expect(judged(aRow(more))).toEqual({ kind: 'mismatch', mismatch });
    expect(mismatchOf(ASKED, aRow(more))).toBe(mismatch);
  });

  it('number: another number in the direct answer, or under the known syssn', () => {
    const row = aRow({ number: numberOf(124) });
    const finding = { kind: 'mismatch', mismatch: 'number' };
    expect(judgeRow(ASKED, row)).toEqual(finding);
    expect(judgeRows(ASKED, [row], SYSSN)).toEqual(finding);
  });

  it('merchant: only if we know ours and the answer names another', () => {
    const asked = { ...ASKED, merchant: 'abc' };
    expect(judgeRow(asked, aRow({ merchant: 'xyz' }))).toMatchObject({ kind: 'mismatch', mismatch: 'merchant' });
    expect(judgeRow(asked, aRow({ merchant: 'abc' }))).toEqual(paid);
    expect(judgeRow(ASKED, aRow({ merchant: 'xyz' }))).toEqual(paid);
  });
});

describe('money that was paid and returned', () => {
  it.each([
    ['none', null],
    ['none', '0'],
    ['whole', '1'],
    ['whole', '2'],
    ['whole', '3'],
    ['part', '4'],
    ['part', '5'],
    ['part', ''],
    ['part', '9'],
  ] as const)('is returned as %s if cancel is %o, and the payment was still paid', (returned, cancel) => {
    expect(judged(aRow({ cancel }))).toEqual({ ...paid, returned });
    expect(judgeRow(ASKED, aRow({ cancel }))).toEqual({ ...paid, returned });
  });

  it('does not count beside a payment that was kept', () => {
    const back = aRow({ gatewayRef: '2', cancel: '3' });
    expect(judged(back, aRow())).toMatchObject(paid);
    expect(judged(aRow(), back)).toMatchObject(paid);
    expect(judged(back, aRow({ gatewayRef: '3', cancel: '5' }))).toMatchObject({
      kind: 'paid',
      gatewayRef: '2',
      several: false,
    });
  });
});

describe('the other classes', () => {
  it('are returned as they are, with the serial number if there is one', () => {
    expect(judged(pending())).toEqual({ kind: 'pending', gatewayRef: SYSSN, code: '1143' });
    expect(judged(pending({ gatewayRef: null }))).toEqual({ kind: 'pending', gatewayRef: null, code: '1143' });
    expect(judged(failed())).toEqual({ kind: 'failed', code: '1201', gatewayRef: SYSSN });
    expect(judged(unclear())).toEqual({ kind: 'unclear', code: '1297', gatewayRef: SYSSN, isOrder: true });
  });

  it('never mean paid, whatever the code is', () => {
    const classes: readonly CodeClass[] = ['pending', 'failed', 'unknown'];
    const code = fc.integer({ min: 0, max: 9999 }).map((value) => String(value).padStart(4, '0'));
    fc.assert(
      fc.property(code, fc.constantFrom(...classes), (text, codeClass) => {
        expect(judgeRow(ASKED, aRow({ code: text, codeClass })).kind).not.toBe('paid');
      }),
    );
  });
});

describe('rows that are not ours', () => {
  it('are not evidence: other numbers, refunds, closings', () => {
    expect(judged()).toEqual({ kind: 'not-found' });
    expect(judged(aRow({ number: numberOf(124) }))).toEqual({ kind: 'not-found' });
    expect(judged(aRow({ orderType: 'refund' }))).toEqual({ kind: 'not-found' });
    expect(judged(aRow({ orderType: 'close' }))).toEqual({ kind: 'not-found' });
    expect(judgeRows(ASKED, [aRow({ orderType: 'refund' })], SYSSN)).toEqual({ kind: 'not-found' });
  });

  it('do not become ours by an absent or a known serial number', () => {
    expect(judged(aRow({ number: numberOf(124), gatewayRef: null }))).toEqual({ kind: 'not-found' });
    expect(judgeRows(ASKED, [aRow({ number: numberOf(124), gatewayRef: 'another' })], SYSSN)).toEqual({
      kind: 'not-found',
    });
  });

  it('never change the result of our rows, at any position', () => {
    const other = fc
      .record({
        codeClass: fc.constantFrom<CodeClass>('ok', 'pending', 'failed', 'unknown'),
        amount: fc.constantFrom('1234', '1'),
        orderType: fc.constantFrom('payment', 'refund', null),
      })
      .map((fields) => aRow({ ...fields, number: numberOf(7), gatewayRef: '7' }));
    const ours = fc.constantFrom(aRow(), pending(), failed(), unclear(), aRow({ amount: '1' }));
    fc.assert(
      fc.property(fc.array(other), ours, fc.array(other), (before, row, after) => {
        expect(judged(...before, row, ...after)).toEqual(judged(row));
      }),
    );
  });
});

describe('several rows of ours', () => {
  it.each([
    ['declined, then paid', [failed({ gatewayRef: '1' }), aRow()], 'paid'],
    ['paid, with a refund of it', [aRow(), aRow({ orderType: 'refund', gatewayRef: '2', amount: '100' })], 'paid'],
    ['pending beside a failure', [failed({ gatewayRef: '1' }), pending()], 'pending'],
    ['unclear beside a failure', [failed({ gatewayRef: '1' }), unclear()], 'unclear'],
    ['a contradiction beside a failure', [failed({ gatewayRef: '1' }), aRow({ amount: '1' })], 'mismatch'],
    ['a contradiction beside a pending row', [pending(), aRow({ amount: '1', gatewayRef: '2' })], 'mismatch'],
    ['two failures', [failed({ gatewayRef: '1' }), failed({ gatewayRef: '2' })], 'failed'],
  ] as const)('%s', (_what, rows, kind) => {
    expect(judged(...rows).kind).toBe(kind);
    expect(judged(...rows.toReversed()).kind).toBe(kind);
  });

  it('two successes are paid, and `several` if they are two orders', () => {
    expect(judged(aRow(), aRow({ gatewayRef: '2' }))).toMatchObject({ kind: 'paid', several: true });
    // One order listed twice, for example in two months.
    expect(judged(aRow(), aRow())).toEqual(paid);
  });

  it.each([
    ['one that is not paid', pending({ gatewayRef: '2' }), false],
    ['one that was cancelled', aRow({ gatewayRef: '2', cancel: '1' }), false],
    ['one without a cancel field', aRow({ gatewayRef: '2', cancel: null }), true],
    ['one for another amount', aRow({ gatewayRef: '2', amount: '1' }), true],
  ])('are several payments or not if the other row is %s', (_what, other, several) => {
    expect(judged(aRow(), other)).toMatchObject({ ...paid, several });
    expect(judged(aRow({ cancel: null }), other)).toMatchObject({ ...paid, several });
  });

  it('are failed only if every row is a failure', () => {
    const rows = fc.array(fc.constantFrom(aRow(), pending(), failed(), unclear(), aRow({ amount: '1' })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(rows, (some) => {
        const isFailed = judged(...some).kind === 'failed';
        expect(isFailed).toBe(some.every((row) => row.codeClass === 'failed'));
      }),
    );
  });
});

it('a row has neither paydtm nor any text', () => {
  expect(Object.keys(aRow()).toSorted()).toEqual([
    'amount',
    'cancel',
    'code',
    'codeClass',
    'currency',
    'gatewayRef',
    'madeAt',
    'merchant',
    'number',
    'orderType',
    'payType',
    'refundClass',
  ]);
  expect(judged(aRow({ number: NUMBER, code: '1143', codeClass: 'pending' })).kind).toBe('pending');
});
