/**
 * Going live and back to training (rules S5 and S6), with a TLS server on this machine in place of QFPay; these tills
 * can reach no other host. The tests depend on each other in order, like a shop's first week.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { ask, leavePaid, readNotices, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { findIn, findInFolder, isInMemory } from '../support/secret-hunt.ts';
import { answerQuestion } from '../support/question.ts';
import { logOf, openShop, type Shop } from '../support/shop.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';
import { startWitness, type Witness } from '../support/witness.ts';

const words = wordsOf('en');
const letters = (count: number): string => randomBytes(count).toString('hex').slice(0, count).toUpperCase();
const APP_CODE = `LIVE${letters(28)}`;
const CLIENT_KEY = letters(32);
const MCHID = letters(16);
const PASSPHRASE = `correct horse ${letters(12)}`;

let shop: Shop;
let front: TlsFront;
let witness: Witness;
let folder: string;
let till: LaunchedTill;
/** The console output of every till of this file, and all messages from main to the windows. */
const said: string[] = [];

beforeAll(async () => {
  shop = await openShop({ simulator: { appCode: APP_CODE, clientKey: CLIENT_KEY, mchid: MCHID } });
  front = await startTlsFront(shop.simulator.url);
  witness = await startWitness();
  folder = shop.newFolder();
});
afterAll(async () => {
  await shop.close();
  await front.close();
  witness.close();
});

const open = async (switches: readonly string[]): Promise<void> => {
  // A shop of one person; people.test.ts goes live with people.
  const settings = existsSync(join(folder, 'settings.json')) ? {} : { settings: { usesRoles: false } };
  till = await shop.launch({ folder, extraArgs: switches, ...settings });
  // If the names were not mapped, the tests would call a real host: so check that first.
  const addresses = await till.app.evaluate(async ({ session }) => {
    const { endpoints } = await session.defaultSession.resolveHost('openapi-hk.qfapi.com');
    return endpoints.map(({ address }) => address);
  });
  expect(addresses).toEqual(['127.0.0.1']);
  await till.app.evaluate(({ app, webContents }) => {
    const all = webContents.getAllWebContents();
    const hear = (contents: (typeof all)[number]): void => {
      const send = contents.send.bind(contents);
      contents.send = (channel, ...sent) => {
        console.log('TOLD', channel, JSON.stringify(sent));
        send(channel, ...sent);
      };
    };
    app.on('web-contents-created', (_event, contents) => hear(contents));
    for (const contents of all) hear(contents);
  });
};

const close = async (): Promise<void> => {
  said.push(till.output());
  await till.close();
};

const field = (key: string) => till.cashier.getByLabel(words(key), { exact: true });

type Typed = { readonly clientKey: string; readonly passphrase?: string; readonly again?: string };

/** Fills in the credentials from QFPay and starts the trial call. */
const goLive = async ({ clientKey, passphrase = PASSPHRASE, again = passphrase }: Typed): Promise<void> => {
  const dialog = till.cashier.getByRole('dialog', { name: words('goLive.title') });
  if (!(await dialog.isVisible())) {
    await tap(till.cashier, words('keypad.settings'));
    await tap(till.cashier, words('environment.goLive'));
  }
  await field('goLive.mchid').fill(MCHID);
  await field('goLive.appCode').fill(APP_CODE);
  await field('goLive.clientKey').fill(clientKey);
  await field('goLive.passphrase').fill(passphrase);
  await field('goLive.passphraseAgain').fill(again);
  await tap(till.cashier, words('goLive.send'));
};

/** After a refused attempt to go live the till has no credentials and is in training. */
const isStillInTraining = async (): Promise<void> => {
  const view = await ask(till.cashier, 'settings', null);
  expect(view.credentials).toEqual([]);
  expect(view.settings.environment).toBe('training');
  expect((await till.state()).mode).toBe('training');
  expect(existsSync(join(folder, 'credentials.json'))).toBe(false);
};

/** Sends the right passphrase; returns 'unlocked', or another kind if it comes too soon. */
const unlockAgain = async (): Promise<string> => {
  const { kind } = await ask(till.cashier, 'unlock', { passphrase: PASSPHRASE });
  return kind;
};

