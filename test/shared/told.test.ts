/** How a page merges the messages with its state. */
import { expect, it } from 'vitest';
import { windowStates } from '../../electron/counter/window-states.ts';
import { joined, withTold, type Told } from '../../shared/contract/told.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';

type Groups = { readonly shop: { readonly name: string }; readonly sale: { readonly id: number } };

const whole: Told<Groups> = { isWhole: true, groups: { shop: { name: 'A' }, sale: { id: 1 } } };
const part: Told<Groups> = { isWhole: false, groups: { sale: { id: 2 } } };

it('a page has no state before it receives a message with every group', () => {
  expect(withTold(undefined, part)).toBeUndefined();
  expect(withTold(undefined, whole)).toEqual(whole);
});

it('a message with some groups replaces these groups, and a message with every group replaces all', () => {
  const after = withTold(whole, part);
  expect(after).toEqual({ isWhole: true, groups: { shop: { name: 'A' }, sale: { id: 2 } } });
  expect(withTold(after, whole)).toEqual(whole);
});

it('no name is in two groups, because `joined` would lose one of them', () => {
  const states = windowStates(DEFAULT_SETTINGS, null, {
    mode: 'live',
    scanner: 'ready',
    customerScreen: 'none',
    notices: [],
    stillPractising: false,
    revision: 0,
    standing: null,
    staff: { atTill: { kind: 'anybody' }, people: [], owners: [], proofs: [] },
  });
  for (const groups of [states.cashier, states.customer]) {
    const names = Object.values(groups).flatMap((group) => Object.keys(group));
    expect(Object.keys(joined(groups)).toSorted()).toEqual(names.toSorted());
  }
});
