/**
 * The code that money hangs on. Every branch of it is taken by its quick tests (vitest.core.config.ts, a step of
 * `npm test`), and Stryker breaks it in every way it knows to see whether they notice (`npm run mutation`).
 */

export const CORE = [
  'shared/{attempt,attempt-record,attempt-schedule,cashier-word,evidence,money}.ts',
  'electron/till/*.ts',
  'electron/gateway/sign.ts',
];

/** What tries it without waiting for real time: a test that is named so belongs to them. */
export const CORE_TESTS = [
  'test/unit/attempt-{by-hand,doubt,late-answers,properties,refund,rules,second-try,shown-again}.test.ts',
  'test/unit/{budget,evidence,money,till}*.test.ts',
  'test/till/{gateway-clock,watch*}.test.ts',
  'test/gateway/sign.test.ts',
];
