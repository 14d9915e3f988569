/**
 * Unusable files in the till's folder: a clear message that says what to do, nothing lost, nothing sent (section "what
 * bad input gets"). Also a second start, which must not become a second till.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import Sqlite from 'better-sqlite3';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listBackups } from '../../electron/ledger/care/backup-list.ts';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { has, lockableFolder } from '../support/disks.ts';
import { wordsOf, writeSettings, type LaunchedTill } from '../support/electron-app.ts';
import { ask, leavePaid, seesScreen, startSale, tap } from '../support/hands.ts';
import { answerQuestion } from '../support/question.ts';
import { logged, logOf, openShop, type Shop } from '../support/shop.ts';

const words = wordsOf('en');
/** The words of a till that has lost its settings. */
const standardWords = wordsOf('zh-HK');

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const wordsOn = (till: LaunchedTill): Promise<string> => till.cashier.locator('body').innerText();

/** The trouble screen replaces the keypad, and a direct command starts no payment either. */
const takesNothing = async (till: LaunchedTill): Promise<void> => {
  const requests = Object.keys(shop.simulator.books.allRequestsReceived()).length;
  expect(await till.cashier.getByRole('button', { name: words('way.mpm') }).count()).toBe(0);
  const { saleId } = await till.state();
  expect(
    await ask(till.cashier, 'start', { saleId: saleId || 'x', amount: 100, tender: { wallet: 'payme', mode: 'mpm' } }),
  ).toBe('trouble');
  expect(Object.keys(shop.simulator.books.allRequestsReceived())).toHaveLength(requests);
};

describe('a settings file that', () => {
  it.each([
    ['is no JSON', '{"tillId": "01", ', 'standard'],
    ['has a value that cannot be', JSON.stringify({ tillId: 'far too long', sounds: false }), 'good-parts'],
    ['has a key of its own', JSON.stringify({ sounds: false, gateway: 'http://example.com' }), 'good-parts'],
  ])('%s is kept aside, its valid parts are used, and the cashier is told', async (_what, content, used) => {
    const folder = shop.newFolder();
    writeFileSync(join(folder, 'settings.json'), content);
    const till = await shop.launch({ folder, simulator: shop.simulator });
    const kept = readdirSync(folder).filter((name) => name.startsWith('settings.json.damaged-'));
    expect(kept).toHaveLength(1);
    expect(readFileSync(join(folder, kept[0] ?? ''), 'utf8')).toBe(content);
    const notice = standardWords(`notice.settings-${used}`).replace('{{keptAs}}', join(folder, kept[0] ?? ''));
    await till.cashier.getByText(notice).waitFor();
    expect((await ask(till.cashier, 'settings', null)).settings).toMatchObject({
      tillId: '01',
      environment: 'training',
      sounds: used === 'standard',
    });
    await tap(till.cashier, standardWords('news.read'));
    await tap(till.cashier, standardWords('common.dismiss'));
    await till.cashier.getByText(notice).waitFor({ state: 'detached' });
    await till.close();
  });

  it('is damaged keeps a live till closed until a manager has checked it, also after a restart', async () => {
    const folder = shop.newFolder();
    openLedger(join(folder, 'ledger-production.db')).close();
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ tillId: 'Z9', cashierLanguage: 'en' }).slice(0, -1));
    for (let starts = 0; starts < 2; starts += 1) {
      const till = await shop.launch({ folder, simulator: shop.simulator });
      await till.cashier.getByRole('heading', { name: standardWords('lostSettings.title') }).waitFor();
      expect(await till.cashier.getByRole('complementary').count()).toBe(0);
      await takesNothing(till);
      // Opening and saving the settings does not answer the question.
      const { settings } = await ask(till.cashier, 'settings', null);
      const saved = await ask(till.cashier, 'saveSettings', { settings: { ...settings, cashierLanguage: 'en' } });
      expect(saved).toEqual({ kind: 'saved' });
      await takesNothing(till);
      await till.close();
    }
    expect(logged(folder, 'counter.opened')).toBe(0);
    const till = await shop.launch({ folder, simulator: shop.simulator });
    const { settings } = await ask(till.cashier, 'settings', null);
    await ask(till.cashier, 'saveSettings', { settings: { ...settings, tillId: 'Z9', cashierLanguage: 'en' } });
    await till.cashier.getByText('Z9').waitFor();
    await tap(till.cashier, words('lostSettings.right'));
    await answerQuestion(shop.screens.display, words('question.openAs'), 'yes');
    await seesScreen(till.cashier, 'keypad');
    expect(logOf(folder)).toMatch(/act\.settings-called-right .*"Z9"/);
    await till.close();
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({ tillId: 'Z9' });
  });
});

