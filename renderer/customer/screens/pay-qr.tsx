/** The payment QR, as large as the screen allows, with the amount, an instruction and the time left. */
import { useTranslation } from 'react-i18next';
import { LIVE_MS } from '../../../shared/gaps.ts';
import { formatAmount, formatMoney, type Cents, type Currency } from '../../../shared/money.ts';
import { useLeft } from '../../window/countdown.ts';
import { Money } from '../../ui/money.tsx';
import { Qr } from '../../ui/qr.tsx';
import { TimeLeft } from '../../ui/time-left.tsx';
import { Told } from './told.tsx';
import type { WalletId } from '../../../shared/wallet.ts';
import { named } from '../../window/wallet-name.ts';
import styles from './pay-qr.module.css';

type Props = {
  readonly qr: string;
  readonly wallet: WalletId;
  readonly amount: Cents;
  readonly currency: Currency;
  readonly shopName: string;
  readonly leftMs: number;
  /** performance.now() when `leftMs` was true. */
  readonly at: number;
};

export function PayQr({ qr, wallet, amount, currency, shopName, leftMs, at }: Props) {
  const { t } = useTranslation();
  const left = useLeft(leftMs, at);
  // Main removes an expired QR. If main is late, this window must not offer it either.
  if (left === 0) return <Told kind="wait" amount={amount} currency={currency} shopName={shopName} />;
  return (
    <div className={styles['pay']}>
      <div className={styles['qr']}>
        <Qr
          text={qr}
          label={t('customer.qrLabel', { amount: formatMoney(amount, currency), ...named(t, { wallet }) })}
        />
      </div>
      <div className={styles['words']}>
        <p className={styles['shop']}>{shopName}</p>
        <p className={styles['amount']} style={{ fontSize: amountSize(amount, currency) }}>
          <Money amount={amount} currency={currency} />
        </p>
        <h1 className={styles['sentence']} aria-live="polite">
          {t('customer.qr', named(t, { wallet }))}
        </h1>
        <div className={styles['left']}>
          <TimeLeft leftMs={left} wholeMs={LIVE_MS} label={t('customer.left')} />
        </div>
      </div>
    </div>
  );
}

/** The largest size that fits beside the QR. A digit is 0.56 em wide, and the currency sign about one digit. */
function amountSize(amount: Cents, currency: Currency): string {
  const widthInEms = formatAmount(amount, currency).length * 0.56 + 1.2;
  return `min(15vmin, ${(98 / widthInEms).toFixed(1)}cqw)`;
}
