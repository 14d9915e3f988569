/**
 * Cuts the fonts of the screens' own words: of one family and weight, in one file. With the two hundred pieces that the
 * whole families come in, a first drawing loads sixteen and asks the system for a stand-in more than a thousand times,
 * each time across processes: most of a cold start.
 *
 * subset-font is HarfBuzz, which every browser shapes text with; the fonts come whole from npm.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import subsetFont from 'subset-font';
import type { Plugin } from 'vite';
import { ownCharacters } from '../renderer/window/characters.ts';

const root = resolve(import.meta.dirname, '..');
const { resolve: find } = createRequire(import.meta.url);

/** As renderer/window/fonts.css names them. */
const FONTS = [
  { name: 'hk-400', source: '@expo-google-fonts/noto-sans-hk/400Regular/NotoSansHK_400Regular.ttf' },
  { name: 'hk-700', source: '@expo-google-fonts/noto-sans-hk/700Bold/NotoSansHK_700Bold.ttf' },
  { name: 'sc-400', source: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf' },
  { name: 'sc-700', source: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf' },
] as const;

/** @param source a file of a scoped package: "@expo-google-fonts/noto-sans-hk/400Regular/…" */
function versionOf(source: string): string {
  const name = source.split('/').slice(0, 2).join('/');
  const { version } = JSON.parse(readFileSync(find(`${name}/package.json`), 'utf8')) as { readonly version: string };
  return `${source} ${version}`;
}

export const catalogueFonts: Plugin = {
  name: 'catalogue-fonts',
  async buildStart() {
    const characters = [...ownCharacters()].toSorted().join('');
    const folder = resolve(root, 'renderer/window/fonts');
    const stamp = resolve(folder, 'made-from.txt');
    const made = [characters, ...FONTS.map(({ source }) => versionOf(source))].join('\n');
    // A second each, and neither the words nor the fonts change often.
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return;
    mkdirSync(folder, { recursive: true });
    for (const { name, source } of FONTS) {
      const font = await subsetFont(readFileSync(find(source)), characters, { targetFormat: 'woff2' });
      writeFileSync(resolve(folder, `${name}.woff2`), font);
    }
    writeFileSync(stamp, made);
  },
  generateBundle() {
    // They are no modules of the bundle, whose licences the bundler writes down itself.
    const source = readFileSync(find('@expo-google-fonts/noto-sans-hk/LICENSE_FONT'));
    this.emitFile({ type: 'asset', fileName: 'licenses-of-fonts.txt', source });
  },
};