const ledgerIn = (folder: string): string => join(folder, 'ledger-test-gateway.db');

describe('a ledger that', () => {
  it('is newer than the program does not change, and the cashier reads what to do', async () => {
    const folder = shop.newFolder();
    const db = new Sqlite(ledgerIn(folder));
    db.exec('CREATE TABLE of_the_future (id INTEGER) STRICT; PRAGMA user_version = 99');
    db.close();
    const before = readFileSync(ledgerIn(folder));
    const till = await shop.launch({ folder, simulator: shop.simulator });
    await seesScreen(till.cashier, 'trouble');
    expect(await wordsOn(till)).toContain(words('trouble.newer'));
    expect(await wordsOn(till)).toContain(ledgerIn(folder));
    await takesNothing(till);
    await till.close();
    expect(readFileSync(ledgerIn(folder)).equals(before)).toBe(true);
  });

  it('is no database is moved to the quarantine, the backup opens, and payments wait for a manager', async () => {
    const folder = shop.newFolder();
    const till = await shop.launch({ folder, simulator: shop.simulator });
    await startSale(till.cashier, words, '61.11', 'mpm');
    await leavePaid(till.cashier, words);
    await till.close();
    expect(listBackups(ledgerIn(folder), join(folder, 'backups'))).toHaveLength(1);
    writeFileSync(ledgerIn(folder), 'This was a ledger once.\n'.repeat(500));
    const before = readFileSync(ledgerIn(folder));

    const next = await shop.launch({ folder, simulator: shop.simulator });
    await next.cashier.getByRole('heading', { name: words('restored.title.damaged') }).waitFor();
    const [name = ''] = readdirSync(join(folder, 'quarantine'));
    const quarantine = join(folder, 'quarantine', name);
    expect(readFileSync(join(quarantine, 'ledger-test-gateway.db')).equals(before)).toBe(true);
    expect(await wordsOn(next)).toContain(words('restored.where.damaged').replace('{{path}}', quarantine));
    expect(await wordsOn(next)).toContain(words('restored.kept').replace('{{number}}', '1'));
    const { saleId } = await next.state();
    expect(await ask(next.cashier, 'start', { saleId, amount: 100, tender: { wallet: 'payme', mode: 'mpm' } })).toBe(
      'trouble',
    );

    await tap(next.cashier, words('restored.seen'));
    await seesScreen(next.cashier, 'keypad');
    await startSale(next.cashier, words, '62.11', 'mpm');
    await leavePaid(next.cashier, words);
    expect(shop.simulator.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([6111, 6211]);
    await next.close();
    expect(logged(folder, 'ledger.looked-through')).toBeGreaterThan(0);
  });
});

describe.skipIf(!has(lockableFolder))('in a read-only folder', () => {
  it('the till opens with a message, and makes no payment', async () => {
    const disk = lockableFolder();
    if (disk === null) throw new Error('There was such a folder a moment ago');
    writeSettings(disk.folder, { cashierLanguage: 'en', customerLanguage: 'en' });
    disk.makeReadOnly();
    const till = await shop.launch({ folder: disk.folder, simulator: shop.simulator, env: { HOME: shop.newFolder() } });
    await seesScreen(till.cashier, 'trouble');
    expect(await wordsOn(till)).toContain(words('trouble.read-only'));
    await takesNothing(till);
    await tap(till.cashier, words('keypad.settings'));
    const { settings } = await ask(till.cashier, 'settings', null);
    expect(await ask(till.cashier, 'saveSettings', { settings: { ...settings, tillId: '02' } })).toEqual({
      kind: 'cannot-write',
      path: disk.folder,
    });
    await till.close();
    disk.remove();
  });

  it('with a ledger too, and the ledger does not change', async () => {
    const disk = lockableFolder();
    if (disk === null) throw new Error('There was such a folder a moment ago');
    writeSettings(disk.folder, { cashierLanguage: 'en', customerLanguage: 'en' });
    openLedger(ledgerIn(disk.folder)).close();
    const before = readFileSync(ledgerIn(disk.folder));
    disk.makeReadOnly();
    const till = await shop.launch({ folder: disk.folder, simulator: shop.simulator, env: { HOME: shop.newFolder() } });
    await seesScreen(till.cashier, 'trouble');
    expect(await wordsOn(till)).toContain(words('trouble.read-only'));
    await takesNothing(till);
    expect(readFileSync(ledgerIn(disk.folder)).equals(before)).toBe(true);
    await till.close();
    disk.remove();
  });
});

describe('a second start', () => {
  it('ends by itself and prints why; the first window comes to the front and shows a message', async () => {
    const folder = shop.newFolder();
    const till = await shop.launch({ folder, simulator: shop.simulator });
    const focus = (name: 'cashier' | 'customer') =>
      till.app.evaluate(({ BrowserWindow }, url) => {
        const window = BrowserWindow.getAllWindows().find((each) => each.webContents.getURL().startsWith(url));
        return window?.isFocused() ?? false;
      }, `app://${name}/`);
    // Another window covers the till and has the keyboard.
    await till.app.evaluate(({ BrowserWindow }) => {
      const other = new BrowserWindow({ width: 400, height: 300, alwaysOnTop: true });
      other.focus();
    });
    await expect.poll(() => focus('cashier')).toBe(false);

    const starts = logged(folder, 'till.starting');
    const { code, output } = await shop.run(folder);
    expect(code).toBe(0);
    expect(output).toMatch(/already open/);
    await till.cashier.getByText(words('notice.already-open')).waitFor();
    await expect.poll(() => focus('cashier')).toBe(true);
    expect(logged(folder, 'till.starting')).toBe(starts);

    // The first till goes on selling after the message.
    await startSale(till.cashier, words, '71.11', 'mpm');
    await leavePaid(till.cashier, words);
    await till.close();
  });

  it.each([
    ['another host', { TILL_GATEWAY_URL: 'http://example.com' }],
    ['a host that begins like this machine', { TILL_GATEWAY_URL: 'http://127.0.0.1.example.com' }],
    ['a host behind a user name', { TILL_GATEWAY_URL: 'http://127.0.0.1@example.com' }],
    ["QFPay's own host", { TILL_GATEWAY_URL: 'https://openapi-hk.qfapi.com' }],
    ['no address at all', { TILL_GATEWAY_URL: 'somewhere' }],
    ['no key', { TILL_GATEWAY_URL: 'http://127.0.0.1:9', TILL_CLIENT_KEY: '' }],
  ])("with a developer's variables that name %s does not open", async (_what, env) => {
    const folder = shop.newFolder();
    const complete = { TILL_APP_CODE: 'APPCODE0123456789', TILL_CLIENT_KEY: 'CLIENTKEY0123456789', ...env };
    const { code, output } = await shop.run(folder, { env: complete });
    expect(code).toBe(2);
    expect(output).toMatch(/TILL_GATEWAY_URL takes an http address on this machine|together, or none of them/);
    expect(output).not.toContain('CLIENTKEY0123456789');
    expect(readdirSync(folder)).not.toContain('ledger-test-gateway.db');
  });
});
