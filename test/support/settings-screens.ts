/** The screens of the settings, which are longer than any display: each part of them, and their dialogs. */
import type { Locator } from 'playwright-core';
import { SALE } from '../../renderer/cashier/sale/examples.ts';
import { AT_TILL, LOCKED, STAFF_VIEW } from '../../renderer/cashier/staff/examples.ts';
import { TRIALS } from '../../renderer/cashier/settings/examples.ts';
import { cashierState } from '../../renderer/cashier/state/examples.ts';
import { tap } from './hands.ts';
import type { At, SideScreen } from './side-screens.ts';
import { answer, show } from './tell-window.ts';

/** Marks an element, which is scrolled into view before each check; see `LOOKED_AT`. */
export const lookAt = (place: Locator): Promise<void> =>
  place.evaluate((element) => void (element.dataset['lookedAt'] = ''));
/** The part of a long page that a test looks at. */
export const LOOKED_AT = '[data-looked-at]';

const openSettings = async ({ page, words }: At): Promise<void> => {
  await tap(page, words('keypad.settings'));
  await page.getByRole('region', { name: words('settings.groupAbout') }).waitFor();
};
const groups = Object.fromEntries(
  (['Gateway', 'Shop', 'Payment', 'People', 'Screens', 'Scanner', 'About'] as const).map(
    (group): [string, SideScreen] => [
      `settings-${group.toLowerCase()}`,
      async (at) => {
        await answer(at.app, 'staff', STAFF_VIEW);
        await openSettings(at);
        await lookAt(at.page.getByRole('region', { name: at.words(`settings.group${group}`) }));
        return ['common.back'];
      },
    ],
  ),
);

const trials = Object.fromEntries(
  Object.entries(TRIALS).map(([name, trial]): [string, SideScreen] => [
    `scanner-test-${name}`,
    async (at) => {
      await answer(at.app, 'tryScanner', trial);
      await openSettings(at);
      await tap(at.page, at.words('scannerTest.start'));
      await at.page
        .getByRole('dialog')
        .getByRole('button', { name: at.words('scannerTest.again') })
        .waitFor();
      return ['common.close', 'common.back'];
    },
  ]),
);

const openChangeOver = async ({ app, page, language, words }: At): Promise<void> => {
  await show(app, 'cashier', cashierState(AT_TILL, language));
  const name = AT_TILL.atTill.kind === 'person' ? AT_TILL.atTill.name : '';
  await tap(page, words('staff.atTill').replace('{{name}}', name));
};

export const SETTINGS_SCREENS: Readonly<Record<string, SideScreen>> = {
  ...groups,
  ...trials,
  'about-close': async (at) => {
    await show(at.app, 'cashier', cashierState(SALE['keypad-busy'] ?? {}, at.language));
    await openSettings(at);
    await tap(at.page, at.words('about.close'));
    return ['about.stay', 'common.back'];
  },
  'person-change': async (at) => {
    await answer(at.app, 'staff', STAFF_VIEW);
    await openSettings(at);
    const name = STAFF_VIEW.people[0]?.name ?? '';
    await tap(at.page, at.words('person.changeOf').replace('{{name}}', name));
    return ['common.cancel', 'common.back'];
  },
  'person-pin': async (at) => {
    await openSettings(at);
    await tap(at.page, at.words('person.add'));
    await at.page.getByLabel(at.words('person.name'), { exact: true }).fill('Siu Fong');
    await tap(at.page.getByRole('dialog'), at.words('noOwner.next'));
    return ['common.cancel', 'common.back'];
  },
  'recovery-code': async (at) => {
    await answer(at.app, 'staff', STAFF_VIEW);
    await answer(at.app, 'newRecoveryCode', { kind: 'made', recoveryCode: 'K7QF-3MP2-XW8D-H4TV-9RNC' });
    await openSettings(at);
    await tap(at.page, at.words('recoveryCode.renew'));
    return ['recoveryCode.written', 'common.back'];
  },
  approval: async (at) => {
    await show(at.app, 'cashier', cashierState(AT_TILL, at.language));
    await answer(at.app, 'newRecoveryCode', { kind: 'not-allowed', needs: 'owner' });
    await answer(at.app, 'staff', STAFF_VIEW);
    await openSettings(at);
    await tap(at.page, at.words('recoveryCode.renew'));
    await at.page.getByRole('heading', { name: at.words('approval.owner') }).waitFor();
    return ['common.cancel', 'common.back'];
  },
  'change-over': async (at) => {
    await openChangeOver(at);
    return ['common.cancel'];
  },
  'own-pin': async (at) => {
    await openChangeOver(at);
    await tap(at.page, at.words('pin.own'));
    return ['common.cancel'];
  },
  'own-pin-wrong': async (at) => {
    await answer(at.app, 'changeOwnPin', { kind: 'wrong', waitSeconds: 60 });
    await openChangeOver(at);
    await tap(at.page, at.words('pin.own'));
    for (let typed = 0; typed < 3; typed += 1)
      for (const key of ['1', '2', '3', '4', 'Enter']) await at.page.keyboard.press(key);
    await at.page.getByText(at.words('pin.wrong').replace('{{seconds}}', '60')).waitFor();
    return ['common.cancel'];
  },
  recover: async (at) => {
    await show(at.app, 'cashier', cashierState(LOCKED, at.language));
    await tap(at.page, at.words('recover.forgotten'));
    return ['common.cancel'];
  },
  'settings-unsaved': async ({ page, words }) => {
    await tap(page, words('keypad.settings'));
    await page.getByLabel(words('field.tillId'), { exact: true }).fill('wrong');
    await tap(page, words('settings.save'));
    await page.getByText(words('field.tillIdError')).waitFor();
    await tap(page, words('common.back'));
    return ['settings.unsavedDiscard'];
  },
  'go-live': async ({ page, words }) => {
    await tap(page, words('keypad.settings'));
    await tap(page, words('environment.goLive'));
    await tap(page, words('goLive.send'));
    return ['common.cancel', 'common.back'];
  },
};
