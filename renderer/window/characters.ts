/**
 * The characters of the screens' own words in all three languages. build/catalogue-fonts.ts cuts the small fonts for
 * exactly these. Any other character on a screen, for example in a shop's name, needs the large fonts.
 */
import en from '../../shared/words/en.json';
import zhCN from '../../shared/words/zh-CN.json';
import zhHK from '../../shared/words/zh-HK.json';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';

/** Amounts, numbers and names inside the words: every character of a Latin keyboard, and typographic signs. */
const LATIN = [range(0x20, 0x7e), range(0xa0, 0xff), '‐‑–—‘’“”…−×'].join('');

export function ownCharacters(): ReadonlySet<string> {
  return new Set(LATIN + JSON.stringify([en, zhHK, zhCN, DEFAULT_SETTINGS.shopName]));
}

function range(first: number, last: number): string {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)).join('');
}
