/** The settings file was damaged. Shows which till and environment would open, and what a manager must do first. */
import { CircleAlert, Settings as Cog } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { Trouble } from '../../../shared/contract/support.ts';
import { Button } from '../../ui/button.tsx';
import { ask } from '../state/ask.ts';
import { Frame } from '../frame/frame.tsx';
import { report, show } from '../state/ui-state.ts';
import styles from './trouble.module.css';

export type LostSettings = Extract<Trouble, { kind: 'settings-lost' }>;

export function LostSettingsScreen({ state, lost }: { readonly state: CashierState; readonly lost: LostSettings }) {
  const { t } = useTranslation();
  const { keptAs, tillId, environment } = lost;
  return (
    <Frame state={state} screen="trouble">
      <div className={styles['trouble']} data-trouble="settings-lost">
        <CircleAlert aria-hidden size={56} className={styles['icon']} />
        <h1 className={styles['title']}>{t('lostSettings.title')}</h1>
        <p className={styles['words']} role="alert">
          {t('lostSettings.text')}
        </p>
        <p className={styles['words']}>
          <strong>{t('lostSettings.now', { tillId, environment: t(`environment.${environment}`) })}</strong>
        </p>
        <p>{t('lostSettings.toDo')}</p>
        <p className={styles['path']}>
          {keptAs === null ? t('lostSettings.gone') : t('lostSettings.kept', { path: keptAs })}
        </p>
        <div className={styles['actions']}>
          <Button icon={<Cog aria-hidden size={24} />} onClick={() => show('settings')}>
            {t('keypad.settings')}
          </Button>
          <Button large onClick={() => void open()}>
            {t('lostSettings.right')}
          </Button>
        </div>
      </div>
    </Frame>
  );
}

async function open(): Promise<void> {
  const answer = await ask('confirmSettings', null);
  if (answer?.kind === 'cannot-write') report('cannot-record');
}
