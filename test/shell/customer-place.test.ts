import { describe, expect, it } from 'vitest';
import { customerPlace, customerScreenLamp } from '../../electron/shell/customer-place.ts';
import type { DisplayChoice } from '../../shared/settings.ts';

const at = (x: number, y: number, width: number, height: number, label = ''): DisplayChoice => ({
  label,
  x,
  y,
  width,
  height,
});
const cashier = at(0, 0, 1280, 800, 'DELL');
const right = at(1280, 0, 800, 1280, 'ELO');
const further = at(2080, 0, 1024, 600, 'HP');
const place = (others: readonly DisplayChoice[], chosen: DisplayChoice | null = null, canPlace = true) =>
  customerPlace({ cashier, others, canPlace }, chosen);

describe("the customer's window", () => {
  it('goes to the first screen that is not the cashier’s', () => {
    expect(place([right, further])).toEqual({ kind: 'own', display: right });
  });

  it('goes to the chosen screen, found by label and place, then by label, then by place', () => {
    expect(place([right, further], further)).toEqual({ kind: 'own', display: further });
    expect(place([right, further], { ...further, x: 9_000 })).toEqual({ kind: 'own', display: further });
    expect(place([right, further], { ...further, label: 'renamed' })).toEqual({ kind: 'own', display: further });
    expect(place([right, { ...further, label: '' }], at(5, 5, 5, 5, ''))).toEqual({ kind: 'own', display: right });
  });

  it('goes to no screen when there is only one', () => {
    expect(place([])).toEqual({ kind: 'none' });
  });

  it.each([
    ['the same picture', cashier],
    ['a part of it', at(100, 100, 640, 480)],
    ['an edge of it', at(1279, 0, 800, 600)],
  ])('never goes to a screen that shows %s', (_what, mirror) => {
    expect(place([mirror])).toEqual({ kind: 'mirrored' });
    expect(place([mirror], mirror)).toEqual({ kind: 'mirrored' });
    expect(place([mirror, further], mirror)).toEqual({ kind: 'own', display: further });
  });

  it('goes to no screen if the system does not let programs place windows', () => {
    expect(place([right], null, false)).toEqual({ kind: 'unplaceable' });
    expect(place([], null, false)).toEqual({ kind: 'none' });
  });
});

it('the lamp shows a lost screen only in a shop that had one', () => {
  expect(customerScreenLamp({ kind: 'none' }, true)).toBe('gone');
  expect(customerScreenLamp({ kind: 'none' }, false)).toBe('none');
  expect(customerScreenLamp({ kind: 'mirrored' }, true)).toBe('mirrored');
  expect(customerScreenLamp({ kind: 'own', display: right }, true)).toBe('own');
});
