/** The ledger comes from another machine or folder. Shows what a manager must know before payments continue. */
import { CircleAlert, List } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { MovedFrom } from '../../../shared/ledger-fault.ts';
import { Button } from '../../ui/button.tsx';
import { tell } from '../state/ask.ts';
import { CheckingStrip } from '../payments/checking.tsx';
import { Frame } from '../frame/frame.tsx';
import { show } from '../state/ui-state.ts';
import styles from './trouble.module.css';

export function MovedScreen({ state, moved }: { readonly state: CashierState; readonly moved: MovedFrom }) {
  const { t } = useTranslation();
  const { machine, folder, isOtherMachine } = moved;
  return (
    <Frame state={state} screen="trouble">
      <div className={styles['trouble']} data-trouble="ledger-moved">
        <CircleAlert aria-hidden size={56} className={styles['icon']} />
        <h1 className={styles['title']}>{t(isOtherMachine ? 'moved.title.machine' : 'moved.title.folder')}</h1>
        <p className={styles['words']} role="alert">
          {t('restored.stopped')}
        </p>
        <ul className={styles['facts']}>
          <li className={styles['path']}>{t('moved.from', { machine, folder })}</li>
          <li>{t('moved.moved')}</li>
          <li>{t('moved.copied')}</li>
        </ul>
        <div className={styles['actions']}>
          <Button icon={<List aria-hidden size={24} />} onClick={() => show('today')}>
            {t('keypad.today')}
          </Button>
          <Button look="strong" large onClick={() => tell('acknowledgeRestore', null)}>
            {t('moved.seen')}
          </Button>
        </div>
      </div>
      <div className={styles['checking']}>
        <CheckingStrip attempts={state.checking} />
      </div>
    </Frame>
  );
}