/** The process ids of the main process and of each window. */
const pids = () =>
  till.app.evaluate(({ webContents }) => ({
    main: process.pid,
    windows: webContents.getAllWebContents().map((contents) => contents.getOSProcessId()),
  }));

const bands = async (): Promise<readonly number[]> =>
  Promise.all([till.cashier, till.customer].map((page) => page.getByRole('complementary').count()));

it('refuses a gateway with an untrusted certificate, and sends nothing', async () => {
  await open(front.namesOnly);
  // Close the till even if the test fails, because the next tests open the same folder.
  onTestFinished(close);
  await goLive({ clientKey: CLIENT_KEY });
  await till.cashier.getByText(words('goLive.no-answer-certificate').split(' (')[0] ?? '').waitFor();
  expect(await till.cashier.getByRole('dialog').innerText()).toContain('ERR_CERT_AUTHORITY_INVALID');
  await isStillInTraining();
  expect(front.requests()).toBe(0);
  expect(shop.simulator.books.callsInLastMinute()).toBe(0);
});

it('refuses a gateway that only a root of this machine trusts, even with a switch to accept any, and says so', async () => {
  await open(front.anyRoot);
  onTestFinished(close);
  await goLive({ clientKey: CLIENT_KEY });
  await till.cashier.getByText(words('goLive.no-answer-certificate').split(' (')[0] ?? '').waitFor();
  await till.cashier.getByText(words('notice.certificate-refused')).waitFor();
  await isStillInTraining();
  expect(front.requests()).toBe(0);
  expect(logOf(folder)).toMatch(/security\.certificate-refused .*ERR_CERT_AUTHORITY_INVALID/);
});

describe('refuses, and stores nothing:', () => {
  it('a wrong key, and shows the response of the gateway', async () => {
    await open(front.trusted);
    await goLive({ clientKey: letters(32) });
    await till.cashier.getByText(words('goLive.refused')).waitFor();
    const dialog = await till.cashier.getByRole('dialog').innerText();
    expect(dialog).toContain('1108');
    expect(dialog).toContain(words('advice.signature'));
    expect(shop.simulator.books.signaturesRejected()).toBe(1);
    await isStillInTraining();
  });

  it('a gateway that redirects, and does not follow the redirect', async () => {
    front.redirectTo(`http://127.0.0.1:${witness.port}/trade/v1/query`);
    await goLive({ clientKey: CLIENT_KEY });
    await till.cashier.getByText(words('goLive.no-answer').split(' (')[0] ?? '').waitFor();
    front.redirectTo(null);
    expect(witness.hits()).toBe(0);
    await isStillInTraining();
  });

  it('a passphrase that is short or typed differently the second time, before anything is sent', async () => {
    const before = front.requests();
    await goLive({ clientKey: CLIENT_KEY, passphrase: 'short' });
    await till.cashier.getByText(words('goLive.weak-passphrase')).waitFor();
    await goLive({ clientKey: CLIENT_KEY, again: `${PASSPHRASE}x` });
    await till.cashier.getByText(words('goLive.passphraseDiffers')).waitFor();
    await isStillInTraining();
    expect(front.requests()).toBe(before);
  });
});

