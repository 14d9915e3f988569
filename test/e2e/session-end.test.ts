/** However the machine ends the till, its ledger is closed cleanly, with a backup, before the program ends. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openReadonly } from '../../electron/ledger/file/open.ts';
import { wasClosed } from '../../electron/ledger/file/runs.ts';
import { logged, openShop, type Shop } from '../support/shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

/** Runs `how` in the main process soon after the till is open; returns the till's folder after it has ended. */
async function runAndEnd(how: string): Promise<string> {
  const folder = shop.newFolder();
  const script = join(folder, 'end.cjs');
  writeFileSync(
    script,
    `const { app } = require('electron');
     const { existsSync } = require('node:fs');
     const { join } = require('node:path');
     const notes = join(${JSON.stringify(folder)}, 'backups', 'ledger-training.epochs');
     app.once('browser-window-created', (_event, window) => {
       const look = setInterval(() => {
         if (!existsSync(notes)) return;
         clearInterval(look);
         setTimeout(() => { ${how} }, 500);
       }, 50);
     });`,
  );
  await shop.run(folder, { args: ['--require', script] });
  return folder;
}

it.each([
  [
    'a session end by Windows, followed by a kill',
    "window.emit('session-end', { reasons: ['shutdown'] }); process.kill(process.pid, 'SIGKILL');",
  ],
  ['SIGTERM', "process.kill(process.pid, 'SIGTERM');"],
  ['SIGHUP', "process.kill(process.pid, 'SIGHUP');"],
])('%s', async (_what, how) => {
  const folder = await runAndEnd(how);
  const db = openReadonly(join(folder, 'ledger-training.db'));
  expect(wasClosed(db)).toBe(true);
  db.close();
  expect(readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.db'))).toHaveLength(1);
  expect(logged(folder, 'till.stopped')).toBe(1);
});
