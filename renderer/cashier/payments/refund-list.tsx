/** A payment's refunds, newest first, with their results. */
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Line } from '../../ui/line.tsx';
import { StatusTag } from '../../ui/word.tsx';
import { useDecided } from './by-hand/decided.ts';
import { useResponseText } from '../state/said.ts';
import { shownAmount } from '../state/shown-amount.ts';
import styles from './refund-list.module.css';

/** @param refunds oldest first */
export function RefundList({ refunds }: { readonly refunds: readonly AttemptView[] }) {
  const { t } = useTranslation();
  if (refunds.length === 0) return null;
  return (
    <section aria-label={t('payment.refunds')}>
      <h3 className={styles['heading']}>{t('payment.refunds')}</h3>
      <ul aria-live="polite">
        {refunds.toReversed().map((refund) => (
          <RefundItem key={refund.number} refund={refund} />
        ))}
      </ul>
    </section>
  );
}

function RefundItem({ refund }: { readonly refund: AttemptView }) {
  const said = useResponseText(refund);
  const decided = useDecided(refund);
  return (
    <li className={styles['refund']} data-refund={refund.word}>
      <StatusTag word={refund.word} />
      <strong className={styles['amount']}>{shownAmount(refund)}</strong>
      <span className={styles['when']}>
        <Line facts={[hkDateTime(refund.madeAt), refund.readable]} />
      </span>
      <span className={styles['said']}>{decided ?? said}</span>
    </li>
  );
}
