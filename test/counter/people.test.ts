/** A till that takes real money and its people, through the door: the first owner, changing over, approval, the way back. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { openSecrets } from '../../electron/vault/credentials.ts';
import { Secret } from '../../electron/vault/secret.ts';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

const [OWNERS_PIN, CASHIERS_PIN] = ['80415', '60277'];
const OWNER = 'person:01';
const CASHIER = 'person:02';
const CLIENT_KEY = 'KEYOFTHESHOP12345';

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;

const openShop = async (isKeystoreAway = false): Promise<void> => {
  const keystore = async () => (isKeystoreAway ? null : fakeKeystore);
  const secrets = openSecrets(join(place.folder, 'credentials.json'), keystore);
  const credentials = { appCode: new Secret('APPCODE123'), clientKey: new Secret(CLIENT_KEY) };
  if (!isKeystoreAway) await secrets.store('production', credentials, '');
  const atSimulator = (asked: string, init: RequestInit): Promise<Response> =>
    fetch(new URL(new URL(asked).pathname, simulator.url), init);
  shop = createTestCounter({
    folder: place.folder,
    simulator,
    settings: { usesRoles: true, environment: 'production' },
    parts: { testGateway: null, secrets, fetches: () => ({ payFetch: atSimulator, askFetch: atSimulator }) },
  });
  await shop.counter.reopen();
};
const atTill = () => cashierStateOf(shop.counter).atTill;
const trouble = () => cashierStateOf(shop.counter).trouble;
const setOwner = async (): Promise<string> => {
  const set = await shop.commands.setOwner({ name: ' Mei Ling ', pin: OWNERS_PIN ?? '' });
  return set.kind === 'set' ? set.recoveryCode : '';
};
const addCashier = () => shop.commands.addPerson({ name: 'Ah Ming', role: 'cashier', pin: CASHIERS_PIN ?? '' });
const come = (person: string, pin: string | undefined) => shop.commands.changeOver({ person, pin: pin ?? '' });
/** The first sale after a start may have to wait for the ledger to be verified. */
const sell = async (amount: number): Promise<void> => {
  await vi.waitUntil(async () => (await shop.start(amount)) === 'started', { timeout: 10_000 });
};
const notAllowed = (command: Promise<unknown>) => expect(command).rejects.toThrow('may not ask');
const reopened = async (): Promise<void> => {
  shop.counter.close();
  await openShop();
};

beforeEach(async () => {
  place = newFolder();
  simulator = await startSimulator({ answerDelayMs: 0, speed: 20, appCode: 'APPCODE123', clientKey: CLIENT_KEY });
  await openShop();
});
afterEach(async () => {
  shop.counter.close();
  await simulator.close();
  place.remove();
});

describe('the first owner', () => {
  it('is set before anything is sold', async () => {
    expect(trouble()).toEqual({ kind: 'no-owner' });
    expect(await shop.start(100)).toBe('trouble');
    const code = await setOwner();
    expect(code).toMatch(/^\w{4}(-\w{4}){4}$/);
    expect(trouble()).toBeNull();
    expect(atTill()).toEqual({ kind: 'person', id: OWNER, name: 'Mei Ling', role: 'owner' });
    await sell(100);
  });

  it('is set once, and under a name that can be read', async () => {
    expect(await shop.commands.setOwner({ name: '\u202e', pin: '8041' })).toEqual({ kind: 'name' });
    expect(await shop.commands.setOwner({ name: 'Owner', pin: '8041' })).toEqual({ kind: 'name-taken' });
    // The till has an owner from the first one on, so the second one meets a locked till.
    const both = await Promise.allSettled([setOwner(), setOwner()]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await shop.commands.staff(null)).toMatchObject({ people: [{ id: OWNER, name: 'Mei Ling' }] });
  });

  it('is not asked for by a shop that has switched roles off', async () => {
    shop.counter.close();
    shop = createTestCounter({ folder: place.folder, simulator, settings: { usesRoles: false } });
    await shop.counter.reopen();
    expect(trouble()).toBeNull();
    expect(atTill()).toEqual({ kind: 'anybody' });
  });
});

