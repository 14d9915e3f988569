/**
 * The people of a till, by hand in a real Electron that takes real money, as far as it can be told: from the first start of
 * a live till on. A TLS server on this machine stands in QFPay's place. The tests follow one another as a shop's first day
 * does.
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { ask, leavePaid, readsWord, seesScreen, startSale, tap } from '../support/hands.ts';
import { chooseRefund, confirmRefund, dialogOf, leaveDay, openFromDay, readsRefund } from '../support/refund-hands.ts';
import { answerQuestion } from '../support/question.ts';
import { logOf, openShop, type Shop } from '../support/shop.ts';
import { startTlsFront, type TlsFront } from '../support/tls-front.ts';

const words = wordsOf('en');
const letters = (count: number): string => randomBytes(count).toString('hex').slice(0, count).toUpperCase();
const [APP_CODE, CLIENT_KEY] = [`LIVE${letters(28)}`, letters(32)];
const [OWNERS_PIN, CASHIERS_PIN, MANAGERS_PIN, NEW_PIN] = ['804152', '60277', '3951', '517043'];
const OWNER = 'Mei Ling';
const CASHIER = 'Ah Ming';
/** Ten minutes of the till in one of the test. */
const TIMES_AS_FAST = 10;

let shop: Shop;
let front: TlsFront;
let folder: string;
let till: LaunchedTill;
let code: string;

beforeAll(async () => {
  shop = await openShop({ simulator: { appCode: APP_CODE, clientKey: CLIENT_KEY }, timesAsFast: TIMES_AS_FAST });
  front = await startTlsFront(shop.simulator.url);
  folder = shop.newFolder();
  till = await shop.launch({ folder, extraArgs: front.trusted });
});
afterAll(async () => {
  await shop.close();
  await front.close();
});

const byTouch = async (pin: string | undefined): Promise<void> => {
  // Behind a dialog the keypad has the same digits.
  const isDialog = (await till.cashier.getByRole('dialog').count()) > 0;
  const place = isDialog ? dialogOf(till.cashier) : till.cashier;
  for (const digit of pin ?? '') await tap(place, digit);
  await tap(place, words('pin.enter'));
};
const byKeyboard = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await till.cashier.keyboard.press(key);
};
const choose = (name: string): Promise<void> =>
  till.cashier.getByRole('radio', { name: new RegExp(`^${name}`) }).click();
const atTill = (name: string): string => words('staff.atTill').replace('{{name}}', name);
const isAtTill = (name: string): Promise<void> =>
  till.cashier.getByRole('button', { name: atTill(name), exact: true }).waitFor();
const openChangeOver = (name: string): Promise<void> => tap(till.cashier, atTill(name));
const says = (key: string): Promise<void> => till.cashier.getByText(words(key), { exact: true }).first().waitFor();
const lastOrder = (): string => shop.simulator.books.orders().at(-1)?.number ?? '';

