/** The day's CSV as a spreadsheet reads it: the right bytes, ids that stay text, and no formula. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayCsv } from '../../electron/export/csv.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { cents } from '../../shared/money.ts';
import { csvRows, parseCsv } from '../support/csv.ts';
import { anAttempt, EVENING, NUMBER, numberOf, SYSSN } from '../support/samples.ts';

const HEADINGS = [
  'time_hk',
  'number',
  'kind',
  'qfpay_syssn',
  'state',
  'status',
  'amount',
  'taken',
  'currency',
  'way',
  'pay_type',
  'gateway_said',
  'customer_code_tail',
  'out_trade_no',
  'refund_of',
  'txdtm',
  'gateway',
  'returned_elsewhere',
  'decided',
  'decided_amount',
  'decided_by',
  'decided_why',
  'decided_at',
];

/** The file's rows by heading. */
const rows = (attempts: readonly Attempt[], forExcel = false) => csvRows(dayCsv(attempts, forExcel));

const paid = anAttempt({ status: 'paid', version: 3, gatewayRef: SYSSN, lastResponse: '0000', codeTail: '0042' });

describe('the bytes', () => {
  it('begin with the mark that makes Excel read UTF-8, and end every line with CR LF', () => {
    const csv = dayCsv([paid], false);
    expect([...Buffer.from(csv).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(csv.indexOf('\uFEFF', 1)).toBe(-1);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('of a day without payments are only the headings', () => {
    expect(parseCsv(dayCsv([], false))).toEqual([HEADINGS]);
  });
});

it('has all fields of a payment, with amounts in dollars and times of Hong Kong', () => {
  expect(rows([paid])).toEqual([
    {
      time_hk: '2026-11-22 21:05:09',
      number: '01-K7QF3M-000123-1T',
      kind: 'payment',
      qfpay_syssn: SYSSN,
      state: 'paid',
      status: 'paid',
      amount: '12.34',
      taken: '12.34',
      currency: 'HKD',
      way: 'mpm',
      pay_type: '805801',
      gateway_said: '0000',
      customer_code_tail: '0042',
      out_trade_no: NUMBER,
      refund_of: '',
      txdtm: '2026-11-22 21:05:09',
      gateway: 'https://openapi-hk.qfapi.com',
      returned_elsewhere: '',
      decided: '',
      decided_amount: '',
      decided_by: '',
      decided_why: '',
      decided_at: '',
    },
  ]);
});

it('has the amount returned elsewhere, and a decision: what, how much, who, why and when', () => {
  const decision = {
    decided: 'paid',
    decidedBy: 'KC',
    decidedWhy: '=seen, in the portal',
    decidedAt: EVENING,
  } as const;
  const decided = { ...paid, ...decision, movedAmount: cents(1200), returnedElsewhere: cents(400) };
  expect(rows([decided])[0]).toMatchObject({
    amount: '12.34',
    returned_elsewhere: '4.00',
    decided: 'paid',
    decided_amount: '12.00',
    decided_by: 'KC',
    decided_why: "'=seen, in the portal",
    decided_at: '2026-11-22 21:05:09',
  });
  expect(rows([{ ...paid, returnedElsewhere: null }])[0]).toMatchObject({ returned_elsewhere: '?' });
});

it("has the portal's ids, and the payment of a refund", () => {
  const back = anAttempt({
    number: numberOf(2),
    kind: 'refund',
    refundOf: NUMBER,
    status: 'refunded',
    gatewayRef: SYSSN,
  });
  const [payment, refund] = rows([paid, { ...back, createdAt: EVENING + 1 }]);
  expect(payment?.['qfpay_syssn']).toBe(SYSSN);
  expect(payment?.['out_trade_no']).toBe(NUMBER);
  expect(refund?.['refund_of']).toBe(payment?.['number']);
});

it('has a column that sums to the takings, negative for refunds', () => {
  const refund = { kind: 'refund', refundOf: NUMBER } as const;
  const taken = rows([
    paid,
    anAttempt({ number: numberOf(2), status: 'late-paid', amount: cents(500) }),
    anAttempt({ number: numberOf(3), status: 'failed', amount: cents(900) }),
    anAttempt({ number: numberOf(4), status: 'unknown', amount: cents(900) }),
    anAttempt({ number: numberOf(5), ...refund, status: 'refunded', amount: cents(1005) }),
    anAttempt({ number: numberOf(6), ...refund, status: 'failed', amount: cents(100) }),
    anAttempt({ number: numberOf(7), status: 'paid', amount: cents(700), returnedElsewhere: cents(300) }),
  ]).map((row) => row['taken']);
  expect(taken).toEqual(['5.00', '0.00', '0.00', '-10.05', '0.00', '4.00', '12.34']);
});

it('has one row per attempt and no totals', () => {
  const attempts = [anAttempt({ number: numberOf(1) }), anAttempt({ number: numberOf(2), amount: cents(5) })];
  expect(rows(attempts).map((row) => row['amount'])).toEqual(['12.34', '0.05']);
  expect(parseCsv(dayCsv(attempts, false))).toHaveLength(3);
});

it('goes from the oldest to the newest, and by number within one moment', () => {
  const at = (sequence: number, createdAt: number) => anAttempt({ number: numberOf(sequence), createdAt });
  const attempts = [at(4, EVENING + 9), at(3, EVENING), at(2, EVENING + 5), at(1, EVENING)];
  const order = rows(attempts).map((row) => row['out_trade_no']?.trim());
  expect(order).toEqual([numberOf(1), numberOf(3), numberOf(2), numberOf(4)]);
});

it("has the cashier's word for each status", () => {
  const words = (['sending', 'pending', 'unknown', 'failed', 'expired', 'late-paid'] as const).map(
    (status) => rows([anAttempt({ status })])[0]?.['state'],
  );
  expect(words).toEqual(['checking', 'checking', 'checking', 'not-paid', 'not-paid', 'paid-late']);
});

describe('a spreadsheet', () => {
  const dangerous = ['=1+1', '+852', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠x'];

  it.each(dangerous)('runs nothing: %j', (text) => {
    const [row] = rows([
      anAttempt({ codeTail: text, gatewayRef: text, lastResponse: text, gatewayHost: text, requestedAtText: text }),
    ]);
    for (const field of ['customer_code_tail', 'qfpay_syssn', 'gateway_said', 'gateway', 'txdtm']) {
      expect(row?.[field]).toBe(`'${text}`);
    }
  });

  const id = ['qfpay_syssn', 'gateway_said', 'customer_code_tail', 'out_trade_no'];

  it('never turns an id into a number, or any text into a formula, whatever the customer or the gateway sends', () => {
    const anyText = fc.string({
      unit: fc.constantFrom(...'=+-@\t\r\n"\',;|/.:019AZaz 中＝'),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(anyText, anyText, anyText, (gatewayRef, lastResponse, codeTail) => {
        const [row] = rows([anAttempt({ gatewayRef, lastResponse, codeTail })], true);
        if (row === undefined) throw new Error('no row');
        for (const [heading, value] of Object.entries(row)) {
          expect(value, heading).not.toMatch(/^\r|^\s*[=+\-@＝＋－＠]/);
          expect(value, heading).not.toMatch(/^\t(\s*[=+\-@＝＋－＠]|.*[\t\r\n])/);
          if (id.includes(heading)) expect(value, heading).not.toMatch(/^[\d /.:,|;-]*\d[\d /.:,|;-]*$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each(['1/23', '12-3', '12.5', '1:23', '.123', '$123', '(12)', '1,23', '12%', ' 123', '1E5', 'É123'])(
    'does not turn the end of a code into a date or a number: %j',
    (codeTail) => {
      expect(rows([anAttempt({ codeTail })], true)[0]?.['customer_code_tail']).toBe(`\t${codeTail}`);
      expect(rows([anAttempt({ codeTail })])[0]?.['customer_code_tail']).toBe(codeTail);
    },
  );

  it.each([' =1', '  +12', '\u00A0-1'])('recognises a formula after spaces too: %j', (codeTail) => {
    expect(rows([anAttempt({ codeTail })])[0]?.['customer_code_tail']).toBe(`'${codeTail}`);
  });

  // Spreadsheets end a row at any line break outside quotes, not only at CR LF.
  it.each(['a\n=1+1', 'a\r=1+1', 'a\r\n=1+1'])('starts no row and no formula in the middle of a text: %j', (text) => {
    expect(dayCsv([anAttempt({ gatewayRef: text })], false)).toContain(`"${text}"`);
  });

  it('reads every text back, including quotes, commas and line breaks', () => {
    const anyText = fc.string({ unit: fc.constantFrom(...'",\r\n a中'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyText, anyText, (host, lastResponse) => {
        const [row] = rows([anAttempt({ gatewayHost: host, lastResponse })]);
        expect(row?.['gateway']?.replace(/^'/, '')).toBe(host);
        expect(row?.['gateway_said']?.replace(/^['\t]/, '')).toBe(lastResponse);
      }),
    );
  });
});