describe('live', () => {
  it('goes live with the right key, without a payment, and removes the tint', async () => {
    expect(await bands()).toEqual([1, 1]);
    await goLive({ clientKey: CLIENT_KEY });
    // A person must confirm in a native dialog, which no page can do; "no" changes nothing.
    await answerQuestion(shop.screens.display, words('question.goLive'), 'no');
    await till.cashier.getByText(words('goLive.declined')).waitFor();
    await isStillInTraining();
    await tap(till.cashier, words('goLive.send'));
    await answerQuestion(shop.screens.display, words('question.goLive'), 'yes');
    await till.renewed();
    await seesScreen(till.cashier, 'keypad');
    await till.cashier.getByText(words('notice.went-live')).waitFor();
    await readNotices(till.cashier, words);
    expect((await till.state()).mode).toBe('live');
    expect(await bands()).toEqual([0, 0]);
    expect(shop.simulator.books.allRequestsReceived()).toEqual({});
    expect(await ask(till.cashier, 'settings', null)).toMatchObject({
      settings: { environment: 'production' },
      credentials: [{ environment: 'production', protection: 'passphrase', appCodeTail: APP_CODE.slice(-4) }],
    });
  });

  it.skipIf(process.getuid?.() !== 0)('keeps the typed secrets in no window', async () => {
    expect(isInMemory((await pids()).main, CLIENT_KEY)).toBe(true);
    await expect.poll(async () => (await pids()).windows.length).toBe(2);
    const { windows } = await pids();
    expect(windows.map((pid) => [CLIENT_KEY, PASSPHRASE].some((secret) => isInMemory(pid, secret)))).toEqual([
      false,
      false,
    ]);
  });

  it('sends no client certificate of this machine', async () => {
    const answered = await till.app.evaluate(({ app, webContents }) => {
      const answers: unknown[] = [];
      const event = { preventDefault: () => answers.push('prevented') };
      const [contents] = webContents.getAllWebContents();
      const mine = [{ subjectName: 'The shop' }];
      const answer = (...given: unknown[]) => answers.push(given);
      app.emit('select-client-certificate', event, contents, 'https://gateway.example', mine, answer);
      return answers;
    });
    expect(answered).toEqual(['prevented', []]);
  });

  it('takes a payment over TLS', async () => {
    await startSale(till.cashier, words, '61.43', 'mpm');
    await seesScreen(till.customer, 'qr');
    // A redirected enquiry is not followed either, and proves nothing.
    const before = front.requests();
    front.redirectTo(`http://127.0.0.1:${witness.port}/trade/v1/query`);
    await expect.poll(() => front.requests(), { timeout: 15_000 }).toBeGreaterThan(before);
    front.redirectTo(null);
    expect(witness.hits()).toBe(0);
    await readsWord(till.cashier, 'waiting');
    shop.simulator.books.payNow(shop.simulator.books.orders()[0]?.number ?? '');
    await leavePaid(till.cashier, words);
    expect(shop.simulator.books.orders().map(({ chargedCents }) => chargedCents)).toEqual([6143]);
  });

  it('is locked after a restart, and opens only with the right passphrase', async () => {
    await close();
    await open(front.trusted);
    await seesScreen(till.cashier, 'trouble');
    await till.cashier.getByText(words('trouble.locked')).waitFor();
    expect((await till.state()).mode).toBe('live');
    expect(
      await ask(till.cashier, 'start', { saleId: 'x', amount: 100, tender: { wallet: 'payme', mode: 'mpm' } }),
    ).toBe('trouble');
    await field('trouble.passphrase').fill(`${PASSPHRASE}x`);
    await tap(till.cashier, words('trouble.unlock'));
    await till.cashier
      .getByText(words('trouble.wrong-passphrase').replace('{{seconds}}', '1'))
      .waitFor({ timeout: 60_000 });
    // The till checks the next passphrase only after a second.
    await expect
      .poll(() => ask(till.cashier, 'unlock', { passphrase: 'another' }), { timeout: 15_000 })
      .toEqual({ kind: 'wrong-passphrase', waitSeconds: 2 });
    await expect.poll(() => unlockAgain(), { timeout: 15_000 }).toBe('unlocked');
    await till.renewed();
    await seesScreen(till.cashier, 'keypad');
  });

  it.skipIf(process.getuid?.() !== 0)('has the key in the main process and in no window', async () => {
    const { main, windows } = await pids();
    expect(windows).toHaveLength(2);
    expect(isInMemory(main, CLIENT_KEY)).toBe(true);
    expect(windows.map((pid) => isInMemory(pid, CLIENT_KEY))).toEqual([false, false]);
  });

  const use = async (environment: 'training' | 'production', isAsked = true): Promise<void> => {
    await tap(till.cashier, words('keypad.settings'));
    const name = words('environment.use').replace('{{environment}}', words(`environment.${environment}`));
    await tap(till.cashier, name);
    await till.cashier.getByRole('dialog').getByRole('button', { name }).click();
    if (isAsked) await answerQuestion(shop.screens.display, words('question.change'), 'yes');
  };

  it('does not go back to training while a payment is being checked', async () => {
    await startSale(till.cashier, words, '62.43', 'mpm');
    await seesScreen(till.customer, 'qr');
    await tap(till.cashier, words('attempt.takeAway'));
    await tap(till.cashier, words('attempt.nextCustomer'));
    await use('training', false);
    await till.cashier.getByText(words('settings.busy')).waitFor();
    expect((await till.state()).mode).toBe('live');
    const number = shop.simulator.books.orders().at(-1)?.number ?? '';
    shop.simulator.books.payNow(number);
    // The customer paid after the QR was removed, so the alarm must be answered.
    const late = till.cashier.getByRole('alertdialog');
    await late.getByRole('button', { name: words('late.keep') }).click({ timeout: 20_000 });
    await late.waitFor({ state: 'detached' });
  });

  it('goes back to training when nothing is open, and to live again', async () => {
    await tap(till.cashier, words('common.back'));
    await use('training');
    await expect.poll(async () => (await till.state()).mode).toBe('training');
    expect(await bands()).toEqual([1, 1]);
    await tap(till.cashier, words('common.back'));
    // A till that could be live asks whether to practise, in a dialog that accepts no tap in its first second.
    const practiseOn = till.cashier.getByRole('button', { name: words('practice.goOn') });
    await expect
      .poll(async () => {
        await practiseOn.click({ timeout: 1_000 }).catch(() => undefined);
        return practiseOn.count();
      })
      .toBe(0);
    await startSale(till.cashier, words, '63.11', 'mpm');
    await leavePaid(till.cashier, words);
    // The sale was practice: neither the gateway nor the live ledger knows it.
    expect(shop.simulator.books.orders()).toHaveLength(2);
    expect(existsSync(join(folder, 'ledger-training.db'))).toBe(true);
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toContain('"environment": "training"');
    // This run of the program already has the passphrase, so it does not ask again.
    await use('production');
    await expect.poll(async () => (await till.state()).mode).toBe('live');
    await tap(till.cashier, words('common.back'));
    await seesScreen(till.cashier, 'keypad');
    expect(await bands()).toEqual([0, 0]);
    await startSale(till.cashier, words, '64.11', 'mpm');
    await leavePaid(till.cashier, words);
    expect(shop.simulator.books.orders()).toHaveLength(3);
  });

  it('has its own mchid in the settings, and the training none', async () => {
    const mchid = till.cashier.getByLabel(words('field.mchid'), { exact: true });
    await tap(till.cashier, words('keypad.settings'));
    expect(await mchid.inputValue()).toBe(MCHID);
    await tap(till.cashier, words('environment.goLive'));
    const choice = till.cashier.getByRole('combobox', { name: words('goLive.environment') });
    expect(await field('goLive.mchid').inputValue()).toBe(MCHID);
    await choice.selectOption('live-test');
    expect(await field('goLive.mchid').inputValue()).toBe('');
    await field('goLive.mchid').fill('TYPED');
    await choice.selectOption('sandbox');
    expect(await field('goLive.mchid').inputValue()).toBe('TYPED');
    await tap(till.cashier, words('common.cancel'));
    await tap(till.cashier, words('common.back'));
    await use('training');
    await till.cashier.getByLabel(words('field.udid')).waitFor();
    expect(await mchid.count()).toBe(0);
    await tap(till.cashier, words('common.back'));
  });
});

describe('the client key and the passphrase', () => {
  it('would be found by the search, in plain text, hex or base64', () => {
    for (const shift of ['', 'x', 'xy', 'xyz']) {
      const text = shift + CLIENT_KEY;
      const hidden = [text, Buffer.from(text).toString('hex'), Buffer.from(`${text}tail`).toString('base64')];
      for (const form of hidden) expect(findIn(form, CLIENT_KEY), form).not.toEqual([]);
    }
    expect(findInFolder(folder, APP_CODE.slice(-4)).join('\n')).toContain('credentials.json');
  });

  it('are in no file, in no output, and in no message to a window', async () => {
    await close();
    expect(said.join('')).toMatch(/TOLD cashier:state.*"mode":"live"/);
    expect(said.join('')).toContain('counter.opened');
    for (const secret of [CLIENT_KEY, PASSPHRASE]) {
      expect(findInFolder(folder, secret)).toEqual([]);
      expect(findIn(said.join(''), secret)).toEqual([]);
    }
    expect(findIn(said.join(''), APP_CODE)).toEqual([]);
  });
});
