/** How long the till still waits for the payment on this screen. */
import { useTranslation } from 'react-i18next';
import { LIVE_MS } from '../../../shared/gaps.ts';
import { useLeft } from '../../window/countdown.ts';
import { TimeLeft } from '../../ui/time-left.tsx';
import styles from './left-on-screen.module.css';

export function LeftOnScreen({ leftMs, at }: { readonly leftMs: number; readonly at: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles['left']}>
      <TimeLeft leftMs={useLeft(leftMs, at)} wholeMs={LIVE_MS} label={t('customer.left')} />
    </div>
  );
}
