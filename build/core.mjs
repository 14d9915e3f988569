/**
 * The code that decides about money. Its quick tests cover every branch (vitest.core.config.ts, a step of `npm test`),
 * and Stryker changes it in every way it knows, to see whether they notice (`npm run mutation`).
 */

export const CORE = [
  'shared/attempt/{evidence,machine,record,schedule,word}.ts',
  'shared/money.ts',
  'shared/wallet.ts',
  'electron/till/*.ts',
  'electron/gateway/sign.ts',
];

/** Tests that do not wait for real time. */
export const CORE_TESTS = ['test/**/*.quick.test.ts'];
