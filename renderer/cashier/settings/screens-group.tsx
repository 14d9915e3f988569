/** Languages, sounds, and which screen is the customer's. */
import { useTranslation } from 'react-i18next';
import type { CustomerScreenLamp, DisplayView } from '../../../shared/contract/views.ts';
import { LANGUAGES, type DisplayChoice } from '../../../shared/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { tell } from '../state/ask.ts';
import { Columns, Group, type GroupProps } from './group.tsx';
import styles from './screens-group.module.css';

type Props = GroupProps & { readonly displays: readonly DisplayView[]; readonly lamp: CustomerScreenLamp };

export function ScreensGroup(props: Props) {
  const { t } = useTranslation();
  const { draft, edit, refused } = props;
  return (
    <Group title={t('settings.groupScreens')}>
      <Columns>
        {(['cashierLanguage', 'customerLanguage'] as const).map((name) => (
          <Field key={name} label={t(`field.${name}`)} error={refused.includes(name) ? t(`field.${name}Error`) : null}>
            {(ids) => (
              <select
                {...ids}
                value={draft[name]}
                onChange={(event) => {
                  const chosen = LANGUAGES.find((language) => language === event.target.value);
                  if (chosen) edit({ [name]: chosen });
                }}
              >
                {LANGUAGES.map((language) => (
                  // By its own name: whoever is in the wrong language must find theirs.
                  <option key={language} value={language} lang={language}>
                    {t('language.own', { lng: language })}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ))}
      </Columns>
      <label className={styles['check']}>
        <input type="checkbox" checked={draft.sounds} onChange={(event) => edit({ sounds: event.target.checked })} />
        {t('field.sounds')}
      </label>
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={draft.fullScreen}
          onChange={(event) => edit({ fullScreen: event.target.checked })}
        />
        {t('field.fullScreen')}
      </label>
      <Displays {...props} />
    </Group>
  );
}

function Displays({ draft, edit, refused, displays, lamp }: Props) {
  const { t } = useTranslation();
  const { customerDisplay } = draft;
  const missing = customerDisplay !== null && !displays.some((display) => same(display, customerDisplay));
  const nameOf = (display: DisplayChoice, id: number | null): string => {
    const { width, height } = display;
    const label = display.label === '' ? t('displays.unnamed', { id: id ?? '?' }) : display.label;
    return t('displays.name', { label, width, height });
  };
  return (
    <fieldset className={styles['displays']}>
      <legend className={styles['legend']}>{t('field.customerDisplay')}</legend>
      {refused.includes('customerDisplay') ? (
        <p className={styles['error']}>{t('field.customerDisplayError')}</p>
      ) : null}
      <label className={styles['check']}>
        <input
          type="radio"
          name="display"
          checked={customerDisplay === null}
          onChange={() => edit({ customerDisplay: null })}
        />
        {t('displays.auto')}
      </label>
      {displays.map((display) => (
        <label key={display.id} className={styles['check']}>
          <input
            type="radio"
            name="display"
            checked={customerDisplay !== null && same(display, customerDisplay)}
            onChange={() => edit({ customerDisplay: choiceOf(display) })}
          />
          {nameOf(display, display.id)}
          <span className={styles['role']}>{t(`displays.role.${display.role}`)}</span>
        </label>
      ))}
      {missing ? (
        <label className={styles['check']}>
          <input type="radio" name="display" checked readOnly />
          {nameOf(customerDisplay, null)}
          <span className={styles['role']}>{t('displays.missing')}</span>
        </label>
      ) : null}
      {lamp === 'own' ? null : <p className={styles['note']}>{t(`customerScreen.${lamp}Help`)}</p>}
      <Button onClick={() => tell('identifyDisplays', null)}>{t('displays.identify')}</Button>
    </fieldset>
  );
}

function choiceOf({ label, x, y, width, height }: DisplayView): DisplayChoice {
  return { label, x, y, width, height };
}

function same(one: DisplayChoice, other: DisplayChoice): boolean {
  return one.label === other.label && one.x === other.x && one.y === other.y && one.width === other.width;
}
