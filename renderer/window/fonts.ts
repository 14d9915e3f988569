/**
 * Chinese has to be right on a machine without a Chinese font. The screens' own words have small fonts that are there
 * before the first drawing. A shop's name may hold any other character: for those both Noto families are bundled, in
 * pieces that load when one of theirs is on the screen. The lists of the pieces take 5 MB in each window, so they are
 * read when there is such a character.
 */
import { ownCharacters } from './characters.ts';
import './fonts.css';

/** A font that does not come must not keep the till from opening; nor may one that comes late. */
const MOST_WAIT_MS = 500;

/** Settles when the screens can be drawn in their own font, or will not be. */
export async function ownFontsLoaded(): Promise<void> {
  const fonts = ['400 1em "Till HK"', '700 1em "Till HK"'].map((font) => document.fonts.load(font));
  const late = new Promise((resolve) => setTimeout(resolve, MOST_WAIT_MS));
  await Promise.race([Promise.allSettled(fonts), late]);
}

let own: ReadonlySet<string> | null = null;
let others: Promise<unknown> | null = null;

/** @param shown what will be on the screen, in any shape */
export function loadFontsFor(shown: unknown): void {
  if (others !== null) return;
  const known = (own ??= ownCharacters());
  if ([...JSON.stringify(shown)].some((character) => !known.has(character))) loadAllFonts();
}

/** For a screen on which any character can be typed. */
export function loadAllFonts(): void {
  others ??= Promise.all([
    import('@fontsource/noto-sans-hk/400.css'),
    import('@fontsource/noto-sans-hk/700.css'),
    import('@fontsource/noto-sans-sc/400.css'),
    import('@fontsource/noto-sans-sc/700.css'),
  ]).catch((error: unknown) => {
    // The machine's own font stands in, if it has one.
    console.error('The fonts for other characters could not be loaded', error);
  });
}
