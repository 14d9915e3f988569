/** One undecided payment or refund in a list: its facts, the gateway's last answer, and its buttons. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { Line } from '../../ui/line.tsx';
import { shownAmount } from '../state/shown-amount.ts';
import { named } from '../../window/wallet-name.ts';
import styles from './doubt-row.module.css';

type Props = {
  readonly attempt: AttemptView;
  /** Its age or its time. */
  readonly when: string;
  readonly said: string;
  readonly children: ReactNode;
};

export function DoubtRow({ attempt, when, said, children }: Props) {
  const { t } = useTranslation();
  const what = attempt.kind === 'refund' ? t('kind.refund') : t(`way.${attempt.tender.mode}`, named(t, attempt.tender));
  return (
    <li className={styles['row']}>
      <strong className={styles['amount']}>{shownAmount(attempt)}</strong>
      <p className={styles['what']}>
        <span>
          <Line facts={[what, when, attempt.readable]} />
        </span>
        <span>{said}</span>
      </p>
      {children}
    </li>
  );
}
