/** A person closes the till while it is still opening: it ends, and the next start finds no open till. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logged, openShop, type Shop } from '../support/shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

// The customer's window opens when the cashier's page is loaded: quit before that, at about that time, and after it.
it.each([0, 100, 300, 1000])('ends when somebody quits it %i ms after its first window', async (ms) => {
  const folder = shop.newFolder();
  const script = join(folder, 'quit.cjs');
  writeFileSync(
    script,
    `const { app } = require('electron');
     app.once('browser-window-created', () => setTimeout(() => app.quit(), ${String(ms)}));`,
  );
  const { code } = await shop.run(folder, { args: ['--require', script] });
  expect(code).toBe(0);
  expect(logged(folder, 'till.stopped')).toBe(1);
});
