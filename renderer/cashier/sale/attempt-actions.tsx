/** The buttons for the attempt on the screen. */
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import { assertNever } from '../../../shared/result.ts';
import { useLeft } from '../../window/countdown.ts';
import { Button } from '../../ui/button.tsx';
import { leaveWithAmount, tell } from '../state/ask.ts';
import { AskNow } from '../payments/ask-now.tsx';
import type { AttemptStage } from '../state/stage.ts';
import { named } from '../../window/wallet-name.ts';
import styles from './attempt-actions.module.css';

type Props = {
  readonly state: CashierState;
  readonly stage: AttemptStage;
  /** performance.now() when this state arrived. */
  readonly at: number;
};

/** Below this, the cashier may give the customer more time; before, there is enough. */
const LONGER_FROM_MS = 30_000;

export function AttemptActions({ state, stage, at }: Props) {
  const { t } = useTranslation();
  const { saleId } = state;
  const { attempt } = stage;
  const next = (): void => tell('next', { saleId });

  switch (attempt.word) {
    case 'waiting':
      return (
        <div className={styles['actions']}>
          <Button large onClick={() => tell('cancel', { saleId })}>
            {attempt.tender.mode === 'mpm' ? t('attempt.takeAway') : t('attempt.stopWaiting')}
          </Button>
          <OtherWay saleId={saleId} />
          <Longer state={state} stage={stage} at={at} />
        </div>
      );
    case 'checking':
      return (
        <div className={styles['actions']}>
          {attempt.canShowAgain ? (
            <Button large look="strong" onClick={() => tell('showAgain', { number: attempt.number })}>
              {t('attempt.showAgain')}
            </Button>
          ) : null}
          <Button large look={attempt.canShowAgain ? 'plain' : 'strong'} onClick={next}>
            {t('attempt.nextCustomer')}
          </Button>
          <OtherWay saleId={saleId} />
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

/** The customer pays by cash or card. The till gives this payment up, and the customer is told not to confirm it. */
function OtherWay({ saleId }: { readonly saleId: string }) {
  const { t } = useTranslation();
  return (
    <Button large onClick={() => tell('otherWay', { saleId })}>
      {t('attempt.otherWay')}
    </Button>
  );
}

/** Offers more time near the end. Until then, a note explains what "take the QR away" means. */
function Longer({ state, stage, at }: Props) {
  const { t } = useTranslation();
  const left = useLeft(stage.leftMs, at);
  if (!stage.qrShown || left > LONGER_FROM_MS) {
    return <p className={styles['note']}>{t('attempt.takeAwayHelp', named(t, stage.attempt.tender))}</p>;
  }
  return (
    <Button large look="strong" onClick={() => tell('longer', { saleId: state.saleId })}>
      {t('attempt.longer')}
    </Button>
  );
}
