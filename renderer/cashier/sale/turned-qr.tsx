/**
 * The QR on the cashier's screen, for a shop without a customer screen. The cashier turns the screen, and the customer
 * reads the same words in the customer's language.
 */
import { useTranslation } from 'react-i18next';
import type { CustomerScreen, CustomerState } from '../../../shared/contract/customer.ts';
import { formatMoney } from '../../../shared/money.ts';
import { Line } from '../../ui/line.tsx';
import { Money } from '../../ui/money.tsx';
import { Qr } from '../../ui/qr.tsx';
import { LeftOnScreen } from './left-on-screen.tsx';
import { named } from '../../window/wallet-name.ts';
import styles from './turned-qr.module.css';

type Props = {
  readonly turned: CustomerState;
  readonly screen: Extract<CustomerScreen, { kind: 'qr' }>;
  readonly readable: string;
  /** performance.now() when this state arrived. */
  readonly at: number;
};

export function TurnedQr({ turned: { language, currency }, screen, readable, at }: Props) {
  const { t } = useTranslation();
  const { qr, amount, leftMs } = screen;
  return (
    <div className={styles['turned']} data-word="waiting">
      <div className={styles['qr']}>
        <Qr
          key={qr}
          text={qr}
          label={t('customer.qrLabel', { amount: formatMoney(amount, currency), ...named(t, screen) })}
        />
      </div>
      <div className={styles['words']}>
        <h1 className={styles['turn']} aria-live="assertive">
          {t('attempt.turn')}
        </h1>
        <p className={styles['amount']}>
          <Money amount={amount} currency={currency} />
        </p>
        <p className={styles['sentence']} lang={language}>
          {t('customer.qr', { lng: language, ...named(t, screen, language) })}
        </p>
        <LeftOnScreen leftMs={leftMs} at={at} />
        <p className={styles['small']}>
          <Line facts={[`${t('common.number')} ${readable}`]} />
        </p>
      </div>
    </div>
  );
}
