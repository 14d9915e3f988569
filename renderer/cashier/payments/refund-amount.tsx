/** Asks for the amount of a refund: everything left with one tap, or a part on the keypad. */
import { useTranslation } from 'react-i18next';
import { entryAmount, EMPTY_ENTRY } from '../../../shared/attempt/amount-entry.ts';
import type { PaymentView } from '../../../shared/contract/payments.ts';
import { CURRENCIES, formatMoney, type Cents } from '../../../shared/money.ts';
import { fitsStep, termsOf } from '../../../shared/wallet.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Keypad } from '../../ui/keypad.tsx';
import { KeyedFigure, KeyedNotes, useKeyedAmount } from '../frame/keyed-amount.tsx';
import { LateWaits } from './late-payment.tsx';
import { useKeying } from '../state/ui-state.ts';
import styles from './refund-amount.module.css';

type Props = {
  readonly view: PaymentView;
  readonly onBack: () => void;
  readonly onAmount: (amount: Cents) => void;
};

export function RefundAmount({ view, onBack, onAmount }: Props) {
  const { t } = useTranslation();
  const { payment, refundable } = view;
  const { currency } = payment;
  const { entry, press } = useKeyedAmount(EMPTY_ENTRY, currency, refundable);
  const keyed = entryAmount(entry, currency);
  const isWhole = keyed === refundable;
  const canBe = keyed !== null && fitsStep(payment.tender, keyed) && (isWhole || termsOf(payment.tender).refundsInPart);
  const part = canBe ? keyed : null;
  const all = formatMoney(refundable, currency);
  useKeying(entry.text !== '');

  return (
    <Dialog
      wide
      title={t('refund.title')}
      onClose={onBack}
      actions={
        <>
          <Button look="strong" large disabled={part === null} onClick={() => part !== null && onAmount(part)}>
            {part === null ? t('refund.nextEmpty') : t('refund.next', { amount: formatMoney(part, currency) })}
          </Button>
          <Button large onClick={onBack}>
            {t('common.back')}
          </Button>
        </>
      }
    >
      <div className={styles['choice']}>
        <div className={styles['amounts']}>
          <Button large onClick={() => onAmount(refundable)}>
            {t('refund.whole', { amount: all })}
          </Button>
          <p>{t('refund.part')}</p>
          <p className={styles['part']} role="status" aria-label={t('common.amount')}>
            <KeyedFigure entry={entry} currency={currency} />
          </p>
          <p className={styles['notes']}>
            <KeyedNotes entry={entry} currency={currency} most={t('refund.most', { amount: all })} />
          </p>
          <p className={styles['most']}>{t('refund.most', { amount: all })}</p>
          <LateWaits />
        </div>
        <Keypad onKey={press} decimals={CURRENCIES[currency].decimals} />
      </div>
    </Dialog>
  );
}
