/** The README's tables of outcomes agree with the simulator. */
import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { REFUND_OUTCOMES } from '../../electron/simulator/refund-scenarios.ts';
import { OUTCOMES } from '../../electron/simulator/scenarios.ts';

const ROOT = resolve(import.meta.dirname, '../..');

const rowsBetween = (marker: string) => {
  const readme = readFileSync(resolve(ROOT, 'README.md'), 'utf8');
  const table = readme.split(`<!-- ${marker}:begin -->`)[1]?.split(`<!-- ${marker}:end -->`)[0] ?? '';
  return [...table.matchAll(/^\| \.(\d\d) +\| (.*?) +\|$/gm)].map(([, cents, words]) => ({ cents, words }));
};

it.each([
  ['outcomes', OUTCOMES],
  ['refund-outcomes', REFUND_OUTCOMES],
] as const)('has one row for every amount of the %s, in the simulator’s order, and no other row', (marker, rows) => {
  expect(rowsBetween(marker)).toEqual(rows.map(({ cents, words }) => ({ cents, words })));
});
