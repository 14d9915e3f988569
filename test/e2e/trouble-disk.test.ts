/**
 * The disk becomes full while the till runs: a payment that cannot be recorded is not sent, an unfinished one is not
 * lost, and when there is room again the till goes on. Uses a real file system of a few megabytes, filled to the last
 * byte.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import Sqlite from 'better-sqlite3';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { has, smallDisk, type Disk } from '../support/disks.ts';
import { wordsOf, writeSettings, type LaunchedTill } from '../support/electron-app.ts';
import { keyAmount, leavePaid, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';

const DISK_KB = 8 * 1024;
const newDisk = (): Disk | null => smallDisk(DISK_KB);
const words = wordsOf('en');

describe.skipIf(!has(newDisk))('a disk without room', () => {
  let shop: Shop;
  let disk: Disk;
  let till: LaunchedTill;

  beforeAll(async () => {
    const made = newDisk();
    if (made === null) throw new Error('There was such a disk a moment ago');
    disk = made;
    shop = await openShop({ timesAsFast: 3 });
    writeSettings(disk.folder, { cashierLanguage: 'en', customerLanguage: 'en' });
    till = await shop.launch({ folder: disk.folder, simulator: shop.simulator });
  });
  afterAll(async () => {
    await shop.close();
    disk.remove();
  });

  const filler = (): string => join(disk.folder, 'filler');
  /** Fills the disk to the last byte, and leaves no free space inside the ledger's files either. */
  const fill = (): void => {
    const ledger = new Sqlite(join(disk.folder, 'ledger-test-gateway.db'));
    ledger.pragma('wal_checkpoint(TRUNCATE)');
    ledger.close();
    const file = openSync(filler(), 'a');
    for (const size of [65_536, 4_096, 512, 1]) {
      const block = Buffer.alloc(size);
      try {
        while (writeSync(file, block) > 0);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    }
    closeSync(file);
  };
  const makeRoom = (): void => rmSync(filler());

  it('refuses a payment that it cannot record, sends nothing, and tells the cashier that nothing was charged', async () => {
    fill();
    await startSale(till.cashier, words, '80.11', 'mpm');
    await till.cashier.getByText(words('startAnswer.cannot-record')).waitFor();
    await seesScreen(till.cashier, 'trouble');
    expect(await till.cashier.locator('main').innerText()).toContain(words('trouble.full'));
    await seesScreen(till.customer, 'closed');
    expect(shop.simulator.books.allRequestsReceived()).toEqual({});
  });

  it('makes payments again when there is room', async () => {
    makeRoom();
    await seesScreen(till.cashier, 'keypad', 30_000);
    await tap(till.cashier, words('common.dismiss'));
    await tap(till.cashier, words('keypad.clear'));
    await startSale(till.cashier, words, '81.11', 'mpm');
    await leavePaid(till.cashier, words);
    expect(shop.simulator.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([8111]);
  });

  it('does not send a scanned code either, and it can be used once there is room', async () => {
    const code = `PAYME${Date.now()}`;
    await startSale(till.cashier, words, '82', 'cpm');
    await seesScreen(till.cashier, 'armed');
    fill();
    await tap(till.cashier, words('armed.typeOpen'));
    await till.cashier.getByRole('textbox').fill(code);
    await tap(till.cashier, words('armed.typeSend'));
    await till.cashier.getByText(words('codeAnswer.cannot-record')).waitFor();
    expect(shop.simulator.books.orders()).toHaveLength(1);
    makeRoom();
    await seesScreen(till.cashier, 'keypad', 30_000);
    await tap(till.cashier, words('common.dismiss'));
    await startSale(till.cashier, words, '82', 'cpm');
    await seesScreen(till.cashier, 'armed');
    await tap(till.cashier, words('armed.typeOpen'));
    await till.cashier.getByRole('textbox').fill(code);
    await tap(till.cashier, words('armed.typeSend'));
    await leavePaid(till.cashier, words);
    expect(shop.simulator.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([8111, 8200]);
  });

  it('shows no payment as paid before it is on the disk, and loses none', async () => {
    await startSale(till.cashier, words, '83.43', 'mpm');
    await seesScreen(till.customer, 'qr');
    await readsWord(till.cashier, 'waiting');
    fill();
    const number = shop.simulator.books.orders().at(-1)?.number ?? '';
    shop.simulator.books.payNow(number);
    await till.cashier.getByText(words('trouble.full')).waitFor();
    expect(await till.cashier.locator('main[data-word=paid]').count()).toBe(0);
    expect(await till.customer.locator('main[data-screen=paid]').count()).toBe(0);

    makeRoom();
    const news = till.cashier.getByRole('status', { name: words('news.title') });
    await news.waitFor({ timeout: 40_000 });
    expect(await news.innerText()).toContain(words('word.paid'));
    expect(await news.innerText()).toContain('83.43');
    await news.getByRole('button').click();
    expect(shop.simulator.books.requestsReceived(number)).toBe(1);
  });

  it('sells as before afterwards', async () => {
    await seesScreen(till.cashier, 'keypad');
    await keyAmount(till.cashier, words, '84.11');
    await tap(till.cashier, words('way.mpm'));
    await leavePaid(till.cashier, words);
    expect(shop.simulator.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([8111, 8200, 8343, 8411]);
  });
});