describe('the first start of a live till', () => {
  it('asks who the owner is, and sells nothing before', async () => {
    const passphrase = `correct horse ${letters(12)}`;
    const account = { environment: 'production', appCode: APP_CODE, clientKey: CLIENT_KEY, mchid: '' } as const;
    // The window that was asked is thrown away.
    void ask(till.cashier, 'goLive', { ...account, passphrase }).catch(() => undefined);
    await answerQuestion(shop.screens.display, words('question.goLive'), 'yes');
    await till.renewed();
    await seesScreen(till.cashier, 'trouble');
    await says('noOwner.title');
    const { saleId } = await till.state();
    const sale = { saleId, amount: 100, tender: { wallet: 'payme', mode: 'mpm' } } as const;
    expect(await ask(till.cashier, 'start', sale)).toBe('trouble');
  });

  it('takes a name, a PIN twice, and shows the recovery code once', async () => {
    await till.cashier.getByLabel(words('person.name'), { exact: true }).fill(OWNER);
    await tap(till.cashier, words('noOwner.next'));
    await byTouch(OWNERS_PIN);
    await says('pin.again');
    await byTouch('0000');
    await says('pin.differs');
    await byTouch(OWNERS_PIN);
    await byKeyboard(...(OWNERS_PIN ?? ''), 'Enter');
    await says('recoveryCode.title');
    code =
      (await dialogOf(till.cashier)
        .getByText(/^\w{4}(-\w{4}){4}$/)
        .textContent()) ?? '';
    await tap(till.cashier, words('recoveryCode.written'));
    await seesScreen(till.cashier, 'keypad');
    await isAtTill(OWNER);
  });

  it('lets the owner add the others in the settings, where it says who may do what', async () => {
    await tap(till.cashier, words('keypad.settings'));
    const people = till.cashier.getByRole('region', { name: words('settings.groupPeople') });
    await people.getByRole('row', { name: new RegExp(`^${words('right.refund')}`) }).waitFor();
    await tap(people, words('person.add'));
    await till.cashier.getByLabel(words('person.name'), { exact: true }).fill(CASHIER);
    await tap(dialogOf(till.cashier), words('noOwner.next'));
    await byTouch(CASHIERS_PIN);
    await byTouch(CASHIERS_PIN);
    await people.getByText(CASHIER, { exact: true }).waitFor();
    const manager = { name: 'Wai Ling', role: 'manager', pin: MANAGERS_PIN ?? '' } as const;
    expect(await ask(till.cashier, 'addPerson', manager)).toEqual({ kind: 'saved' });
    await tap(till.cashier, words('common.back'));
  });
});

describe('changing over', () => {
  it('is the name, the PIN, Enter, and keeps what is half keyed', async () => {
    await tap(till.cashier, '7');
    await openChangeOver(OWNER);
    await choose(CASHIER);
    await byTouch('1234');
    await till.cashier.getByText(/^Wrong PIN/).waitFor();
    await expect.poll(() => ask(till.cashier, 'stillHere', null)).toBeUndefined();
    await new Promise((wait) => setTimeout(wait, 2_000 / TIMES_AS_FAST));
    await byTouch(CASHIERS_PIN);
    await isAtTill(CASHIER);
    await till.cashier
      .getByRole('status', { name: words('common.amount') })
      .filter({ hasText: '7' })
      .waitFor();
    await tap(till.cashier, words('keypad.clear'));
  });

  it('works by keyboard alone: F10, arrows, digits, Enter', async () => {
    await byKeyboard('F10', 'ArrowDown', ...(OWNERS_PIN ?? ''), 'Enter');
    await isAtTill(OWNER);
    await byKeyboard('F10', 'ArrowDown', ...(CASHIERS_PIN ?? ''), 'Enter');
    await isAtTill(CASHIER);
  });
});

describe("a cashier's own PIN", () => {
  const change = async (present: string | undefined, next: string | undefined): Promise<void> => {
    await openChangeOver(CASHIER);
    await tap(dialogOf(till.cashier), words('pin.own'));
    await says('pin.present');
    for (const pin of [present, next, next]) await byTouch(pin);
  };

  it('is changed by who knows the present one, and then counts', async () => {
    await change('9999', NEW_PIN);
    await till.cashier.getByText(/^Wrong PIN/).waitFor();
    await tap(dialogOf(till.cashier), words('common.cancel'));
    await new Promise((wait) => setTimeout(wait, 2_000 / TIMES_AS_FAST));
    await change(CASHIERS_PIN, NEW_PIN);
    await says('pin.ownSaved');
    await tap(dialogOf(till.cashier), words('common.close'));
    await change(NEW_PIN, CASHIERS_PIN);
    await says('pin.ownSaved');
    await tap(dialogOf(till.cashier), words('common.close'));
    expect(logOf(folder).match(/act\.own-pin-set/g)).toHaveLength(2);
  });
});

