/** The owner's way back to a till of which no ledger is open: the recovery code opens it all the same. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Simulator } from '../../electron/simulator/server.ts';
import { newFolder } from '../support/folders.ts';
import { CLIENT_KEY, openLiveShop, startLiveSimulator } from '../support/live-shop.ts';
import type { TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

const OWNER = 'person:01';

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;
let code: string;

const state = () => cashierStateOf(shop.counter);
const recover = (by: 'recovery-code' | 'client-key', secret: string) =>
  shop.commands.recover({ person: OWNER, by, secret, pin: '2222' });
const reopenWithoutCredentials = async (): Promise<void> => {
  shop.counter.close();
  shop = await openLiveShop(place.folder, simulator, true);
  expect(state()).toMatchObject({ trouble: { kind: 'keystore-away' }, atTill: { kind: 'nobody' } });
};

beforeEach(async () => {
  place = newFolder();
  simulator = await startLiveSimulator();
  shop = await openLiveShop(place.folder, simulator);
  const set = await shop.commands.setOwner({ name: 'Mei Ling', pin: '80415' });
  code = set.kind === 'set' ? set.recoveryCode : '';
});
afterEach(async () => {
  shop.counter.close();
  await simulator.close();
  place.remove();
});

it('takes the recovery code of an owner who has forgotten the PIN', async () => {
  await reopenWithoutCredentials();
  expect(state()).toMatchObject({ owners: [{ id: OWNER, name: 'Mei Ling' }], proofs: ['recovery-code'] });
  expect(await recover('client-key', CLIENT_KEY)).toEqual({ kind: 'not-possible' });
  expect(await recover('recovery-code', code)).toMatchObject({ kind: 'recovered' });
  expect(state().atTill).toMatchObject({ id: OWNER });
});

it('takes it also when the key of the machine is gone, and with it all PINs', async () => {
  shop.counter.close();
  const path = join(place.folder, 'pins.json');
  const file = JSON.parse(readFileSync(path, 'utf8')) as object;
  writeFileSync(path, JSON.stringify({ ...file, machine: 'of another key' }));
  await reopenWithoutCredentials();
  expect(state()).toMatchObject({ people: [], owners: [{ id: OWNER }], proofs: ['recovery-code'] });
  expect(await recover('recovery-code', code)).toMatchObject({ kind: 'recovered' });
  expect(state().atTill).toMatchObject({ id: OWNER });
});
