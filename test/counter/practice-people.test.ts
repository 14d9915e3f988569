/** A till with people that also practises: who may do everything in training gets nothing of it at the live till. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Simulator } from '../../electron/simulator/server.ts';
import type { Settings } from '../../shared/settings.ts';
import { newFolder } from '../support/folders.ts';
import { openLiveShop, startLiveSimulator } from '../support/live-shop.ts';
import type { TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

const OWNER = 'person:01';

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;
let liveCode: string;

const atTill = () => cashierStateOf(shop.counter).atTill;
const save = async (change: Partial<Settings>) => {
  const { settings } = await shop.commands.settings(null);
  return shop.commands.saveSettings({ settings: { ...settings, ...change } });
};
const come = (pin: string) => shop.commands.changeOver({ person: OWNER, pin });

beforeEach(async () => {
  place = newFolder();
  simulator = await startLiveSimulator();
  shop = await openLiveShop(place.folder, simulator);
  const set = await shop.commands.setOwner({ name: 'Mei Ling', pin: '80415' });
  liveCode = set.kind === 'set' ? set.recoveryCode : '';
  expect(await save({ environment: 'training' })).toEqual({ kind: 'saved' });
  expect(atTill()).toEqual({ kind: 'anybody' });
});
afterEach(async () => {
  shop.counter.close();
  await simulator.close();
  place.remove();
});

it('is locked when it goes live again, although its owner was at it before the practice', async () => {
  await save({ environment: 'production' });
  expect(atTill()).toEqual({ kind: 'nobody' });
  expect(await come('80415')).toEqual({ kind: 'right' });
});

it('does not switch names and PINs off for the live till, not even by an owner of its own', async () => {
  expect(await save({ usesRoles: false })).toEqual({ kind: 'only-live' });
  await shop.commands.addPerson({ name: 'Ah Ming', role: 'owner', pin: '1111' });
  await come('1111');
  expect(await save({ usesRoles: false, shopName: { en: 'Tea', 'zh-HK': '茶', 'zh-CN': '茶' } })).toEqual({
    kind: 'only-live',
  });
  await save({ environment: 'production' });
  expect(atTill()).toEqual({ kind: 'nobody' });
  await come('80415');
  expect(await save({ usesRoles: false })).toEqual({ kind: 'saved' });
  expect(atTill()).toEqual({ kind: 'anybody' });
});

it('takes no recovery code that was made in training for its live owner, and keeps the live one', async () => {
  await shop.commands.addPerson({ name: 'Ah Ming', role: 'owner', pin: '1111' });
  await come('1111');
  const made = await shop.commands.newRecoveryCode(null);
  const practised = made.kind === 'made' ? made.recoveryCode : '';
  expect(practised).not.toBe('');
  await save({ environment: 'production' });
  const recover = (secret: string) =>
    shop.commands.recover({ person: OWNER, by: 'recovery-code', secret, pin: '2222' });
  expect(await recover(practised)).toMatchObject({ kind: 'wrong' });
  await new Promise((wait) => setTimeout(wait, 100));
  expect(await recover(liveCode)).toMatchObject({ kind: 'recovered' });
});
