/**
 * A new wallet is a row, three names and the simulator's rows. With only these added, a copy of the program compiles
 * its windows, takes payments at the simulator and refunds them.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { MADE_UP, ROW_EDIT, WALLET_EDITS } from '../support/made-up-wallet.ts';
import { plantedCopy, type Edit, type PlantedCopy } from '../support/planted-copy.ts';
import type { SellerOptions, Sold } from './new-wallet-seller.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const SUPPORT = ['counter-till', 'folders', 'samples'].map((name) => `test/support/${name}.ts`);
const SELLER = 'test/till/new-wallet-seller.ts';

let copy: PlantedCopy | null = null;
const copied = (edits: readonly Edit[], ...paths: readonly string[]): string => {
  copy = plantedCopy(['shared', 'electron', ...paths], edits);
  return copy.folder;
};
afterEach(() => copy?.remove());

function sold(folder: string, workerData: SellerOptions): Promise<readonly Sold[]> {
  return new Promise((done, reject) => {
    const worker = new Worker(join(folder, SELLER), { workerData });
    worker.on('message', done);
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`The seller ended early with ${code}`)));
  });
}

const compiles = (folder: string): { readonly compiles: boolean; readonly said: string } => {
  const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const options = ['--noEmit', '-p', join(folder, 'renderer')];
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...options], { encoding: 'utf8' });
  return { compiles: status === 0, said: stdout };
};

it('takes payments by QR and by code, and refunds a part', async () => {
  const folder = copied(WALLET_EDITS, SELLER, ...SUPPORT);
  expect(await sold(folder, { wallet: MADE_UP.id, code: 'TRAM-0001', amount: 1230, back: 120 })).toEqual([
    ['mpm', 'paid', 'refunded', '899901', MADE_UP.id],
    ['cpm', 'paid', 'refunded', '899908', MADE_UP.id],
  ]);
}, 60_000);

it('changes nothing for PayMe', async () => {
  const folder = copied(WALLET_EDITS, SELLER, ...SUPPORT);
  expect(await sold(folder, { wallet: 'payme', code: 'CODE-0001', amount: 1234, back: 3 })).toEqual([
    ['mpm', 'paid', 'refunded', '805801', 'payme'],
    ['cpm', 'paid', 'refunded', '805808', 'payme'],
  ]);
}, 60_000);

it('compiles the windows with its names, and does not without them', () => {
  const files = ['renderer', 'tsconfig.json'];
  expect(compiles(copied(WALLET_EDITS, ...files))).toEqual({ compiles: true, said: '' });
  copy?.remove();
  const { compiles: without, said } = compiles(copied([ROW_EDIT], ...files));
  expect(without).toBe(false);
  expect(said).toContain(`wallet.${MADE_UP.id}`);
}, 120_000);
