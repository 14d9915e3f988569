/** The alarm: money came for a sale that had been given up. It stands over everything until somebody has read it. */
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../shared/contract.ts';
import { hkDateTime } from '../../shared/time.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Money } from '../ui/money.tsx';
import { tell } from './ask.ts';
import styles from './late-payment.module.css';

export function LatePayment({ attempt }: { readonly attempt: AttemptView }) {
  const { t } = useTranslation();
  return (
    <Dialog
      alarm
      title={
        <>
          <CircleAlert aria-hidden size={48} />
          {t('news.paidLate')}
        </>
      }
      actions={
        <Button look="strong" large onClick={() => tell('keepLate', { number: attempt.number })}>
          {t('news.seen')}
        </Button>
      }
    >
      <p className={styles['amount']} data-word="paid-late">
        <Money amount={attempt.amount} currency={attempt.currency} />
        <span className={styles['word']}>{t('word.paid-late')}</span>
      </p>
      <p className={styles['sale']}>
        {t(`way.${attempt.way}`)} · {hkDateTime(attempt.createdAt)} · {attempt.readable}
      </p>
      <p>{t('news.paidLateText')}</p>
    </Dialog>
  );
}
