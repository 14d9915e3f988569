/**
 * The status codes, compared with the test's own lists. Only a closed list of codes counts as failed. Every other code,
 * also a future one, is unknown: the till enquires and never shows "not paid".
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adviceOn, classOf } from '../../electron/gateway/codes.ts';
import {
  mismatchSaid,
  NO_ANSWER,
  NOT_FOUND,
  NOT_SENT,
  QR_MADE,
  saidWithoutOrder,
} from '../../shared/attempt/record.ts';
import type { CodeClass, Mismatch } from '../../shared/attempt/evidence.ts';
import en from '../../shared/words/en.json' with { type: 'json' };
import zhCn from '../../shared/words/zh-CN.json' with { type: 'json' };
import zhHk from '../../shared/words/zh-HK.json' with { type: 'json' };

const PENDING = ['1143', '1145', '1298'];

/** Refused before anything was done, or ended without a payment: no money has moved. */
const FAILED = '1103 1104 1105 1106 1107 1108 1203 1241 1242 1243 1250 1294'.split(' ');
/** One try of the customer failed; with a QR the customer can try again. */
const TRY_FAILED = '1201 1202 1204 1205 2005'.split(' ');
/** The order has ended. */
const CLOSED = '1142 1181 1263'.split(' ');
/** Decides nothing, but proves that the order exists. */
const EXISTS = '1102 1251 1260 1261 1262 2011'.split(' ');

/** Every code of QFPay's current table. */
const LISTED = `
  0000 1100 1101 1102 1103 1104 1105 1106 1107 1108 1125 1136 1142 1143 1145 1147 1150 1155 1181 1201
  1202 1203 1204 1205 1212 1241 1242 1243 1250 1251 1252 1254 1260 1261 1262 1263 1264 1265 1266 1267
  1268 1269 1270 1271 1272 1294 1295 1296 1297 1298 2005 2011
`
  .trim()
  .split(/\s+/);

/** Codes that may hide a payment: a slow network, a repeated number that was paid, an older "ask again". */
const AMBIGUOUS = '1100 1101 1102 1136 1161 1251 1252 1254 1260 1261 1266 1267 1268 1295 1296 1297 2011 2999'.split(
  ' ',
);

/** Codes that are only in older documents; some channel may still send them. */
const LEGACY = '1109 1112 1118 1124 1131 1144 1154 1170 2004 2006 2007 2012'.split(' ');

const everyCode = Array.from({ length: 10_000 }, (_, code) => String(code).padStart(4, '0'));
const ofClass = (wanted: CodeClass) => everyCode.filter((code) => classOf(code) === wanted);

describe('of all ten thousand codes', () => {
  it('0000 alone is ok', () => {
    expect(ofClass('ok')).toEqual(['0000']);
  });
  it('three are pending', () => {
    expect(ofClass('pending')).toEqual(PENDING);
  });
  it('the closed list is failed', () => {
    expect(ofClass('failed')).toEqual(FAILED);
    expect(ofClass('try-failed')).toEqual(TRY_FAILED);
    expect(ofClass('closed')).toEqual(CLOSED);
  });
  it('a closed list proves that an order exists, and nothing else', () => {
    expect(ofClass('exists')).toEqual(EXISTS);
  });
  it('every other is unknown', () => {
    expect(ofClass('unknown')).toHaveLength(10_000 - 1 - [PENDING, FAILED, TRY_FAILED, CLOSED, EXISTS].flat().length);
  });
});

it.each([...AMBIGUOUS, ...LEGACY])('%s, which may hide a payment, decides nothing', (code) => {
  expect(classOf(code)).toBe(EXISTS.includes(code) ? 'exists' : 'unknown');
});

it.each(['', '0', '000', '00000', ' 0000', '0000 ', '0x00', 'ok', 'toString', '__proto__', 'constructor'])(
  'text that is no code (%j) is unknown, and has an advice',
  (code) => {
    expect(classOf(code)).toBe('unknown');
    expect(adviceOn(code, 'payment', false)).toBe('unlisted');
  },
);

it('the table names each code once', () => {
  const source = readFileSync(new URL('../../electron/gateway/codes.ts', import.meta.url), 'utf8');
  const codes = [...source.matchAll(/^ {2}\['(\d+)'/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThanOrEqual(LISTED.length);
  expect(new Set(codes).size).toBe(codes.length);
});

it('every code that QFPay lists has an advice of its own', () => {
  expect(LISTED.filter((code) => adviceOn(code, 'payment', false) === 'unlisted')).toEqual([]);
});

it('has an advice for results that do not come from the gateway', () => {
  const mismatches: readonly Mismatch[] = ['number', 'amount', 'currency', 'pay-type', 'merchant', 'syssn-taken'];
  expect(mismatches.map((mismatch) => adviceOn(mismatchSaid(mismatch), 'payment', false))).toEqual(
    mismatches.map(() => 'mismatch'),
  );
  expect([NOT_SENT, NOT_FOUND, NO_ANSWER].map((said) => adviceOn(said, 'payment', false))).toEqual([
    'not-sent',
    'not-found',
    'no-answer',
  ]);
  // The gateway answers 0000 to a QR too, which must never mean "paid".
  expect(adviceOn(QR_MADE, 'payment', false)).toBe('waiting-customer');
  expect(adviceOn(saidWithoutOrder('1100'), 'payment', false)).toBe('maintenance');
  expect(adviceOn(saidWithoutOrder('nonsense'), 'payment', false)).toBe('unlisted');
});

it.each([
  ['en', en],
  ['zh-HK', zhHk],
  ['zh-CN', zhCn],
])('every advice has words in %s', (_language, catalogue) => {
  const words: Readonly<Record<string, string>> = catalogue.advice;
  const said = [...everyCode, NOT_SENT, NOT_FOUND, NO_ANSWER, QR_MADE, mismatchSaid('amount')];
  const advices = new Set(
    said.flatMap((one) => [
      adviceOn(one, 'payment', false),
      ...[false, true].map((isOver) => adviceOn(one, 'refund', isOver)),
    ]),
  );
  expect([...advices].filter((advice) => !words[advice])).toEqual([]);
});

it('has its own advice for a refund, and never advises a new refund while the old one may succeed', () => {
  expect(adviceOn(NOT_FOUND, 'refund', false)).toBe('refund-not-found');
  expect(adviceOn(NOT_FOUND, 'refund', true)).toBe('refund-never-came');
  expect(adviceOn(mismatchSaid('amount'), 'refund', false)).toBe('refund-mismatch');
  expect([NOT_SENT, NO_ANSWER].map((said) => adviceOn(said, 'refund', true))).toEqual(['not-sent', 'no-answer']);
});

it('no code that may hide a payment is called declined, closed, expired or safe to try again', () => {
  const finalWords = ['declined', 'balance', 'expired', 'fresh-code', 'paid', 'not-sent'];
  expect(AMBIGUOUS.filter((code) => finalWords.includes(adviceOn(code, 'payment', false)))).toEqual([]);
});
