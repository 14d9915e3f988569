/**
 * The ledger was restored. Shows what happened, what the ledger holds, and what a manager does before payments
 * continue.
 */
import { CircleAlert, List } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { RestoredView } from '../../../shared/contract/support.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Button } from '../../ui/button.tsx';
import { tell } from '../state/ask.ts';
import { CheckingStrip } from '../payments/checking.tsx';
import { Frame } from '../frame/frame.tsx';
import { show } from '../state/ui-state.ts';
import styles from './trouble.module.css';

export function RestoredScreen({ state, restored }: { readonly state: CashierState; readonly restored: RestoredView }) {
  const { t } = useTranslation();
  const { reason, backupAt, kept, inDoubt, leftOut, asked, quarantine } = restored;
  return (
    <Frame state={state} screen="trouble">
      <div className={styles['trouble']} data-trouble="ledger-restored" data-reason={reason}>
        <CircleAlert aria-hidden size={56} className={styles['icon']} />
        <h1 className={styles['title']}>{t(`restored.title.${reason}`)}</h1>
        <p className={styles['words']} role="alert">
          {t('restored.stopped')}
        </p>
        <ul className={styles['facts']}>
          <li>
            {backupAt === null
              ? t('restored.noBackup')
              : t(`restored.fromBackup.${reason}`, { time: hkDateTime(backupAt) })}
          </li>
          <li>{t('restored.kept', { number: kept })}</li>
          {inDoubt > 0 ? <li>{t('restored.inDoubt', { number: inDoubt })}</li> : null}
          {leftOut > 0 ? <li>{t('restored.leftOut', { number: leftOut })}</li> : null}
          <li>{asked ? t('restored.asked') : t('restored.asking')}</li>
          <li className={styles['path']}>{t(`restored.where.${reason}`, { path: quarantine })}</li>
        </ul>
        <p className={styles['safe']}>{t(`restored.toDo.${reason}`)}</p>
        <div className={styles['actions']}>
          <Button icon={<List aria-hidden size={24} />} onClick={() => show('today')}>
            {t('keypad.today')}
          </Button>
          <Button look="strong" large onClick={() => tell('acknowledgeRestore', null)}>
            {t('restored.seen')}
          </Button>
        </div>
      </div>
      <div className={styles['checking']}>
        <CheckingStrip attempts={state.checking} />
      </div>
    </Frame>
  );
}
