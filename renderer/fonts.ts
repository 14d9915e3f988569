/**
 * Chinese has to be right on a machine without a Chinese font, so both Noto families are bundled, cut into pieces that
 * load when a character of theirs is on the screen. Hong Kong's is there from the start; the mainland's list of pieces
 * is only read where it is needed.
 */
import '@fontsource/noto-sans-hk/400.css';
import '@fontsource/noto-sans-hk/700.css';
import type { Language } from '../shared/settings.ts';

let mainland: Promise<unknown> | null = null;

export function loadFonts(language: Language): void {
  if (language === 'zh-CN') loadMainlandFont();
}

/** For a screen that shows mainland wording whatever its own language is. */
export function loadMainlandFont(): void {
  mainland ??= Promise.all([
    import('@fontsource/noto-sans-sc/400.css'),
    import('@fontsource/noto-sans-sc/700.css'),
  ]).catch((error: unknown) => {
    // The Hong Kong family has nearly every character; only some shapes differ.
    console.error('The mainland font could not be loaded', error);
  });
}
