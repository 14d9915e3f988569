/**
 * Screens that only the cashier's window has, a tap or two away from the keypad. The test answers in main's place, so
 * that each screen holds as much as it can.
 */
import type { ElectronApplication, Page } from 'playwright-core';
import { NEWS_TO_OPEN, PAYMENT_VIEWS, REFUND_TO_DO, STORY } from '../../renderer/cashier/payments/examples.ts';
import { cashierState } from '../../renderer/cashier/state/examples.ts';
import type { EnquireAnswer, PaymentView, RefundAnswer } from '../../shared/contract/payments.ts';
import type { Language } from '../../shared/settings.ts';
import { wordsOf } from './electron-app.ts';
import { keyAmount, tap, type Words } from './hands.ts';
import { HISTORY_SCREENS, openDay } from './history-screens.ts';
import { lookAt, SETTINGS_SCREENS } from './settings-screens.ts';
import { answer, show } from './tell-window.ts';
import { CASHIER_STATES, DAY } from './window-states.ts';

export type At = {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly language: Language;
  readonly words: Words;
};

/** Opens the screen. Resolves with the keys of the buttons that lead back to the keypad, in order. */
export type SideScreen = (at: At) => Promise<readonly string[]>;

const ALL = 'HK$999,999.99';
const typeKeys = async (page: Page, keys: string): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const filled = (sentence: string, amount: string): string => sentence.replace('{{amount}}', amount);

/** Opens the payment from the news of a refund. */
const openPayment = async ({ app, page, language, words }: At, view: PaymentView): Promise<void> => {
  await answer(app, 'payment', view);
  await answer(app, 'story', STORY);
  await show(app, 'cashier', cashierState(NEWS_TO_OPEN, language));
  await page.getByText(words('news.show'), { exact: true }).click();
  await page.getByText(view.payment.readable).waitFor();
};
const openRefund = async (at: At, view: PaymentView): Promise<void> => {
  await openPayment(at, view);
  await tap(at.page, at.words('refund.open'));
};
const chooseAll = ({ page, words }: At): Promise<void> => tap(page, filled(words('refund.whole'), ALL));

const payments = Object.fromEntries(
  Object.entries(PAYMENT_VIEWS).map(([name, view]): [string, SideScreen] => [
    `payment-${name}`,
    async (at) => {
      await openPayment(at, view);
      return ['common.close'];
    },
  ]),
);

const refusals = Object.fromEntries(
  (['not-refundable', 'already-started'] satisfies RefundAnswer[]).map((refusal): [string, SideScreen] => [
    `refund-${refusal}`,
    async (at) => {
      await answer(at.app, 'refund', refusal);
      await openRefund(at, PAYMENT_VIEWS.paid);
      await chooseAll(at);
      await tap(at.page, filled(at.words('refund.do'), ALL));
      await at.page.getByText(at.words(`refundAnswer.${refusal}`)).waitFor();
      return ['common.back', 'common.close'];
    },
  ]),
);

const openChecking = async ({ app, page, language, words }: At): Promise<void> => {
  const { checking = [] } = CASHIER_STATES['keypad-busy'] ?? {};
  const refunds = CASHIER_STATES['keypad-refunds']?.checking ?? [];
  await show(app, 'cashier', cashierState({ checking: [...checking, ...refunds] }, language));
  await page.getByRole('button', { name: words('checking.open') }).click();
};

const openForPerson = async ({ app, page, language, words }: At): Promise<void> => {
  await show(app, 'cashier', cashierState(CASHIER_STATES['keypad-for-person'] ?? {}, language));
  await page.getByText(words('byHand.strip').replace('{{number}}', '3')).click();
};
const openByHand = async (at: At): Promise<void> => {
  await answer(at.app, 'payment', PAYMENT_VIEWS['for-person']);
  await openForPerson(at);
  await at.page.getByText(at.words('byHand.settle'), { exact: true }).first().click();
};
const choosePaid = ({ page, words }: At): Promise<void> =>
  page.getByRole('radio', { name: words('byHand.verdict.paid'), exact: true }).click();
const whoAndWhy = async (at: At): Promise<void> => {
  await openByHand(at);
  await choosePaid(at);
  await tap(at.page, at.words('byHand.next'));
  await tap(at.page, 'K');
  await tap(at.page, 'C');
};

/** The screens in the seconds when the buttons show the result of an enquiry. */
const asked = Object.fromEntries(
  (['answered', 'unanswered'] satisfies EnquireAnswer[]).map((came): [string, SideScreen] => [
    `checking-list-${came}`,
    async (at) => {
      await answer(at.app, 'enquire', came);
      await openChecking(at);
      for (const row of await at.page.getByRole('dialog').getByRole('listitem').all())
        await row.getByText(at.words('attempt.askNow'), { exact: true }).click();
      await at.page
        .getByText(at.words(`attempt.${came}`), { exact: true })
        .first()
        .waitFor();
      return ['common.close'];
    },
  ]),
);

