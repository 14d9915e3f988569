/**
 * Refunds that the gateway refused temporarily. The keypad shows their count; the day's list lets a person request them
 * again or drop them.
 */
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { formatMoney } from '../../../shared/money.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Button } from '../../ui/button.tsx';
import { Question } from '../../ui/question.tsx';
import { Line } from '../../ui/line.tsx';
import { tell } from '../state/ask.ts';
import { openPayment, show } from '../state/ui-state.ts';
import { useResponseText } from '../state/said.ts';
import { shownAmount } from '../state/shown-amount.ts';
import { Strip } from '../frame/strip.tsx';
import styles from './refunds-to-do.module.css';

type Props = { readonly refunds: readonly AttemptView[] };

export function RefundsStrip({ refunds }: Props) {
  const { t } = useTranslation();
  if (refunds.length === 0) return null;
  return (
    <Strip
      icon={<Undo2 aria-hidden size={28} />}
      title={t('refund.strip', { number: refunds.length })}
      hint={t('refund.stripHint')}
      onOpen={() => show('today')}
    />
  );
}

export function RefundsToDo({ refunds }: Props) {
  const { t } = useTranslation();
  const [dropping, setDropping] = useState<AttemptView | null>(null);
  if (refunds.length === 0) return null;
  return (
    <section className={styles['toDo']} aria-label={t('refund.toDo')}>
      <h2 className={styles['heading']}>
        <Undo2 aria-hidden size={28} />
        {t('refund.toDo')}
      </h2>
      <ul>
        {refunds.map((refund) => (
          <ToDoRow key={refund.number} refund={refund} onDrop={() => setDropping(refund)} />
        ))}
      </ul>
      {dropping === null ? null : <DropQuestion refund={dropping} onClose={() => setDropping(null)} />}
    </section>
  );
}

type RowProps = { readonly refund: AttemptView; readonly onDrop: () => void };

function ToDoRow({ refund, onDrop }: RowProps) {
  const { t } = useTranslation();
  const said = useResponseText(refund);
  const { number, readable, amount } = refund;
  return (
    <li className={styles['row']}>
      <strong className={styles['amount']}>{shownAmount(refund)}</strong>
      <span className={styles['when']}>
        <Line facts={[hkDateTime(refund.madeAt), readable]} />
      </span>
      <Button
        look="strong"
        aria-label={t('refund.againOf', { number: readable })}
        onClick={() => openPayment(number, amount)}
      >
        {t('refund.again')}
      </Button>
      <Button aria-label={t('refund.dropOf', { number: readable })} onClick={onDrop}>
        {t('refund.drop')}
      </Button>
      <p className={styles['said']}>{said}</p>
    </li>
  );
}

type QuestionProps = { readonly refund: AttemptView; readonly onClose: () => void };

function DropQuestion({ refund, onClose }: QuestionProps) {
  const { t } = useTranslation();
  const drop = (): void => {
    tell('cancelRefundRetry', { number: refund.number });
    onClose();
  };
  return (
    <Question
      title={t('refund.dropTitle')}
      stay={t('refund.dropKeep')}
      go={t('refund.dropDo')}
      onStay={onClose}
      onGo={drop}
    >
      <p>{t('refund.dropText', { amount: formatMoney(refund.amount, refund.currency) })}</p>
      <p>
        <Line facts={[hkDateTime(refund.madeAt), refund.readable]} />
      </p>
    </Question>
  );
}
