/** The amount and one sentence: what to do, or that there is nothing to do but wait. */
import { Ban, Hourglass, Search, Smartphone, TimerOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Cents, Currency } from '../../../shared/money.ts';
import { Money } from '../../ui/money.tsx';
import type { WalletId } from '../../../shared/wallet.ts';
import { named } from '../../window/wallet-name.ts';
import styles from './words.module.css';

const LOOKS = {
  'show-code': { icon: Smartphone, word: 'waiting' },
  wait: { icon: Hourglass, word: 'waiting' },
  // No tick before there is a result.
  checking: { icon: Search, word: 'checking' },
  'time-over': { icon: TimerOff, word: 'checking' },
  'given-up': { icon: Ban, word: 'not-paid' },
} as const;

type Props = {
  readonly kind: keyof typeof LOOKS;
  /** Whose name the sentence has, if it has one. */
  readonly wallet?: WalletId;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly shopName: string;
};

export function Told({ kind, wallet, amount, currency, shopName }: Props) {
  const { t } = useTranslation();
  const { icon: Icon, word } = LOOKS[kind];
  return (
    <div className={styles['screen']} data-word={word}>
      <p className={styles['shop']}>{shopName}</p>
      <Icon aria-hidden className={styles['icon']} strokeWidth={1.75} />
      <p className={styles['amount']}>
        <Money amount={amount} currency={currency} />
      </p>
      <h1 className={styles['sentence']} aria-live="polite">
        {t(`customer.${kind}`, wallet === undefined ? {} : named(t, { wallet }))}
      </h1>
    </div>
  );
}
