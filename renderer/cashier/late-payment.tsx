/**
 * The alarm: money came for a sale that had been given up. It stands over everything until somebody has said what becomes
 * of the money, and there is no third way out of it.
 */
import { CircleAlert, HandCoins, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptView, PaymentView } from '../../shared/views.ts';
import { formatMoney } from '../../shared/money.ts';
import { hkDateTime } from '../../shared/time.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Message } from '../ui/message.tsx';
import { Money } from '../ui/money.tsx';
import { ask } from './ask.ts';
import { openPayment } from './local.ts';
import { RefundList } from './payment/refund-list.tsx';
import { startRefund, type RefundProblem } from './payment/start-refund.ts';
import { usePayment, type PaymentRead } from './payment/use-payment.ts';
import styles from './late-payment.module.css';

/** A decision that was recorded takes the dialog away long before this. */
const NOT_KEPT_AFTER_MS = 1_000;

export function LatePayment({ attempt }: { readonly attempt: AttemptView }) {
  const { t } = useTranslation();
  const { number, currency } = attempt;
  const read = usePayment(number);
  const [tapped, setTapped] = useState(false);
  const [problem, setProblem] = useState<RefundProblem | 'not-kept' | null>(null);
  const money = moneyOf(read);
  const whole = read.kind === 'read' && money === 'here' ? read.view.refundable : attempt.amount;

  const refund = async (view: PaymentView): Promise<void> => {
    setTapped(true);
    setProblem(null);
    const found = await startRefund(view, view.refundable);
    // What became of it is read there, as soon as no other late payment waits.
    if (found === null) openPayment(number);
    else setProblem(found);
    setTapped(false);
  };
  const keep = async (): Promise<void> => {
    setTapped(true);
    setProblem(null);
    await ask('keepLate', { number });
    await new Promise((wait) => setTimeout(wait, NOT_KEPT_AFTER_MS));
    setProblem('not-kept');
    setTapped(false);
  };

  return (
    <Dialog
      alarm
      title={
        <>
          <CircleAlert aria-hidden size={48} />
          {t('news.paidLate')}
        </>
      }
      actions={
        <div className={styles['ways']}>
          {money === 'gone' ? null : (
            <Button
              large
              look="strong"
              icon={<Undo2 aria-hidden size={28} />}
              disabled={tapped || read.kind !== 'read' || money !== 'here'}
              onClick={() => read.kind === 'read' && void refund(read.view)}
            >
              {t('late.refund', { amount: formatMoney(whole, currency) })}
            </Button>
          )}
          <Button
            large
            icon={money === 'gone' ? null : <HandCoins aria-hidden size={28} />}
            disabled={tapped}
            onClick={() => void keep()}
          >
            {money === 'gone' ? t('common.close') : t('late.keep')}
          </Button>
        </div>
      }
    >
      <p className={styles['amount']} data-word="paid-late">
        <Money amount={attempt.amount} currency={currency} />
        <span className={styles['word']}>{t('word.paid-late')}</span>
      </p>
      <p className={styles['sale']}>
        {t(`way.${attempt.way}`)} · {hkDateTime(attempt.createdAt)} · {attempt.readable}
      </p>
      <p>{money === 'gone' ? t('late.settled') : t('news.paidLateText')}</p>
      {money === 'unclear' ? <Message tone="warning">{t('refund.inDoubt')}</Message> : null}
      {read.kind === 'failed' ? <Message tone="error">{t('late.unread')}</Message> : null}
      {read.kind === 'read' ? <RefundList refunds={read.view.refunds} /> : null}
      {problem === null ? null : (
        <Message tone="error">{problem === 'not-kept' ? t('late.notKept') : t(`refundAnswer.${problem}`)}</Message>
      )}
    </Dialog>
  );
}

/**
 * Where the money of a late payment is. Refunds are there only when the power went between a refund and the note that
 * somebody had decided.
 */
function moneyOf(read: PaymentRead): 'here' | 'unclear' | 'gone' | null {
  if (read.kind !== 'read') return null;
  if (read.view.refundInDoubt) return 'unclear';
  return read.view.refundable > 0 ? 'here' : 'gone';
}
