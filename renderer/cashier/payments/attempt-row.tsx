/** One payment or refund in a list. A tap opens the payment with all its details. */
import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { keepFocusWhereItIs } from '../../ui/button.tsx';
import { StatusTag } from '../../ui/word.tsx';
import { openPayment } from '../state/ui-state.ts';
import { headOf } from './payment-head.ts';
import { shownAmount } from '../state/shown-amount.ts';
import { named } from '../../window/wallet-name.ts';
import styles from './attempt-row.module.css';

type Props = {
  readonly attempt: AttemptView;
  /** The list covers several days. */
  readonly withDay: boolean;
};

export function AttemptRow({ attempt, withDay }: Props) {
  const { t } = useTranslation();
  const amount = shownAmount(attempt);
  const time = hkDateTime(attempt.madeAt);
  return (
    <button
      type="button"
      className={styles['row']}
      data-with-day={withDay}
      onMouseDown={keepFocusWhereItIs}
      onClick={() => openPayment(attempt.number)}
    >
      <span className={styles['time']}>{withDay ? time : time.slice(11)}</span>
      <strong className={styles['amount']}>{amount}</strong>
      <span className={styles['word']}>
        <RowTag attempt={attempt} />
      </span>
      <span className={styles['way']}>
        {attempt.kind === 'refund' ? t('kind.refund') : t(`way.${attempt.tender.mode}`, named(t, attempt.tender))}
      </span>
      <ChevronRight aria-hidden size={24} className={styles['arrow']} />
    </button>
  );
}

/** "Paid" alone would mislead when the money was refunded. */
function RowTag({ attempt }: { readonly attempt: AttemptView }) {
  const { t } = useTranslation();
  const { kind } = headOf(attempt);
  if (kind === 'word') return <StatusTag word={attempt.word} />;
  return <StatusTag word="refunded">{t(kind === 'refunded-part' ? 'payment.rowPart' : 'payment.rowWhole')}</StatusTag>;
}