describe('a till with people', () => {
  let code: string;
  beforeEach(async () => {
    code = await setOwner();
    await addCashier();
  });

  it('is locked after a start, sells nothing, and changes over by PIN without ending a sale', async () => {
    await reopened();
    expect(atTill()).toEqual({ kind: 'nobody' });
    await notAllowed(shop.start(100));
    expect(await come(CASHIER, '0000')).toMatchObject({ kind: 'wrong' });
    expect(atTill()).toEqual({ kind: 'nobody' });
    expect(await come(OWNER, OWNERS_PIN)).toEqual({ kind: 'right' });
    await sell(100);
    const { saleId } = cashierStateOf(shop.counter);
    expect(await come(CASHIER, CASHIERS_PIN)).toEqual({ kind: 'right' });
    expect(cashierStateOf(shop.counter)).toMatchObject({ saleId, stage: { kind: 'attempt' }, atTill: { id: CASHIER } });
  });

  it('lets a manager approve one refund, which is theirs, and keeps the cashier at the till', async () => {
    await shop.commands.addPerson({ name: 'Wai Ling', role: 'manager', pin: '3333' });
    await come(CASHIER, CASHIERS_PIN);
    await sell(7111);
    await shop.until(() => {
      const { stage } = cashierStateOf(shop.counter);
      return stage.kind === 'attempt' && stage.attempt.word === 'paid';
    });
    const { saleId, stage } = cashierStateOf(shop.counter);
    const number = stage.kind === 'attempt' ? stage.attempt.number : '';
    await shop.commands.next({ saleId });
    const refund = { number, amount: 7111, expectedRefunds: 0 };
    const approve = (person: string, pin: string | undefined) =>
      shop.commands.approve({ command: 'refund', person, pin: pin ?? '' });
    expect(await approve('person:03', '3333')).toEqual({ kind: 'not-possible' });
    await notAllowed(shop.commands.refund(refund));
    expect(await approve(CASHIER, CASHIERS_PIN)).toEqual({ kind: 'not-possible' });
    expect(await approve('person:03', '3333')).toEqual({ kind: 'right' });
    expect(await shop.commands.refund(refund)).toBe('started');
    await notAllowed(shop.commands.refund({ ...refund, expectedRefunds: 1 }));
    expect(atTill()).toMatchObject({ name: 'Ah Ming' });
    await shop.until(() => shop.counter.till()?.isIdle() ?? false);
    shop.counter.close();
    const ledger = openLedger(join(place.folder, 'ledger-production.db'));
    expect(ledger.between(0, Date.now() * 2).map(({ kind, by }) => [kind, by])).toEqual(
      expect.arrayContaining([
        ['refund', 'Wai Ling'],
        ['payment', 'Ah Ming'],
      ]),
    );
    ledger.close();
    expect(shop.logged.filter((line) => line.startsWith('act.refund-started'))).toEqual([
      expect.stringMatching(/"approvedFor":"Ah Ming","role":"manager","by":"Wai Ling"/),
    ]);
  });

  it('knows its people also while its ledger cannot be opened, and makes nobody its owner then', async () => {
    shop.counter.close();
    await openShop(true);
    expect(trouble()).toEqual({ kind: 'keystore-away' });
    expect(atTill()).toEqual({ kind: 'nobody' });
    await notAllowed(shop.commands.saveSettings({ settings: { ...DEFAULT_SETTINGS, usesRoles: false } }));
    expect(await come(CASHIER, CASHIERS_PIN)).toEqual({ kind: 'right' });
    expect(atTill()).toMatchObject({ name: 'Ah Ming', role: 'cashier' });
  });

  it('lets a manager change settings, but not switch names and PINs off', async () => {
    await shop.commands.addPerson({ name: 'Wai Ling', role: 'manager', pin: '3333' });
    const { settings } = await shop.commands.settings(null);
    await come('person:03', '3333');
    expect(await shop.commands.saveSettings({ settings: { ...settings, sounds: false } })).toEqual({ kind: 'saved' });
    await notAllowed(shop.commands.saveSettings({ settings: { ...settings, usesRoles: false } }));
    await come(OWNER, OWNERS_PIN);
    const off = { settings: { ...settings, usesRoles: false } };
    expect(await shop.commands.saveSettings(off)).toEqual({ kind: 'saved' });
    expect(atTill()).toEqual({ kind: 'anybody' });
  });

  it('keeps an owner with a PIN, whoever is switched off or made less', async () => {
    const change = (person: string, version: number, more: object) =>
      shop.commands.changePerson({ person, version, name: 'Mei Ling', role: 'owner', isActive: true, ...more });
    expect(await change(OWNER, 1, { role: 'manager' })).toEqual({ kind: 'last-owner' });
    expect(await change(OWNER, 1, { isActive: false })).toEqual({ kind: 'last-owner' });
    expect(await change(CASHIER, 1, {})).toEqual({ kind: 'name-taken' });
    expect(await change(CASHIER, 7, { name: 'Ming' })).toEqual({ kind: 'moved-on' });
    expect(await change(CASHIER, 1, { name: 'Ming' })).toEqual({ kind: 'saved' });
    expect(await change(OWNER, 1, { isActive: false })).toEqual({ kind: 'saved' });
    expect(atTill()).toEqual({ kind: 'nobody' });
  });

  it('switches a person off with their PIN, and takes them back with a new one', async () => {
    const change = (version: number, isActive: boolean) =>
      shop.commands.changePerson({ person: CASHIER, version, name: 'Ah Ming', role: 'cashier', isActive });
    expect(await change(1, false)).toEqual({ kind: 'saved' });
    expect(await come(CASHIER, CASHIERS_PIN)).toEqual({ kind: 'not-possible' });
    expect(await shop.commands.setPin({ person: CASHIER, pin: '1234' })).toEqual({ kind: 'moved-on' });
    expect(await change(2, true)).toEqual({ kind: 'saved' });
    expect(await come(CASHIER, CASHIERS_PIN)).toEqual({ kind: 'not-possible' });
    expect(await shop.commands.setPin({ person: CASHIER, pin: '1234' })).toEqual({ kind: 'saved' });
    expect(await come(CASHIER, '1234')).toEqual({ kind: 'right' });
  });

  it('takes a new PIN for an owner who has the recovery code, which is used up then', async () => {
    await shop.commands.lockTill(null);
    const recover = (secret: string) =>
      shop.commands.recover({ person: OWNER, by: 'recovery-code', secret, pin: '2222' });
    expect(await shop.commands.recover({ person: CASHIER, by: 'recovery-code', secret: code, pin: '2222' })).toEqual({
      kind: 'not-possible',
    });
    const answer = await recover(code.toLowerCase());
    expect(answer).toMatchObject({ kind: 'recovered', recoveryCode: expect.not.stringMatching(code) as string });
    expect(atTill()).toMatchObject({ id: OWNER });
    expect(await recover(code)).toMatchObject({ kind: 'wrong' });
    expect(await come(OWNER, '2222')).toEqual({ kind: 'right' });
  });

  it('that has lost its PINs says so, sells nothing, and takes the client key of its account', async () => {
    shop.counter.close();
    rmSync(join(place.folder, 'pins.json'));
    await openShop();
    expect(trouble()).toEqual({ kind: 'pins-lost' });
    expect(cashierStateOf(shop.counter)).toMatchObject({ owners: [{ name: 'Mei Ling' }], proofs: ['client-key'] });
    expect(atTill()).toEqual({ kind: 'nobody' });
    await notAllowed(shop.start(100));
    const recover = (secret: string) => shop.commands.recover({ person: OWNER, by: 'client-key', secret, pin: '2222' });
    expect(await recover('ANOTHERKEY1234567')).toMatchObject({ kind: 'wrong' });
    await new Promise((wait) => setTimeout(wait, 100));
    expect(await recover(CLIENT_KEY)).toEqual({ kind: 'recovered', recoveryCode: null });
    expect(trouble()).toBeNull();
    await sell(100);
  });

  it('leaves no PIN and no recovery code in any file, in the log, or in what a window is told', async () => {
    await come(CASHIER, '99887766');
    const told = JSON.stringify([cashierStateOf(shop.counter), await shop.commands.staff(null), shop.logged]);
    shop.counter.close();
    const files = readdirSync(place.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
    expect(files.length).toBeGreaterThan(4);
    for (const secret of [OWNERS_PIN, CASHIERS_PIN, '99887766', code, code.replaceAll('-', '')]) {
      for (const text of [told, ...files]) expect(text).not.toContain(`"${secret ?? ''}"`);
    }
  });
});

it('payments can be searched for by every name that somebody has or had, and by the owner of a shop without people', async () => {
  expect(await shop.commands.sellers(null)).toEqual(['owner']);
  await setOwner();
  await addCashier();
  const change = { name: 'Ming Gor', role: 'cashier', isActive: true } as const;
  await shop.commands.changePerson({ person: 'person:02', version: 1, ...change });
  expect(await shop.commands.sellers(null)).toEqual(['Ah Ming', 'Mei Ling', 'Ming Gor', 'owner']);
});

it('the list of acts is not for a cashier', async () => {
  await setOwner();
  await addCashier();
  const all = { text: '', what: null, by: null };
  const read = () => shop.commands.acts({ ...all, part: { after: null, until: null } });
  expect((await read())?.acts.map(({ what }) => what)).toEqual(['person-added', 'owner-set']);
  await come(CASHIER, CASHIERS_PIN);
  await notAllowed(read());
  await notAllowed(shop.commands.exportActs(all));
});

describe("a PIN of one's own", () => {
  const [NEW_PIN] = ['918273'];
  const change = (pin: string | undefined, newPin = NEW_PIN) => shop.commands.changeOwnPin({ pin: pin ?? '', newPin });
  const acts = async () => {
    const all = { text: '', what: null, by: null, part: { after: null, until: null } };
    await come(OWNER, OWNERS_PIN);
    return (await shop.commands.acts(all))?.acts.map(({ what, by, about }) => [what, by, about]);
  };
  beforeEach(async () => {
    await setOwner();
    await addCashier();
    await come(CASHIER, CASHIERS_PIN);
  });

  it('is changed by who knows the present one, counts from then on, and is an act of that person', async () => {
    expect(await change(CASHIERS_PIN)).toEqual({ kind: 'saved' });
    await shop.commands.lockTill(null);
    expect(await come(CASHIER, CASHIERS_PIN)).toMatchObject({ kind: 'wrong' });
    await vi.waitUntil(async () => (await come(CASHIER, NEW_PIN)).kind === 'right', { timeout: 5_000 });
    expect(await acts()).toEqual([
      ['changed-over', 'Mei Ling', OWNER],
      ['changed-over', 'Ah Ming', CASHIER],
      ['own-pin-set', 'Ah Ming', CASHIER],
      ['changed-over', 'Ah Ming', CASHIER],
      ['person-added', 'Mei Ling', CASHIER],
      ['owner-set', 'Mei Ling', OWNER],
    ]);
  });

  it('is not changed by who does not, nor at a locked till, and then it is no act', async () => {
    expect(await change('0000')).toMatchObject({ kind: 'wrong', waitSeconds: 1 });
    expect(await change(CASHIERS_PIN)).toMatchObject({ kind: 'too-soon' });
    await shop.commands.lockTill(null);
    await notAllowed(change(CASHIERS_PIN));
    expect((await acts())?.map(([what]) => what)).not.toContain('own-pin-set');
  });
});
