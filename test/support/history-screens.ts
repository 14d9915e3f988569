/** The screens of the history and of the list of acts. The test answers in main's place. */
import { ACTS_FOUND, NO_ACTS } from '../../renderer/cashier/acts/examples.ts';
import { FOUND, FOUND_NOTHING, NOT_UNDERSTOOD } from '../../renderer/cashier/history/examples.ts';
import { PEOPLE } from '../../renderer/cashier/staff/examples.ts';
import { PATH } from '../../renderer/cashier/state/examples.ts';
import type { ActsAnswer } from '../../shared/contract/acts.ts';
import type { NotAllowed } from '../../shared/contract/entry.ts';
import type { HistoryAnswer } from '../../shared/contract/history.ts';
import { tap } from './hands.ts';
import type { At, SideScreen } from './side-screens.ts';
import { answer } from './tell-window.ts';
import { DAY } from './window-states.ts';

export const openDay = async ({ app, page, words }: At, day = DAY): Promise<void> => {
  await answer(app, 'day', day);
  await tap(page, words('keypad.today'));
  await page.getByText(words('today.net')).waitFor();
};
const openHistory = async (at: At, found: HistoryAnswer = FOUND): Promise<void> => {
  await answer(at.app, 'history', found);
  await answer(
    at.app,
    'sellers',
    PEOPLE.map(({ name }) => name),
  );
  await openDay(at);
  await at.page.getByRole('button', { name: at.words('history.open') }).click();
};
const openActs = async (at: At, acts: ActsAnswer | NotAllowed): Promise<void> => {
  await answer(at.app, 'acts', acts);
  await openHistory(at);
  await tap(at.page, at.words('acts.title'));
};
const find = async ({ page, words }: At, text: string): Promise<void> => {
  await page.getByRole('searchbox').fill(text);
  await tap(page, words('search.find'));
};

export const HISTORY_SCREENS: Readonly<Record<string, SideScreen>> = {
  history: async (at) => {
    await openHistory(at);
    await at.page.getByRole('listitem').first().waitFor();
    return ['common.back', 'common.back'];
  },
  'history-searched': async (at) => {
    await openHistory(at);
    await find(at, '999999.99 21:05 2026-11-22');
    await at.page.getByLabel(at.words('history.state')).selectOption('refund-checking');
    await at.page.getByLabel(at.words('history.by')).selectOption(PEOPLE[2]?.name ?? '');
    await tap(at.page, at.words('search.keys'));
    await at.page.getByRole('listitem').first().waitFor();
    return ['common.back', 'common.back'];
  },
  'history-nothing': async (at) => {
    await openHistory(at, FOUND_NOTHING);
    await find(at, '0.01');
    await at.page.getByText(at.words('history.empty')).waitFor();
    return ['common.back', 'common.back'];
  },
  'history-not-understood': async (at) => {
    await openHistory(at, NOT_UNDERSTOOD);
    await find(at, '?');
    await at.page.getByText(at.words('history.notUnderstood')).waitFor();
    return ['common.back', 'common.back'];
  },
  acts: async (at) => {
    await openActs(at, ACTS_FOUND);
    await at.page.getByRole('listitem').first().waitFor();
    return ['common.back', 'common.back', 'common.back'];
  },
  'acts-searched': async (at) => {
    await openActs(at, ACTS_FOUND);
    await at.page.getByLabel(at.words('acts.what'), { exact: true }).selectOption('refund-started');
    await tap(at.page, at.words('search.keys'));
    return ['common.back', 'common.back', 'common.back'];
  },
  'acts-exported': async (at) => {
    await openActs(at, ACTS_FOUND);
    await answer(at.app, 'exportActs', { kind: 'written', path: PATH });
    await tap(at.page, at.words('today.export'));
    await at.page.getByText(PATH).waitFor();
    return ['common.back', 'common.back', 'common.back'];
  },
  'acts-nothing': async (at) => {
    await openActs(at, NO_ACTS);
    await at.page.getByText(at.words('acts.empty')).waitFor();
    return ['common.back', 'common.back', 'common.back'];
  },
  'acts-not-allowed': async (at) => {
    await openActs(at, { kind: 'not-allowed', needs: 'cashier' });
    await at.page.getByText(at.words('acts.failed')).waitFor();
    // The keypad says it too, until something is keyed.
    return ['common.back', 'common.back', 'common.back', 'keypad.clear'];
  },
};
