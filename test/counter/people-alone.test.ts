/** A shop that has done without names and PINs, and begins to use them. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSecrets } from '../../electron/vault/credentials.ts';
import { Secret } from '../../electron/vault/secret.ts';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import { join } from 'node:path';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;

beforeEach(async () => {
  place = newFolder();
  simulator = await startSimulator({
    answerDelayMs: 0,
    speed: 20,
    appCode: 'APPCODE123',
    clientKey: 'KEYOFTHESHOP12345',
  });
  const secrets = openSecrets(join(place.folder, 'credentials.json'), async () => fakeKeystore);
  const credentials = { appCode: new Secret('APPCODE123'), clientKey: new Secret('KEYOFTHESHOP12345') };
  await secrets.store('production', credentials, '');
  const atSimulator = (asked: string, init: RequestInit): Promise<Response> =>
    fetch(new URL(new URL(asked).pathname, simulator.url), init);
  shop = createTestCounter({
    folder: place.folder,
    simulator,
    settings: { usesRoles: false, environment: 'production' },
    parts: { testGateway: null, secrets, fetches: () => ({ payFetch: atSimulator, askFetch: atSimulator }) },
  });
  await shop.counter.reopen();
});
afterEach(async () => {
  shop.counter.close();
  await simulator.close();
  place.remove();
});

const useRoles = async (): Promise<void> => {
  const { settings } = await shop.commands.settings(null);
  expect(await shop.commands.saveSettings({ settings: { ...settings, usesRoles: true } })).toEqual({ kind: 'saved' });
};
const trouble = () => cashierStateOf(shop.counter).trouble;

it('asks for its owner when only a cashier was added before', async () => {
  await shop.commands.addPerson({ name: 'Ah Ming', role: 'cashier', pin: '6027' });
  await useRoles();
  expect(trouble()).toEqual({ kind: 'no-owner' });
  expect(await shop.commands.setOwner({ name: 'Mei Ling', pin: '8041' })).toMatchObject({ kind: 'set' });
  expect(trouble()).toBeNull();
});

it('keeps its last owner also when that one has no PIN', async () => {
  await shop.commands.addPerson({ name: 'Mei Ling', role: 'owner', pin: '8041' });
  await shop.commands.addPerson({ name: 'Ah Ming', role: 'cashier', pin: '6027' });
  const { pins, ledgerName } = shop.counter.staff;
  pins.forget({ ledger: ledgerName(), id: 'person:01' });
  const off = { person: 'person:01', version: 1, name: 'Mei Ling', role: 'owner', isActive: false } as const;
  expect(await shop.commands.changePerson(off)).toEqual({ kind: 'last-owner' });
});
