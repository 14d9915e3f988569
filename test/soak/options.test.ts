/** The soak's command line. The soak must refuse unknown options and not use the defaults instead. */
import { expect, it } from 'vitest';
import { CAMPAIGNS } from './campaigns.ts';
import { readOptions } from './options.ts';

const DRAWN = 77;
const DEFAULTS = { payments: 400_000, kills: 2_000, states: 100_000, inputs: 5_000_000 };

it('runs each campaign at its default length with the drawn seed when no option is given', () => {
  expect(readOptions([], DRAWN)).toEqual({ seed: DRAWN, counts: DEFAULTS });
  expect(Object.keys(CAMPAIGNS).toSorted()).toEqual(Object.keys(DEFAULTS).toSorted());
});

it('accepts any option, including a count of 0', () => {
  const asked = readOptions(['--seed', '5', '--inputs', '0', '--kills=3'], DRAWN);
  expect(asked).toEqual({ seed: 5, counts: { ...DEFAULTS, inputs: 0, kills: 3 } });
});

it.each([
  [['--payment', '5']],
  [['--kills']],
  [['--kills', '-3']],
  [['--kills', '1e3']],
  [['--kills', '1.5']],
  [['--kills', '']],
  [['--seed', '2147483648']],
  [['12']],
])('refuses %j', (args) => {
  expect(readOptions(args, DRAWN)).toBeNull();
});
