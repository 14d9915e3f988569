/**
 * The late payment alarm: money arrived for a sale that was given up. It covers everything until a person keeps or
 * refunds the money; there is no third choice. It opens without a tap, so it ignores taps at first, asks again before a
 * refund, and never covers an amount that is half keyed.
 */
import { CircleAlert, HandCoins, Undo2 } from 'lucide-react';
import { useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { formatMoney } from '../../../shared/money.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Button, keepFocusWhereItIs } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Line } from '../../ui/line.tsx';
import { Message } from '../../ui/message.tsx';
import { Money } from '../../ui/money.tsx';
import { ask } from '../state/ask.ts';
import { callLate, openPayment, useLocal } from '../state/ui-state.ts';
import { useAnswer } from '../state/use-answer.ts';
import { RefundConfirm } from './refund-confirm.tsx';
import { RefundList } from './refund-list.tsx';
import { usePayment, type PaymentRead } from './use-payment.ts';
import { useTill } from '../state/store.ts';
import { named } from '../../window/wallet-name.ts';
import styles from './late-payment.module.css';

/** A recorded decision closes the dialog much sooner than this. */
const NOT_KEPT_AFTER_MS = 1_000;

export function LatePayment({ attempt }: { readonly attempt: AttemptView }) {
  const { t } = useTranslation();
  const { number, currency } = attempt;
  // Once it covers the screen it stays, also while a manager's PIN is typed over it.
  useLayoutEffect(() => callLate(number), [number]);
  const read = usePayment(number);
  const [refunding, setRefunding] = useState(false);
  const { asking: keeping, answer: notKept, put, forget } = useAnswer<'not-kept'>();
  const money = moneyOf(read);
  const whole = read.kind === 'read' && money === 'here' ? read.answer.refundable : attempt.amount;

  const keep = async (): Promise<'not-kept'> => {
    await ask('keepLatePayment', { number });
    await new Promise((wait) => setTimeout(wait, NOT_KEPT_AFTER_MS));
    return 'not-kept';
  };
  const onKeep = (): void => {
    forget();
    void put(keep());
  };
  if (refunding && read.kind === 'read' && money === 'here') {
    return (
      <RefundConfirm
        view={read.answer}
        amount={whole}
        onBack={() => setRefunding(false)}
        // The payment's dialog shows the refund, as soon as no other late payment waits.
        onStarted={() => openPayment(number)}
      />
    );
  }
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
        <Ways
          money={money}
          refund={formatMoney(whole, currency)}
          keeping={keeping}
          onKeep={onKeep}
          onRefund={() => setRefunding(true)}
        />
      }
    >
      <p className={styles['amount']} data-word="paid-late">
        <Money amount={attempt.amount} currency={currency} />
        <span className={styles['word']}>{t('word.paid-late')}</span>
      </p>
      <p className={styles['sale']}>
        <Line
          facts={[
            t(`way.${attempt.tender.mode}`, named(t, attempt.tender)),
            hkDateTime(attempt.madeAt),
            attempt.readable,
          ]}
        />
      </p>
      <p>{money === 'gone' ? t('late.settled') : t('news.paidLateText')}</p>
      {money === 'unclear' ? (
        <Message tone="warning">{t(isPart(read) ? 'byHand.elsewhereUnclear' : 'refund.inDoubt')}</Message>
      ) : null}
      {read.kind === 'failed' ? <Message tone="error">{t('late.unread')}</Message> : null}
      {read.kind === 'read' ? <RefundList refunds={read.answer.refunds} /> : null}
      {notKept === null ? null : <Message tone="error">{t('late.notKept')}</Message>}
    </Dialog>
  );
}

type WaysProps = {
  readonly money: Whereabouts | null;
  /** The amount of the refund. */
  readonly refund: string;
  readonly keeping: boolean;
  readonly onKeep: () => void;
  readonly onRefund: () => void;
};

/** The possible decisions. If the money is already refunded, the only button notes that somebody has read it. */
function Ways({ money, refund, keeping, onKeep, onRefund }: WaysProps) {
  const { t } = useTranslation();
  const isGone = money === 'gone';
  return (
    <div className={styles['ways']}>
      <Button large icon={isGone ? null : <HandCoins aria-hidden size={28} />} disabled={keeping} onClick={onKeep}>
        {isGone ? t('common.close') : t('late.keep')}
      </Button>
      {isGone ? null : (
        <Button large icon={<Undo2 aria-hidden size={28} />} disabled={keeping || money !== 'here'} onClick={onRefund}>
          {t('late.refund', { amount: refund })}
        </Button>
      )}
    </div>
  );
}

/** The next late payment that a person must decide about. */
export const lateIn = (news: readonly AttemptView[]): AttemptView | undefined =>
  news.find(({ word }) => word === 'paid-late');

/** A small alarm for the time when the dialog must not cover a half keyed amount. A tap opens the dialog. */
export function LateWaits() {
  const { t } = useTranslation();
  const late = useTill(({ received }) => lateIn(received?.state.news ?? []));
  const keying = useLocal((local) => local.keying);
  if (late === undefined || !keying) return null;
  return (
    <div role="alert" className={styles['waiting']}>
      <button
        type="button"
        className={styles['waits']}
        onMouseDown={keepFocusWhereItIs}
        onClick={() => callLate(late.number)}
      >
        <CircleAlert aria-hidden size={36} />
        <span>{t('late.waits')}</span>
      </button>
    </div>
  );
}

const isPart = (read: PaymentRead): boolean => read.kind === 'read' && read.answer.payment.returnedElsewhere === null;

type Whereabouts = 'here' | 'unclear' | 'gone';

/**
 * Where the money of a late payment is. The payment has refunds only if the power failed between a refund and the note
 * that somebody had decided.
 */
function moneyOf(read: PaymentRead): Whereabouts | null {
  if (read.kind !== 'read') return null;
  const { refundInDoubt, payment } = read.answer;
  if (refundInDoubt || payment.returnedElsewhere === null) return 'unclear';
  return read.answer.refundable > 0 ? 'here' : 'gone';
}
