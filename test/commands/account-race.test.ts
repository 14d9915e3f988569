/**
 * A person's answer or a keyring's password may take minutes before the account changes. A sale that starts meanwhile
 * must not be cut off, and the account must not change without a person's yes.
 */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Question } from '../../electron/commands/question.ts';
import { openReadonly } from '../../electron/ledger/file/open.ts';
import { openSecrets, type Keystore } from '../../electron/vault/credentials.ts';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import { cents } from '../../shared/money.ts';
import { fakeKeystore } from '../fuzz/fake-keystore.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter, ONE_PERSON, type TestCounter } from '../support/test-counter.ts';
import { cashierStateOf } from '../support/told-states.ts';

/** The key derivation from a passphrase is slow on purpose, and slower on a busy machine. */
const STRETCHING_MS = 120_000;

let place: ReturnType<typeof newFolder>;
let training: Simulator;
let account: Simulator;
let shop: TestCounter;
let keystore: Keystore | null;
/** What happens while the keystore asks for its password, and while a person reads a question. */
let meanwhile: () => Promise<void>;
let answer: (question: Question) => Promise<boolean>;
let asked: Question[];

beforeEach(async () => {
  place = newFolder();
  training = await quickSimulator(20);
  account = await startSimulator({ answerDelayMs: 0, speed: 20, appCode: 'ACCOUNT1', clientKey: 'KEYOFACCOUNT1' });
  keystore = {
    ...fakeKeystore,
    async encrypt(text) {
      await meanwhile();
      return fakeKeystore.encrypt(text);
    },
  };
  meanwhile = async () => undefined;
  answer = async () => true;
  asked = [];
  shop = open();
  await shop.counter.reopen();
});
afterEach(async () => {
  shop.counter.close();
  await training.close();
  await account.close();
  place.remove();
});

function open(): TestCounter {
  const there = (url: string, init: RequestInit): Promise<Response> => {
    const code = new Headers(init.headers).get('X-QF-APPCODE');
    return fetch(new URL(new URL(url).pathname, (code === 'ACCOUNT1' ? account : training).url), init);
  };
  return createTestCounter({
    folder: place.folder,
    simulator: training,
    parts: {
      testGateway: null,
      secrets: openSecrets(join(place.folder, 'credentials.json'), async () => keystore),
      fetches: () => ({ payFetch: there, askFetch: there }),
      askPerson(question) {
        asked.push(question);
        return answer(question);
      },
    },
  });
}

const goLive = (passphrase = '') =>
  shop.commands.goLive({
    environment: 'production',
    appCode: 'ACCOUNT1',
    clientKey: 'KEYOFACCOUNT1',
    mchid: '',
    passphrase,
  });
const startSale = async (): Promise<void> => {
  // The ledger may still be being verified.
  await expect.poll(() => shop.start(1243)).toBe('started');
};
const isStillInTraining = async (): Promise<void> => {
  expect(shop.counter.mode()).toBe('training');
  expect((await shop.commands.settings(null)).credentials).toEqual([]);
  expect(shop.counter.till()?.isIdle()).toBe(false);
};

describe('a sale that started', () => {
  it('while the keystore asked for its password is not cut off', async () => {
    meanwhile = startSale;
    expect(await goLive()).toEqual({ kind: 'busy' });
    await isStillInTraining();
  });

  it('while a person read the question is not cut off', async () => {
    answer = async () => {
      await startSale();
      return true;
    };
    expect(await goLive()).toEqual({ kind: 'busy' });
    await isStillInTraining();
  });

  it('while a person read about another gateway is not cut off', async () => {
    await goLive();
    answer = async () => {
      await startSale();
      return true;
    };
    const settings = { ...ONE_PERSON, environment: 'training' } as const;
    expect(await shop.commands.saveSettings({ settings })).toEqual({ kind: 'busy' });
    expect(shop.counter.mode()).toBe('live');
  });

  it(
    'while a passphrase was tried is not cut off',
    async () => {
      keystore = null;
      expect(await goLive('long enough')).toEqual({ kind: 'live' });
      shop.counter.close();
      shop = open();
      await shop.commands.saveSettings({ settings: { ...ONE_PERSON, environment: 'production' } });
      await shop.until(() => cashierStateOf(shop.counter).trouble?.kind === 'locked');
      const unlocking = shop.commands.unlock({ passphrase: 'long enough' });
      // The try takes half a second, in which a person returns to training and starts a sale.
      await shop.commands.saveSettings({ settings: ONE_PERSON });
      await startSale();
      expect(await unlocking).toEqual({ kind: 'damaged' });
      await isStillOpen();
    },
    STRETCHING_MS,
  );
});

const isStillOpen = async (): Promise<void> => {
  expect(shop.counter.mode()).toBe('training');
  expect(shop.counter.till()?.isIdle()).toBe(false);
};

