/**
 * Chinese text must look right on a machine without a Chinese font. The small fonts for the screens' own words load
 * before the first drawing. A shop's name may hold any other character, so both Noto families are bundled, in pieces
 * that load when a screen needs them. The lists of the pieces take 5 MB in each window, so they load only when such a
 * character appears.
 */
import { ownCharacters } from './characters.ts';
import './fonts.css';

/** A missing or slow font must not stop the till from opening. */
const WAIT_MS_MAX = 500;

/** Settles when the till's font is ready, or after the longest wait. */
export async function ownFontsLoaded(): Promise<void> {
  const fonts = ['400 1em "Till HK"', '700 1em "Till HK"'].map((font) => document.fonts.load(font));
  const late = new Promise((resolve) => setTimeout(resolve, WAIT_MS_MAX));
  await Promise.race([Promise.allSettled(fonts), late]);
}

let own: ReadonlySet<string> | null = null;
let others: Promise<unknown> | null = null;

/** @param shown the data of the screen, in any shape */
export function loadFontsFor(shown: unknown): void {
  if (others !== null) return;
  const known = (own ??= ownCharacters());
  if ([...JSON.stringify(shown)].some((character) => !known.has(character))) loadAllFonts();
}

/** For a screen where a person can type any character. */
export function loadAllFonts(): void {
  others ??= Promise.all([
    import('@fontsource/noto-sans-hk/400.css'),
    import('@fontsource/noto-sans-hk/700.css'),
    import('@fontsource/noto-sans-sc/400.css'),
    import('@fontsource/noto-sans-sc/700.css'),
  ]).catch((error: unknown) => {
    // The screens then use the machine's own font, if it has one.
    console.error('The fonts for other characters could not be loaded', error);
  });
}
