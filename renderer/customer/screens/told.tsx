/** The amount and one sentence: what the customer should do, or that they only need to wait. */
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
  // This icon must not be a tick: there is no result yet.
  checking: { icon: Search, word: 'checking' },
  'time-over': { icon: TimerOff, word: 'checking' },
  'given-up': { icon: Ban, word: 'not-paid' },
} as const;

type Props = {
  readonly kind: keyof typeof LOOKS;
  /** The wallet that the sentence names, if it names one. */
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