describe('without a yes', () => {
  beforeEach(() => {
    answer = async () => false;
  });

  it('the account does not change', async () => {
    expect(await goLive()).toEqual({ kind: 'declined' });
    expect(asked).toMatchObject([{ kind: 'go-live', settings: { environment: 'production' }, appCodeTail: 'UNT1' }]);
    expect(shop.counter.mode()).toBe('training');
    expect((await shop.commands.settings(null)).credentials).toEqual([]);
  });

  it('the gateway, the limit, the outlet, the address and the id of a live till do not change', async () => {
    answer = async () => true;
    await goLive();
    answer = async () => false;
    const { settings } = await shop.commands.settings(null);
    for (const change of [
      { environment: 'training' as const },
      { limit: cents(99_999_999) },
      { mchid: { ...settings.mchid, production: 'M2' } },
      { returnUrl: 'https://shop.example/' },
      { tillId: '02' },
    ]) {
      expect(await shop.commands.saveSettings({ settings: { ...settings, ...change } })).toEqual({ kind: 'declined' });
    }
    expect((await shop.commands.settings(null)).settings).toEqual(settings);
    // A setting that does not affect money needs no question.
    expect(await shop.commands.saveSettings({ settings: { ...settings, sounds: false } })).toEqual({ kind: 'saved' });
  });
});

const actsIn = (environment: string): readonly unknown[] => {
  const ledger = openReadonly(join(place.folder, `ledger-${environment}.db`));
  const acts = ledger.prepare('SELECT role, "by", what, about, facts FROM acts ORDER BY subject').all();
  ledger.close();
  return acts;
};

it('a change to training is recorded as an act in the ledger of the gateway that the till leaves', async () => {
  await goLive();
  const { settings } = await shop.commands.settings(null);
  await shop.commands.saveSettings({ settings: { ...settings, environment: 'training' } });
  await shop.commands.saveSettings({ settings: { ...settings, environment: 'training' } });
  shop.counter.close();
  expect(actsIn('production')).toMatchObject([
    { what: 'went-live' },
    { what: 'settings-changed', facts: expect.stringContaining('"environment":"training"') },
  ]);
  expect(actsIn('training')).toEqual([]);
});

it(
  'an act while no ledger is open is written to the next ledger',
  async () => {
    keystore = null;
    await goLive('long enough');
    shop.counter.close();
    shop = open();
    await shop.commands.saveSettings({ settings: { ...ONE_PERSON, environment: 'production' } });
    await shop.until(() => cashierStateOf(shop.counter).trouble?.kind === 'locked');
    await shop.commands.saveSettings({ settings: { ...ONE_PERSON, environment: 'production', sounds: false } });
    await shop.commands.unlock({ passphrase: 'long enough' });
    shop.counter.close();
    expect(actsIn('production')).toMatchObject([
      { what: 'went-live' },
      { what: 'settings-changed', facts: expect.stringContaining('"changes":"environment"') },
      { what: 'settings-changed', facts: expect.stringContaining('"changes":"sounds"') },
    ]);
  },
  STRETCHING_MS,
);

it('a change that a person agreed to is in the log, and in the ledger that takes the payments', async () => {
  await goLive();
  const { settings } = await shop.commands.settings(null);
  await shop.commands.saveSettings({ settings: { ...settings, limit: cents(99_999_999) } });
  expect(shop.logged.join('\n')).toMatch(/act.went-live .*UNT1/);
  expect(shop.logged.join('\n')).toMatch(/act.settings-changed .*limit/);
  shop.counter.close();
  expect(actsIn('production')).toEqual([
    {
      role: 'owner',
      by: 'owner',
      what: 'went-live',
      about: null,
      facts: '{"environment":"production","appCodeTail":"UNT1"}',
    },
    {
      role: 'owner',
      by: 'owner',
      what: 'settings-changed',
      about: null,
      facts: '{"changes":"limit","environment":"production","limit":99999999}',
    },
  ]);
});

it(
  'a wrong passphrase makes the next try wait, and nothing is unlocked that is not locked',
  async () => {
    expect(await shop.commands.unlock({ passphrase: 'anything at all' })).toEqual({ kind: 'damaged' });
    keystore = null;
    await goLive('long enough');
    shop.counter.close();
    shop = open();
    await shop.commands.saveSettings({ settings: { ...ONE_PERSON, environment: 'production' } });
    await shop.until(() => cashierStateOf(shop.counter).trouble?.kind === 'locked');
    const first = shop.commands.unlock({ passphrase: 'a wrong one' });
    expect(await shop.commands.unlock({ passphrase: 'long enough' })).toMatchObject({ kind: 'too-soon' });
    expect(await first).toEqual({ kind: 'wrong-passphrase', waitSeconds: 1 });
    expect(shop.logged.join('\n')).toContain('credentials.unlock-refused');
  },
  STRETCHING_MS,
);

it('a keystore that does not answer is asked again automatically, and the cashier sees it meanwhile', async () => {
  await goLive();
  shop.counter.close();
  const there = keystore;
  keystore = null;
  shop = open();
  await shop.commands.saveSettings({ settings: { ...ONE_PERSON, environment: 'production' } });
  await shop.until(() => cashierStateOf(shop.counter).trouble?.kind === 'keystore-away');
  expect(await shop.start(1243)).toBe('trouble');
  keystore = there;
  await shop.until(() => shop.counter.payingTill() !== null);
  await startSale();
});

it('a day without payments is not exported', async () => {
  expect(await shop.commands.exportDay({ day: '1999-12-31' })).toMatchObject({ kind: 'failed', why: 'empty' });
});
