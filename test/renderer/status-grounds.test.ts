/** The states of a payment differ in lightness and words too, for people who see no colours or stand far away. */
import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import zhCN from '../../shared/words/zh-CN.json';
import zhHK from '../../shared/words/zh-HK.json';

const css = readFileSync(join(import.meta.dirname, '../../renderer/ui/tokens.css'), 'utf8');
const token = (name: string): string => {
  const found = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(css)?.[1];
  if (found === undefined) throw new Error(`No token --${name}`);
  return found;
};

/** WCAG's relative luminance, 0 to 1. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};
/** CIE lightness, 0 to 100. */
const lightness = (colour: string): number => 116 * Math.cbrt(luminance(colour)) - 16;

/** The background of each state's screen, and its text colour. */
const SCREENS = {
  waiting: ['waiting-soft', 'waiting'],
  checking: ['checking-soft', 'checking'],
  'not-paid': ['not-paid-soft', 'not-paid'],
  paid: ['paid', 'surface'],
  'paid-late': ['paid-late-soft', 'paid-late'],
} as const;
const grounds = Object.entries(SCREENS).map(([word, [ground]]) => ({ word, light: lightness(token(ground)) }));

describe('the five states', () => {
  it.each(grounds)('$word has its own lightness', ({ word, light }) => {
    for (const other of grounds) {
      if (other.word === word) continue;
      expect(Math.abs(other.light - light), `${word} and ${other.word}`).toBeGreaterThanOrEqual(6);
    }
  });

  it.each(Object.values(SCREENS))('the background %s has enough contrast with the text %s', (ground, text) => {
    expect(contrast(token(ground), token(text))).toBeGreaterThanOrEqual(4.5);
  });

  it('paid late does not have the red of not paid', () => {
    expect(token('paid-late')).not.toBe(token('not-paid'));
  });
});

describe.each([
  ['zh-HK', zhHK],
  ['zh-CN', zhCN],
])('in %s', (_language, words) => {
  const firstClause = (text: string): string => text.split(/[，。]/u)[0] ?? '';
  it.each([
    [words.word.paid, words.word['not-paid']],
    [words.word.paid, words.word['paid-late']],
    [words.word.refunded, words.word['not-refunded']],
    [words.customer.paid, words.customer['not-paid']],
  ])('%s and %s share at most half of their characters', (good, bad) => {
    const shared = [...new Set(firstClause(good))].filter((character) => firstClause(bad).includes(character));
    expect(shared.length * 2).toBeLessThanOrEqual(Math.max(firstClause(good).length, firstClause(bad).length));
  });
});
