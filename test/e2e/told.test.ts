/**
 * How a window shows the states from main: which buttons a state has, what disappears by itself, what stays visible.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cashierState } from '../../renderer/cashier/state/examples.ts';
import { CUSTOMER_STATES, customerState } from '../../renderer/customer/examples.ts';
import { channelOf, type CashierState } from '../../shared/contract/contract.ts';
import { cents } from '../../shared/money.ts';
import { wordsOf, type LaunchedTill } from '../support/electron-app.ts';
import { tap } from '../support/hands.ts';
import { openShop, type Shop } from '../support/shop.ts';
import { answer, show } from '../support/tell-window.ts';
import { CASHIER_STATES, DAY } from '../support/window-states.ts';

const words = wordsOf('en');

let shop: Shop;
let till: LaunchedTill;

beforeAll(async () => {
  shop = await openShop();
  till = await shop.launch({ folder: shop.newFolder(), simulator: shop.simulator });
});
afterAll(() => shop.close());

const told = (change: Partial<CashierState>): Promise<void> => show(till.app, 'cashier', cashierState(change, 'en'));
const button = (key: string) => till.cashier.getByRole('button', { name: words(key), exact: true });

/**
 * Replaces the handler of this command by one that does nothing; returns a function that tells how often it was sent.
 */
const heard = async (name: 'seen' | 'dismissNotice'): Promise<() => Promise<number>> => {
  await till.app.evaluate(
    ({ ipcMain }, channel) => {
      const all = ((globalThis as { heard?: Record<string, number> }).heard ??= {});
      all[channel] = 0;
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, () => {
        all[channel] = (all[channel] ?? 0) + 1;
      });
    },
    channelOf('cashier', name),
  );
  return () =>
    till.app.evaluate(
      (_electron, channel) => (globalThis as { heard?: Record<string, number> }).heard?.[channel] ?? 0,
      channelOf('cashier', name),
    );
};

describe('a QR that is about to expire', () => {
  const { stage } = CASHIER_STATES['waiting-qr'] ?? {};
  const waiting = async (leftMs: number): Promise<void> => {
    if (stage?.kind !== 'attempt') throw new Error('no attempt');
    await told({ stage: { ...stage, leftMs } });
    await show(till.app, 'customer', customerState({ ...CUSTOMER_STATES.qr, leftMs } as never, 'en'));
  };

  it('can be extended by two minutes in its last half minute', async () => {
    await waiting(119_000);
    await till.cashier.getByText(words('attempt.takeAwayHelp')).waitFor();
    expect(await button('attempt.longer').count()).toBe(0);
    await waiting(29_000);
    await button('attempt.longer').waitFor();
  });

  it.each(['cashier', 'customer'] as const)('is amber in its last twenty seconds: %s', async (name) => {
    const amber = till[name].locator('[data-short=true]');
    await waiting(40_000);
    await till[name].locator('[data-short=false]').waitFor();
    await waiting(19_000);
    await amber.waitFor();
  });

  it('can be shown again afterwards, and the screens do not say that a payment is being checked', async () => {
    await told(CASHIER_STATES['time-over'] ?? {});
    await button('attempt.showAgain').waitFor();
    await till.cashier.getByText(words('attempt.explainTimeOver')).waitFor();
    await show(till.app, 'customer', customerState(CUSTOMER_STATES['time-over'], 'en'));
    await till.customer.getByText(words('customer.time-over')).waitFor();
    await told(CASHIER_STATES['checking'] ?? {});
    await till.cashier.getByText(words('attempt.explainChecking')).waitFor();
    expect(await button('attempt.showAgain').count()).toBe(0);
  });
});