export const SIDE_SCREENS: Readonly<Record<string, SideScreen>> = {
  amount: async ({ page, words }) => {
    await keyAmount(page, words, '999999.99');
    return ['keypad.clear'];
  },
  today: async (at) => {
    await openDay(at);
    return ['common.back'];
  },
  'today-other-day': async (at) => {
    await openDay(at, { ...DAY, day: '2026-11-21' });
    return ['common.back'];
  },
  'today-totals': async (at) => {
    await openDay(at);
    await lookAt(at.page.getByText(at.words('today.net')));
    return ['common.back'];
  },
  ...HISTORY_SCREENS,
  ...payments,
  'payment-story': async (at) => {
    await openPayment(at, PAYMENT_VIEWS['refunded-in-part']);
    await lookAt(at.page.getByRole('region', { name: at.words('story.title') }));
    return ['common.close'];
  },
  'refund-amount': async (at) => {
    await openRefund(at, PAYMENT_VIEWS['refunded-in-part']);
    await keyAmount(at.page.getByRole('dialog'), at.words, '999987.99');
    return ['common.back', 'common.close'];
  },
  'refund-confirm': async (at) => {
    await openRefund(at, PAYMENT_VIEWS.paid);
    await chooseAll(at);
    await at.page.getByText(filled(at.words('refund.confirmTitle'), ALL)).waitFor();
    return ['common.back', 'common.close'];
  },
  ...refusals,
  'for-person': async (at) => {
    await openForPerson(at);
    return ['common.close'];
  },
  'by-hand': async (at) => {
    await openByHand(at);
    await choosePaid(at);
    return ['common.back', 'common.close', 'common.close'];
  },
  'by-hand-who': async (at) => {
    await whoAndWhy(at);
    return ['common.back', 'common.back', 'common.close', 'common.close'];
  },
  'by-hand-own-words': async (at) => {
    await whoAndWhy(at);
    await at.page.getByLabel(at.words('byHand.why'), { exact: true }).selectOption('other');
    await at.page.getByLabel(at.words('byHand.whyOther'), { exact: true }).fill('x'.repeat(200));
    return ['common.back', 'common.back', 'common.close', 'common.close'];
  },
  'by-hand-confirm': async (at) => {
    await answer(at.app, 'decide', 'amount');
    await whoAndWhy(at);
    await tap(at.page, at.words('byHand.next'));
    await tap(at.page, at.words('byHand.record'));
    await at.page.getByText(at.words('byHand.answer.amount')).waitFor();
    return ['common.back', 'common.back', 'common.back', 'common.close', 'common.close'];
  },
  'refunds-to-do': async (at) => {
    await show(at.app, 'cashier', cashierState(REFUND_TO_DO, at.language));
    await openDay(at);
    return ['common.back'];
  },
  'refund-drop': async (at) => {
    await show(at.app, 'cashier', cashierState(REFUND_TO_DO, at.language));
    await openDay(at);
    await at.page.getByText(at.words('refund.drop'), { exact: true }).click();
    return ['refund.dropKeep', 'common.back'];
  },
  'checking-list': async (at) => {
    await openChecking(at);
    return ['common.close'];
  },
  ...asked,
  ...SETTINGS_SCREENS,
  'keypad-sum': async ({ page }) => {
    await typeKeys(page, '38+45.5+999+128.88+67.5+1234.1');
    return ['keypad.clear'];
  },
  'keypad-refused': async ({ page }) => {
    await typeKeys(page, '38+45.5+999999');
    await page.locator('[data-refusal]').waitFor();
    return ['keypad.clear'];
  },
  'keypad-late': async ({ app, page, language }) => {
    await typeKeys(page, '45.5');
    await show(app, 'cashier', cashierState(CASHIER_STATES['late-alarm'] ?? {}, language));
    await page.getByRole('alert').getByRole('button').waitFor();
    return ['keypad.clear'];
  },
  card: async ({ page, words }) => {
    await tap(page, words('mode.card'));
    await page.getByRole('listitem').first().waitFor();
    return ['common.close'];
  },
  'armed-typing': async ({ app, page, language, words }) => {
    await show(app, 'cashier', cashierState(CASHIER_STATES['armed'] ?? {}, language));
    await tap(page, words('armed.typeOpen'));
    return [];
  },
};

/** Opens a side screen from the keypad. @returns a function that leaves it again */
export async function openSide(
  { app, cashier: page }: { readonly app: ElectronApplication; readonly cashier: Page },
  name: string,
  language: Language,
): Promise<() => Promise<void>> {
  const words = wordsOf(language);
  await show(app, 'cashier', cashierState({}, language));
  await page.locator('main[data-screen=keypad]').waitFor();
  const back = (await SIDE_SCREENS[name]?.({ app, page, language, words })) ?? [];
  return async () => {
    // A dialog covers the rest of the page, so the button of this name in front is the last one.
    for (const key of back)
      await page
        .getByRole('button', { name: words(key), exact: true })
        .last()
        .click();
  };
}
