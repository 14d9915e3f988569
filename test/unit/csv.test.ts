/** The end-of-day log as a spreadsheet reads it: the right bytes, ids that stay text, and nothing it would run. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayCsv } from '../../electron/export/csv.ts';
import type { Attempt } from '../../shared/attempt-record.ts';
import { cents } from '../../shared/money.ts';
import { anAttempt, EVENING, NUMBER, numberOf, SYSSN } from '../support/samples.ts';

const HEADINGS = [
  'time_hk',
  'number',
  'kind',
  'qfpay_syssn',
  'state',
  'status',
  'amount',
  'currency',
  'way',
  'pay_type',
  'gateway_said',
  'customer_code_tail',
  'out_trade_no',
  'refund_of',
  'txdtm',
  'gateway',
];

/** RFC 4180 by hand: no library that writes the file may also be the one that vouches for it. */
function parsed(csv: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  let field = '';
  let quoted = false;
  const text = csv.replace(/^\uFEFF/, '');
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') field += character;
      else if (text.charAt(at + 1) === '"') field += text.charAt((at += 1));
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      record.push(field);
      field = '';
    } else if (character === '\r' && text.charAt(at + 1) === '\n') {
      record.push(field);
      records.push(record);
      [record, field] = [[], ''];
      at += 1;
    } else field += character;
  }
  if (quoted || field !== '' || record.length > 0) throw new Error('the last line is not ended');
  return records;
}

/** The file's rows by heading. */
function rows(attempts: readonly Attempt[]): Record<string, string>[] {
  const [headings = [], ...records] = parsed(dayCsv(attempts));
  return records.map((record) => Object.fromEntries(headings.map((heading, place) => [heading, record[place] ?? ''])));
}

const paid = anAttempt({ status: 'paid', version: 3, syssn: SYSSN, lastSaid: '0000', codeTail: '0042' });

describe('the bytes', () => {
  it('begin with the mark that makes Excel read UTF-8, and end every line with CR LF', () => {
    const csv = dayCsv([paid]);
    expect([...Buffer.from(csv).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(csv.indexOf('\uFEFF', 1)).toBe(-1);
    expect(csv.endsWith('\r\n')).toBe(true);
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('of a day without payments are the headings alone', () => {
    expect(parsed(dayCsv([]))).toEqual([HEADINGS]);
  });
});

it('says all there is of a payment, amounts in dollars, times of Hong Kong', () => {
  expect(rows([paid])).toEqual([
    {
      time_hk: '2026-11-22 21:05:09',
      number: '01-K7QF3M-000123-1T',
      kind: 'payment',
      qfpay_syssn: `\t${SYSSN}`,
      state: 'paid',
      status: 'paid',
      amount: '12.34',
      currency: 'HKD',
      way: 'mpm',
      pay_type: '805801',
      gateway_said: '\t0000',
      customer_code_tail: '\t0042',
      out_trade_no: `\t${NUMBER}`,
      refund_of: '',
      txdtm: '2026-11-22 21:05:09',
      gateway: 'https://openapi-hk.qfapi.com',
    },
  ]);
});

it('has one row an attempt and no totals', () => {
  const attempts = [anAttempt({ number: numberOf(1) }), anAttempt({ number: numberOf(2), amount: cents(5) })];
  expect(rows(attempts).map((row) => row['amount'])).toEqual(['12.34', '0.05']);
  expect(parsed(dayCsv(attempts))).toHaveLength(3);
});

it('goes from the oldest to the newest, and by number within one moment', () => {
  const at = (sequence: number, createdAt: number) => anAttempt({ number: numberOf(sequence), createdAt });
  const attempts = [at(4, EVENING + 9), at(3, EVENING), at(2, EVENING + 5), at(1, EVENING)];
  const order = rows(attempts).map((row) => row['out_trade_no']?.trim());
  expect(order).toEqual([numberOf(1), numberOf(3), numberOf(2), numberOf(4)]);
});

it('says what the cashier reads behind the screens', () => {
  const words = (['sending', 'pending', 'unknown', 'failed', 'expired', 'late-paid'] as const).map(
    (status) => rows([anAttempt({ status })])[0]?.['state'],
  );
  expect(words).toEqual(['checking', 'checking', 'checking', 'not-paid', 'not-paid', 'paid-late']);
});

describe('a spreadsheet', () => {
  const dangerous = ['=1+1', '+852', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠x'];

  it.each(dangerous)('runs nothing: %j', (text) => {
    const [row] = rows([anAttempt({ codeTail: text, syssn: text, lastSaid: text, host: text, txdtm: text })]);
    for (const field of ['customer_code_tail', 'qfpay_syssn', 'gateway_said', 'gateway', 'txdtm']) {
      expect(row?.[field]).toBe(`'${text}`);
    }
  });

  const id = ['qfpay_syssn', 'gateway_said', 'customer_code_tail', 'out_trade_no'];

  it('never makes a number of an id, nor a formula of anything, whatever the customer or the gateway sends', () => {
    const anyText = fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n"\',;|019AZaz 中＝'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyText, anyText, anyText, (syssn, lastSaid, codeTail) => {
        const [row] = rows([anAttempt({ syssn, lastSaid, codeTail })]);
        if (row === undefined) throw new Error('no row');
        for (const [heading, value] of Object.entries(row)) {
          expect(value, heading).not.toMatch(/^[=+\-@\r＝＋－＠]/);
          expect(value, heading).not.toMatch(/^\t(?![0-9A-Za-z]+$)/);
          if (id.includes(heading)) expect(value, heading).not.toMatch(/^\d+$/);
        }
      }),
      { numRuns: 500 },
    );
  });

  // Spreadsheets take every line's end outside quotes for the end of a row, whichever ends the file's own lines.
  it.each(['a\n=1+1', 'a\r=1+1', 'a\r\n=1+1'])('begins no row, and no formula, in the middle of a text: %j', (text) => {
    expect(dayCsv([anAttempt({ syssn: text })])).toContain(`"${text}"`);
  });

  it('reads back every text there was, quotes, commas and line ends included', () => {
    const anyText = fc.string({ unit: fc.constantFrom(...'",\r\n a中'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(anyText, anyText, (host, lastSaid) => {
        const [row] = rows([anAttempt({ host, lastSaid })]);
        expect(row?.['gateway']?.replace(/^'/, '')).toBe(host);
        expect(row?.['gateway_said']?.replace(/^['\t]/, '')).toBe(lastSaid);
      }),
    );
  });
});
