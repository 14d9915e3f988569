/** Paid: the whole screen is green, with stripes if the money is not real. Any tap or key goes to the next customer. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { Line } from '../../ui/line.tsx';
import { Message } from '../../ui/message.tsx';
import { Money } from '../../ui/money.tsx';
import { WordIcon } from '../../ui/word.tsx';
import { tell } from '../state/ask.ts';
import { Frame } from '../frame/frame.tsx';
import { useKeys } from '../frame/keys.ts';
import { useTakesTaps } from '../frame/tap-guard.tsx';
import { named } from '../../window/wallet-name.ts';
import styles from './paid.module.css';

type Props = { readonly state: CashierState; readonly attempt: AttemptView };

export function Paid({ state, attempt }: Props) {
  const { t } = useTranslation();
  const { saleId } = state;
  const settled = useTakesTaps();
  const isReal = state.mode === 'live';
  const goOn = useCallback(() => {
    if (settled) tell('next', { saleId });
    return true;
  }, [settled, saleId]);
  useKeys(goOn);

  return (
    <Frame state={state} screen="attempt" word="paid" bare>
      <div className={styles['told']} data-practice={!isReal}>
        <h1 className={styles['word']} aria-live="assertive">
          <WordIcon word="paid" size="1em" />
          <span>{isReal ? t('word.paid') : t('practice.paid')}</span>
        </h1>
        <p className={styles['amount']}>
          <Money amount={attempt.amount} currency={attempt.currency} />
        </p>
        {attempt.returnedElsewhere === 0 ? null : (
          <Message tone="warning">
            {t(attempt.returnedElsewhere === null ? 'byHand.elsewhereUnclear' : 'byHand.paidAndBack')}
          </Message>
        )}
        <p className={styles['small']}>
          <Line
            facts={[
              t(`way.${attempt.tender.mode}`, named(t, attempt.tender)),
              `${t('common.number')} ${attempt.readable}`,
            ]}
          />
        </p>
        <p aria-hidden>{t('attempt.continue')}</p>
      </div>
      <button type="button" className={styles['paid']} aria-label={t('attempt.continue')} onClick={goOn} />
    </Frame>
  );
}