describe('the row of news', () => {
  const row = () => till.cashier.getByRole('region', { name: words('news.region') });
  const news = CASHIER_STATES['news-paid'] ?? {};

  it('accepts no tap at first, because the finger may aim at something else', async () => {
    const seen = await heard('seen');
    await told({});
    await told(news);
    await row().locator('section[aria-disabled=true]').waitFor();
    const seenButton = row().getByText(words('news.seen'), { exact: true });
    await seenButton.dispatchEvent('click');
    await row().locator('section:not([aria-disabled])').waitFor();
    expect(await seen()).toBe(0);
    await seenButton.click();
    await expect.poll(seen).toBe(1);
  });

  it('disappears by itself if it needs no action, and never if it does', async () => {
    // Twenty times faster, because the row stays for twenty seconds.
    await till.cashier.evaluate(() => {
      const { setTimeout: plan } = globalThis;
      Object.assign(globalThis, {
        plan,
        setTimeout: (call: () => void, ms = 0) => plan(call, ms / 20),
      });
    });
    const inList = row().getByRole('button', { name: words('news.open').replace('{{number}}', '1') });
    const told20 = async (change: Partial<CashierState>, text: string, stays: boolean): Promise<void> => {
      await told(change);
      const line = row().locator('section').getByText(text, { exact: true });
      await line.waitFor();
      await till.cashier.evaluate(
        () => new Promise<void>((soon) => (globalThis as unknown as { plan: typeof setTimeout }).plan(soon, 2_000)),
      );
      expect(await line.count(), text).toBe(stays ? 1 : 0);
      expect(await inList.count(), text).toBe(1);
    };
    await told20({ notices: [{ kind: 'already-open' }] }, words('notice.already-open'), false);
    await told20({ notices: [{ kind: 'certificate-refused' }] }, words('notice.certificate-refused'), true);
    await told20(news, words('word.paid'), false);
    await told20(CASHIER_STATES['news-not-refunded'] ?? {}, words('word.not-refunded'), true);
    await till.cashier.evaluate(() => {
      const { plan } = globalThis as unknown as { plan: typeof setTimeout };
      globalThis.setTimeout = plan;
    });
  });

  it('has a list of all news, which one tap clears', async () => {
    const [seen, dismissed] = [await heard('seen'), await heard('dismissNotice')];
    await told({ ...CASHIER_STATES['keypad-busy'] });
    await row()
      .getByRole('button', { name: words('news.open').replace('{{number}}', '3') })
      .click();
    const dialog = till.cashier.getByRole('dialog');
    expect(await dialog.getByRole('listitem').count()).toBe(3);
    await tap(dialog, words('news.allSeen'));
    await expect.poll(seen).toBe(1);
    await expect.poll(dismissed).toBe(2);
  });
});

describe('a day', () => {
  beforeAll(async () => {
    await answer(till.app, 'day', { ...DAY, attempts: Array.from({ length: 12 }, () => DAY.attempts).flat() });
    await told({});
    await tap(till.cashier, words('keypad.today'));
  });

  it('shows its total wherever the list is scrolled', async () => {
    const figure = till.cashier.locator('[data-figure=left]');
    await figure.waitFor();
    await till.cashier.locator('[data-net]').scrollIntoViewIfNeeded();
    const box = await figure.boundingBox();
    const heightPx = await till.cashier.evaluate(() => innerHeight);
    expect(box?.y).toBeGreaterThan(0);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(heightPx);
    for (const name of ['taken', 'refunded', 'open'])
      expect(await till.cashier.locator(`[data-figure=${name}]`).isVisible()).toBe(true);
  });

  it('folds failed payments, and shows them on demand', async () => {
    const failed = till.cashier.getByRole('listitem').getByText(words('word.not-paid'), { exact: true });
    // One is in the totals.
    expect(await failed.count()).toBe(1);
    await tap(till.cashier, words('today.folded').replace('{{number}}', '24'));
    await expect.poll(() => failed.count()).toBe(13);
  });

  it('does not show a fully refunded payment with the heading "paid"', async () => {
    const [first] = DAY.attempts.filter(({ word }) => word === 'paid');
    if (first === undefined) throw new Error('no paid one');
    await answer(till.app, 'payment', {
      payment: { ...first, refunded: first.amount },
      refunds: [],
      refundable: cents(0),
      refundInDoubt: false,
      toDecide: false,
    });
    await tap(till.cashier, words('today.filter.paid'));
    await till.cashier.getByRole('listitem').getByRole('button').first().click();
    const dialog = till.cashier.getByRole('dialog');
    await dialog.getByText(words('payment.refunded'), { exact: true }).first().waitFor();
    expect(await dialog.getByText(words('word.paid'), { exact: true }).count()).toBe(0);
    await tap(dialog, words('common.close'));
  });
});
