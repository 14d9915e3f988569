/** What a cashier can do about the attempt on the screen. */
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../shared/views.ts';
import { assertNever } from '../../shared/result.ts';
import { Button } from '../ui/button.tsx';
import { leaveWithAmount, tell } from './ask.ts';
import { AskNow } from './ask-now.tsx';
import type { AttemptStage } from './stage.ts';
import styles from './attempt-actions.module.css';

type Props = { readonly state: CashierState; readonly stage: AttemptStage };

export function AttemptActions({ state, stage }: Props) {
  const { t } = useTranslation();
  const { saleId } = state;
  const { attempt } = stage;
  const next = (): void => tell('next', { saleId });

  switch (attempt.word) {
    case 'waiting':
      return (
        <div className={styles['actions']}>
          <Button large onClick={() => tell('cancel', { saleId })}>
            {attempt.way === 'mpm' ? t('attempt.takeAway') : t('attempt.stopWaiting')}
          </Button>
          <p className={styles['note']}>{t('attempt.takeAwayHelp')}</p>
        </div>
      );
    case 'checking':
      return (
        <div className={styles['actions']}>
          <Button large look="strong" onClick={next}>
            {t('attempt.nextCustomer')}
          </Button>
          <AskNow large numbers={[attempt.number]}>
            {t('attempt.askNow')}
          </AskNow>
        </div>
      );
    case 'not-paid':
      return (
        <div className={styles['actions']}>
          <Button
            large
            look="strong"
            onClick={() => void leaveWithAmount('next', saleId, attempt.amount, attempt.currency)}
          >
            {t('attempt.again')}
          </Button>
          <Button large onClick={next}>
            {t('attempt.newSale')}
          </Button>
        </div>
      );
    case 'paid':
    case 'paid-late':
    case 'refund-checking':
    case 'refunded':
    case 'not-refunded':
      return (
        <div className={styles['actions']}>
          <Button large look="strong" onClick={next}>
            {t('attempt.toKeypad')}
          </Button>
        </div>
      );
    default:
      return assertNever(attempt.word);
  }
}
