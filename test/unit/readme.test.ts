/** The README is part of the product: what it says of the simulator is what the simulator does. */
import { expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { OUTCOMES } from '../../electron/simulator/scenarios.ts';

const ROOT = resolve(import.meta.dirname, '../..');

it('has the row of every amount that picks an outcome, in the simulator’s order, and no other', () => {
  const readme = readFileSync(resolve(ROOT, 'README.md'), 'utf8');
  const table = readme.split('<!-- outcomes:begin -->')[1]?.split('<!-- outcomes:end -->')[0] ?? '';
  const rows = [...table.matchAll(/^\| \.(\d\d) +\| (.*?) +\|$/gm)].map(([, cents, words]) => ({ cents, words }));
  expect(rows).toEqual(OUTCOMES.map(({ cents, words }) => ({ cents, words })));
});
