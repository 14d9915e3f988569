/** Languages, sounds, and the choice of the customer's screen. */
import { useTranslation } from 'react-i18next';
import type { CustomerScreenLamp, DisplayView } from '../../../shared/contract/devices.ts';
import { LANGUAGES, type DisplayChoice } from '../../../shared/settings.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { Tick } from '../../ui/tick.tsx';
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
          <SelectField
            key={name}
            label={t(`field.${name}`)}
            error={refused.includes(name) ? t(`field.${name}Error`) : null}
            value={draft[name]}
            options={LANGUAGES}
            // Each language shows its own name, so that a person who cannot read the current language finds theirs.
            nameOf={(language) => t('language.own', { lng: language })}
            languageOf={(language) => language}
            onChoose={(language) => edit({ [name]: language })}
          />
        ))}
      </Columns>
      <Tick checked={draft.sounds} onTick={(sounds) => edit({ sounds })}>
        {t('field.sounds')}
      </Tick>
      <Tick checked={draft.fullScreen} onTick={(fullScreen) => edit({ fullScreen })}>
        {t('field.fullScreen')}
      </Tick>
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
      <Tick among="display" checked={customerDisplay === null} onTick={() => edit({ customerDisplay: null })}>
        {t('displays.auto')}
      </Tick>
      {displays.map((display) => (
        <Tick
          key={display.id}
          among="display"
          checked={customerDisplay !== null && same(display, customerDisplay)}
          onTick={() => edit({ customerDisplay: choiceOf(display) })}
        >
          {nameOf(display, display.id)}
          <span className={styles['role']}>{t(`displays.role.${display.role}`)}</span>
        </Tick>
      ))}
      {missing ? (
        <Tick among="display" checked onTick={() => undefined}>
          {nameOf(customerDisplay, null)}
          <span className={styles['role']}>{t('displays.missing')}</span>
        </Tick>
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
