/** What a cashier can do about the attempt on the screen. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../shared/views.ts';
import { assertNever } from '../../shared/result.ts';
import { Button } from '../ui/button.tsx';
import { ask, leaveWithAmount, tell } from './ask.ts';
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
          <AskNow number={attempt.number} />
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

function AskNow({ number }: { readonly number: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const enquire = async (): Promise<void> => {
    setAsked(true);
    await ask('enquire', { number });
    setTimeout(() => setAsked(false), ASK_AGAIN_MS);
  };
  return (
    <Button large disabled={asked} onClick={() => void enquire()}>
      {asked ? t('attempt.asked') : t('attempt.askNow')}
    </Button>
  );
}

/** Long enough to see that the tap did something, and not to hammer the gateway. */
const ASK_AGAIN_MS = 2_000;
