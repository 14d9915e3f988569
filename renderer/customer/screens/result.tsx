/** The result, large and coloured with an icon: "paid" with thanks, or "not paid" with what to do. */
import { useTranslation } from 'react-i18next';
import type { Cents, Currency } from '../../../shared/money.ts';
import { Money } from '../../ui/money.tsx';
import { WordIcon } from '../../ui/word.tsx';
import styles from './words.module.css';

type Props = {
  readonly kind: 'paid' | 'not-paid';
  readonly amount: Cents;
  readonly currency: Currency;
  readonly shopName: string;
  readonly isReal: boolean;
};

export function Result({ kind, amount, currency, shopName, isReal }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['screen']} data-word={kind} data-result={kind} data-practice={!isReal}>
      <p className={styles['shop']}>{shopName}</p>
      <h1 className={styles['result']} aria-live="assertive">
        <WordIcon word={kind} size="1em" />
        <span>{kind === 'paid' && !isReal ? t('practice.paid') : t(`customer.${kind}`)}</span>
      </h1>
      <p className={styles['amount']}>
        <Money amount={amount} currency={currency} />
      </p>
      <p className={styles['sentence']}>{kind === 'paid' ? t('customer.thanks') : t('customer.not-paidHelp')}</p>
    </div>
  );
}