describe('a refund by a cashier', () => {
  it('asks for a manager, is done once when one approves, and the till stays with the cashier', async () => {
    await startSale(till.cashier, words, '45.11', 'mpm');
    await leavePaid(till.cashier, words);
    await openFromDay(till.cashier, words, 'HK$45.11');
    await chooseRefund(till.cashier, words, null);
    await confirmRefund(till.cashier, words, 'HK$45.11');
    await says('approval.manager');
    await choose('Wai Ling');
    await byTouch(MANAGERS_PIN);
    await readsRefund(till.cashier, 'refunded', 'HK$45.11');
    await leaveDay(till.cashier, words);
    await isAtTill(CASHIER);
    expect(logOf(folder)).toMatch(/act\.refund-started .*approvedFor.*Ah Ming.*Wai Ling/);
  });

  it('does nothing when nobody approves, and says so', async () => {
    await tap(till.cashier, words('keypad.settings'));
    await tap(till.cashier.getByRole('region', { name: words('settings.groupPeople') }), words('person.add'));
    await till.cashier.getByLabel(words('person.name'), { exact: true }).fill('Siu Fong');
    await tap(dialogOf(till.cashier), words('noOwner.next'));
    await byTouch('2222');
    await byTouch('2222');
    await says('approval.owner');
    await tap(dialogOf(till.cashier), words('common.cancel'));
    await says('notAllowed.owner');
    await tap(dialogOf(till.cashier), words('common.cancel'));
    await tap(till.cashier, words('common.back'));
    expect((await till.state()).people).toHaveLength(3);
  });
});

describe('the lock', () => {
  it('waits for a payment on the screen, and comes by itself when nobody touches the till', async () => {
    await ask(till.cashier, 'changeOver', { person: 'person:01', pin: OWNERS_PIN ?? '' });
    const { settings } = await ask(till.cashier, 'settings', null);
    await ask(till.cashier, 'saveSettings', { settings: { ...settings, lockAfterMinutes: 1 } });
    await ask(till.cashier, 'changeOver', { person: 'person:02', pin: CASHIERS_PIN ?? '' });
    // Keys that only the window knows of keep it open as well: for longer than the minute.
    for (let touches = 0; touches < 6; touches += 1) {
      await tap(till.cashier, words('keypad.clear'));
      await new Promise((wait) => setTimeout(wait, (0.25 * 60_000) / TIMES_AS_FAST));
    }
    expect((await till.state()).atTill.kind).toBe('person');
    await startSale(till.cashier, words, '61.43', 'mpm');
    await readsWord(till.cashier, 'waiting');
    await new Promise((wait) => setTimeout(wait, (1.5 * 60_000) / TIMES_AS_FAST));
    expect((await till.state()).atTill.kind).toBe('person');
    await tap(till.cashier, words('attempt.otherWay'));
    await seesScreen(till.cashier, 'keypad');
    await seesScreen(till.cashier, 'locked', 30_000);
  });

  it('answers nothing that needs a person, and still tells of a payment that came late', async () => {
    const { saleId } = await till.state();
    const sale = { saleId, amount: 100, tender: { wallet: 'payme', mode: 'mpm' } } as const;
    expect(await ask(till.cashier, 'start', sale)).toEqual({ kind: 'not-allowed', needs: 'cashier' });
    expect(await ask(till.cashier, 'settings', null)).toEqual({ kind: 'not-allowed', needs: 'cashier' });
    expect(shop.simulator.books.payNow(lastOrder())).toBe(true);
    await till.cashier.getByText(/^Paid late: HK\$61\.43/).waitFor({ timeout: 30_000 });
    expect(await till.cashier.getByRole('alertdialog').count()).toBe(0);
  });

  it('opens by PIN, and then the late payment is decided', async () => {
    await choose(CASHIER);
    await byKeyboard(...(CASHIERS_PIN ?? ''), 'Enter');
    await till.cashier.getByRole('alertdialog').waitFor();
    await isAtTill(CASHIER);
  });
});

it('no PIN and no recovery code is in any file of the till, or in what it wrote to its console', async () => {
  await till.close();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(json|log|db|rows|epochs|db-wal)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));
  expect(files.length).toBeGreaterThan(5);
  const secrets = [OWNERS_PIN, CASHIERS_PIN, MANAGERS_PIN, NEW_PIN, code, code.replaceAll('-', '')];
  const found = secrets.filter((secret) =>
    [till.output(), ...files].some((text) => new RegExp(`(?<![0-9A-Za-z])${secret ?? ''}(?![0-9A-Za-z])`).test(text)),
  );
  expect(found).toEqual([]);
});
