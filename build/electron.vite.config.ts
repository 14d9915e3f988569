/**
 * One build for the main process, the two preloads and the two renderers. Main and preloads are CommonJS, which every
 * Electron runs; only the two native modules stay outside the bundle, so a packed till carries nothing it does not use.
 */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const NATIVE = ['better-sqlite3', 'node-hid'];

export default defineConfig({
  main: {
    root,
    build: {
      outDir: resolve(root, 'out/main'),
      externalizeDeps: false,
      rolldownOptions: {
        input: { main: resolve(root, 'electron/main.ts') },
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
    plugins: [react()],
    build: {
      outDir: resolve(root, 'out/renderer'),
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
