/**
 * Chinese has to be right on a machine without a Chinese font. The screens' own words have small fonts that are there
 * before the first drawing. A shop's name or a customer's message may hold any other character: for those both Noto
 * families are bundled in pieces that load when one of theirs is on the screen, and their long lists are read afterwards.
 */
import './ui/fonts.css';

/** A font that does not come must not keep the till from opening; nor may one that comes late. */
const MOST_WAIT_MS = 500;

/** Settles when the screens can be drawn in their own font, or will not be. */
export async function fontsLoaded(): Promise<void> {
  const fonts = ['400 1em "Till HK"', '700 1em "Till HK"'].map((font) => document.fonts.load(font));
  const late = new Promise((resolve) => setTimeout(resolve, MOST_WAIT_MS));
  await Promise.race([Promise.allSettled(fonts), late]);
}

/** For every other character; when there is time. */
export function loadOtherFonts(): void {
  requestIdleCallback(() => {
    Promise.all([
      import('@fontsource/noto-sans-hk/400.css'),
      import('@fontsource/noto-sans-hk/700.css'),
      import('@fontsource/noto-sans-sc/400.css'),
      import('@fontsource/noto-sans-sc/700.css'),
    ]).catch((error: unknown) => {
      // The machine's own font stands in, if it has one.
      console.error('The fonts for other characters could not be loaded', error);
    });
  });
}
