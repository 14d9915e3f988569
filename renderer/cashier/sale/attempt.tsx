/**
 * The attempt on the screen: status, amount, explanation, buttons. The status alone decides which buttons there are.
 */
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import { assertNever } from '../../../shared/result.ts';
import { Line } from '../../ui/line.tsx';
import { Money } from '../../ui/money.tsx';
import { WordIcon } from '../../ui/word.tsx';
import { AttemptActions } from './attempt-actions.tsx';
import { Frame } from '../frame/frame.tsx';
import { LeftOnScreen } from './left-on-screen.tsx';
import { codeIn } from '../../../shared/attempt/record.ts';
import type { AttemptStage } from '../state/stage.ts';
import { TurnedQr } from './turned-qr.tsx';
import { Paid } from './paid.tsx';
import { named } from '../../window/wallet-name.ts';
import styles from './attempt.module.css';

type Props = {
  readonly state: CashierState;
  readonly stage: AttemptStage;
  /** performance.now() when this state arrived. */
  readonly at: number;
};

export function Attempt({ state, stage, at }: Props) {
  const { t } = useTranslation();
  const { attempt } = stage;
  const { word, lastResponse } = attempt;
  const code = lastResponse === null ? null : codeIn(lastResponse);
  const explanation = useExplanation(stage);
  const { turned } = state;
  if (word === 'paid') return <Paid state={state} attempt={attempt} />;
  if (turned?.screen.kind === 'qr') {
    return (
      <Frame state={state} screen="attempt" word={word}>
        <div className={styles['attempt']}>
          <TurnedQr turned={turned} screen={turned.screen} readable={attempt.readable} at={at} />
          <AttemptActions state={state} stage={stage} at={at} />
        </div>
      </Frame>
    );
  }
  return (
    <Frame state={state} screen="attempt" word={word}>
      <div className={styles['attempt']}>
        <div className={styles['told']}>
          <h1 className={styles['word']} aria-live="assertive">
            <WordIcon word={word} size="1em" />
            <span>{t(`word.${word}`)}</span>
          </h1>
          <p className={styles['amount']}>
            <Money amount={attempt.amount} currency={attempt.currency} />
          </p>
          <p className={styles['explain']}>{explanation}</p>
          {attempt.advice === null ? null : (
            <p className={styles['advice']}>{t(`advice.${attempt.advice}`, named(t, attempt.tender))}</p>
          )}
          {word === 'waiting' ? <LeftOnScreen leftMs={stage.leftMs} at={at} /> : null}
          <p className={styles['small']}>
            <Line
              facts={[
                t(`way.${attempt.tender.mode}`, named(t, attempt.tender)),
                `${t('common.number')} ${attempt.readable}`,
                ...(code === null ? [] : [t('said.code', { code })]),
              ]}
            />
          </p>
        </div>
        <AttemptActions state={state} stage={stage} at={at} />
      </div>
    </Frame>
  );
}

function useExplanation({ attempt, qrShown }: AttemptStage): string {
  const { t } = useTranslation();
  switch (attempt.word) {
    case 'waiting':
      if (attempt.tender.mode === 'cpm') return t('attempt.explainWaitingCpm');
      return qrShown ? t('attempt.explainWaitingQr') : t('attempt.explainWaitingNoQr');
    case 'checking':
      if (attempt.abandoned) return t('attempt.explainGivenUp');
      return t(attempt.canShowAgain ? 'attempt.explainTimeOver' : 'attempt.explainChecking');
    case 'not-paid':
      return t('attempt.explainNotPaid');
    case 'paid':
      return t('attempt.explainPaid');
    case 'paid-late':
      return t('attempt.explainPaidLate');
    case 'refund-checking':
    case 'refunded':
    case 'not-refunded':
      // A refund is never the sale on the screen.
      return '';
    default:
      return assertNever(attempt.word);
  }
}
