/** An amount with a smaller currency sign; a screen reader reads both together. */
import { CURRENCIES, formatAmount, type Cents, type Currency } from '../../shared/money.ts';
import styles from './money.module.css';

type Props = { readonly amount: Cents; readonly currency: Currency };

export function Money({ amount, currency }: Props) {
  return (
    <span className={styles['money']}>
      <span className={styles['symbol']}>{CURRENCIES[currency].symbol.trim()}</span>
      {formatAmount(amount, currency)}
    </span>
  );
}
