/** What main sends the windows: everything once, then only the changed groups, in one message. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createTelling, tellChanged, type Telling } from '../../electron/counter/telling.ts';
import { windowStates } from '../../electron/counter/window-states.ts';
import { createMemory } from '../../electron/counter/unchanged.ts';
import type { TillState } from '../../electron/till/till.ts';
import type { Told } from '../../shared/contract/told.ts';
import { cents } from '../../shared/money.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { attempt } from '../../renderer/cashier/state/examples.ts';

const KEYPAD: TillState = {
  saleId: 'sale',
  stage: { kind: 'keypad' },
  checking: [],
  news: [],
  refundsToRetry: [],
  lastSale: null,
  forPerson: [],
  customer: { kind: 'idle' },
};
const COUNTER = {
  mode: 'live',
  scanner: 'ready',
  customerScreen: 'own',
  notices: [],
  stillPractising: false,
  revision: 0,
  standing: null,
  staff: { atTill: { kind: 'anybody' }, people: [], owners: [], proofs: [] },
} as const;

type Facts = Parameters<typeof windowStates>[2];

let till: TillState;
let facts: Facts;
let now: number;
let isEnding: boolean;
let statesMade: number;
let told: { readonly window: string; readonly told: Told<object> }[];
let telling: Telling;

beforeEach(() => {
  till = KEYPAD;
  facts = COUNTER;
  now = 0;
  isEnding = false;
  statesMade = 0;
  told = [];
  telling = createTelling({
    counter: {
      states: () => {
        statesMade += 1;
        // A new object each time, as main makes it.
        return structuredClone(windowStates(DEFAULT_SETTINGS, till, facts));
      },
    },
    clock: { mono: () => now },
    tellCashier: (groups) => told.push({ window: 'cashier', told: groups }),
    tellCustomer: (groups) => told.push({ window: 'customer', told: groups }),
    beat: () => undefined,
    isEnding: () => isEnding,
  });
});

/** Sends the changes. @returns the names of the groups that each window received */
async function tell(): Promise<readonly string[]> {
  told = [];
  telling.soon();
  await new Promise((resolve) => setImmediate(resolve));
  return told.map((each) => `${each.window}: ${Object.keys(each.told.groups).join(' ')}`);
}

const waiting = (leftMs: number): TillState => ({
  ...KEYPAD,
  stage: { kind: 'attempt', attempt: attempt('waiting'), qrShown: true, leftMs },
  customer: { kind: 'qr', wallet: 'payme', amount: cents(100), qr: 'https://qr.example/1', leftMs },
});

describe('a change', () => {
  it('is sent once to both windows, however many changes there are in a turn', async () => {
    telling.soon();
    telling.soon();
    expect(told).toEqual([]);
    await tell();
    expect(told.map(({ window }) => window)).toEqual(['cashier', 'customer']);
    expect(statesMade).toBe(1);
  });

  it('is sent only with its group, and only to the window that shows it', async () => {
    await tell();
    expect(await tell()).toEqual([]);
    facts = { ...facts, scanner: 'absent' };
    expect(await tell()).toEqual(['cashier: devices']);
    till = { ...till, news: [attempt('paid')] };
    facts = { ...facts, revision: 1 };
    expect(await tell()).toEqual(['cashier: inbox payments']);
    till = { ...waiting(120_000), news: till.news };
    expect(await tell()).toEqual(['cashier: sale', 'customer: sale']);
    facts = { ...facts, mode: 'training' };
    expect(await tell()).toEqual(['cashier: account', 'customer: shop']);
    expect(told.map((each) => each.told.isWhole)).toEqual([false, false]);
  });

  it('back to an earlier value is sent too', async () => {
    await tell();
    facts = { ...COUNTER, scanner: 'absent' };
    await tell();
    facts = COUNTER;
    expect(await tell()).toEqual(['cashier: devices']);
    till = { ...till, news: [attempt('paid'), attempt('paid')] };
    await tell();
    till = { ...till, news: [attempt('paid')] };
    expect(await tell()).toEqual(['cashier: inbox']);
  });

  it('is not sent once the till is ending', async () => {
    isEnding = true;
    expect(await tell()).toEqual([]);
  });
});

describe('the remaining time', () => {
  it('is counted by the windows themselves, and not sent again', async () => {
    till = waiting(120_000);
    await tell();
    now += 7_000;
    till = waiting(113_000);
    expect(await tell()).toEqual([]);
    now += 3_000;
    till = waiting(110_010);
    expect(await tell()).toEqual([]);
  });

  it('is sent when it jumps: two minutes more, or zero', async () => {
    till = waiting(30_000);
    await tell();
    now += 1_000;
    till = waiting(149_000);
    expect(await tell()).toEqual(['cashier: sale', 'customer: sale']);
    now += 1_000;
    till = waiting(0);
    expect(await tell()).toEqual(['cashier: sale', 'customer: sale']);
    now += 5_000;
    expect(await tell()).toEqual([]);
  });
});

it('a new page gets everything, and the other window gets nothing', async () => {
  await tell();
  const all = told[1];
  told = [];
  telling.toNewPage('customer');
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual([all]);
  expect(told[0]?.told.isWhole).toBe(true);
});

it('a window whose message failed gets everything the next time', () => {
  const memory = createMemory<{ sale: number; inbox: number }>(() => 0);
  const heard: unknown[] = [];
  const gone = (): never => {
    throw new Error('its page is gone');
  };
  tellChanged(memory, { sale: 1, inbox: 1 }, (what) => heard.push(what));
  expect(() => tellChanged(memory, { sale: 2, inbox: 1 }, gone)).toThrow('its page is gone');
  tellChanged(memory, { sale: 2, inbox: 1 }, (what) => heard.push(what));
  expect(heard).toEqual([
    { isWhole: true, groups: { sale: 1, inbox: 1 } },
    { isWhole: true, groups: { sale: 2, inbox: 1 } },
  ]);
});
