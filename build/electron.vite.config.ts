/**
 * One build for the main process, the two preloads and the two renderers. Main and preloads are CommonJS, which every
 * Electron runs; only the two native modules stay outside the bundle, so a packed till carries nothing it does not use.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import type { Plugin } from 'vite';
import { catalogueFonts } from './catalogue-fonts.ts';

const root = resolve(import.meta.dirname, '..');
const NATIVE = ['better-sqlite3', 'node-hid'];
/** What every library that is bundled in wants said wherever it goes. */
const license = { fileName: 'licenses.txt' };

/** The fonts come as .woff2 and again as .woff for browsers that no Electron is: half of the packed size for nothing. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform(code, id) {
    return id.includes('@fontsource') && id.endsWith('.css')
      ? code.replaceAll(/,\s*url\([^)]+\.woff\)\s*format\('woff'\)/g, '')
      : null;
  },
};

export default defineConfig({
  main: {
    root,
    build: {
      outDir: resolve(root, 'out/main'),
      // Less to read and to keep: it shows in the time and the memory of a start.
      minify: true,
      license,
      externalizeDeps: false,
      rolldownOptions: {
        input: {
          main: resolve(root, 'electron/main.ts'),
          'ledger-worker': resolve(root, 'electron/worker.ts'),
        },
        external: ['electron', ...NATIVE],
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    root,
    build: {
      outDir: resolve(root, 'out/preload'),
      externalizeDeps: false,
      // A sandboxed preload cannot require a second file: each carries its own copy of the contract.
      isolatedEntries: true,
      rolldownOptions: {
        input: {
          cashier: resolve(root, 'electron/preload/cashier.ts'),
          customer: resolve(root, 'electron/preload/customer.ts'),
        },
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: resolve(root, 'renderer'),
    plugins: [react(), onlyWoff2, catalogueFonts],
    build: {
      outDir: resolve(root, 'out/renderer'),
      minify: true,
      license,
      // Fonts and styles come from app:// only; data: URLs would need a hole in the content policy.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: {
          cashier: resolve(root, 'renderer/cashier/index.html'),
          customer: resolve(root, 'renderer/customer/index.html'),
          identify: resolve(root, 'renderer/identify/index.html'),
        },
      },
    },
  },
});
