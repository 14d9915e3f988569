/**
 * The code that money hangs on. Every branch of it is taken by its quick tests (vitest.core.config.ts, a step of
 * `npm test`), and Stryker breaks it in every way it knows to see whether they notice (`npm run mutation`).
 */

export const CORE = [
  'shared/attempt/{evidence,machine,record,schedule,word}.ts',
  'shared/money.ts',
  'shared/wallet.ts',
  'electron/till/*.ts',
  'electron/gateway/sign.ts',
];

/** What tries it without waiting for real time. */
export const CORE_TESTS = ['test/**/*.quick.test.ts'];
