/** A payment's details: status, amount, numbers, the gateway's last answer, and refunds. */
import { RotateCw, Undo2, UserCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CashierStatus } from '../../../shared/attempt/word.ts';
import type { AttemptView, PaymentView } from '../../../shared/contract/payments.ts';
import { formatMoney } from '../../../shared/money.ts';
import { assertNever } from '../../../shared/result.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Message } from '../../ui/message.tsx';
import { Money } from '../../ui/money.tsx';
import { WordIcon } from '../../ui/word.tsx';
import { AskNow } from './ask-now.tsx';
import { useResponseText } from '../state/said.ts';
import { useDecided } from './by-hand/decided.ts';
import { headOf } from './payment-head.ts';
import { PaymentStory } from './payment-story.tsx';
import { RefundList } from './refund-list.tsx';
import { named } from '../../window/wallet-name.ts';
import styles from './payment-facts.module.css';

type Props = {
  readonly view: PaymentView;
  readonly onClose: () => void;
  readonly onRefund: () => void;
  /** Settles the payment, or one of its refunds, by what the portal shows. */
  readonly onByHand: (number: string) => void;
};

export function PaymentFacts({ view, onClose, onRefund, onByHand }: Props) {
  const { t } = useTranslation();
  const { payment, refunds, refundable, refundInDoubt } = view;
  const left = formatMoney(refundable, payment.currency);
  const open = [payment, ...refunds].find(({ verdicts }) => verdicts.length > 0);
  const { word, heading } = useHeading(payment);
  const inDoubt = refunds.filter((refund) => refund.word === 'refund-checking');
  return (
    <Dialog
      wide
      onClose={onClose}
      title={
        <span className={styles['title']} data-word={word}>
          <WordIcon word={word} size={40} />
          <span className={styles['word']}>{heading}</span>{' '}
          <span className={styles['amount']}>
            <Money amount={payment.movedAmount ?? payment.amount} currency={payment.currency} />
          </span>
        </span>
      }
      actions={
        <>
          {refundable > 0 ? (
            <Button large icon={<Undo2 aria-hidden size={28} />} onClick={onRefund}>
              {t('refund.open')}
            </Button>
          ) : null}
          <AskNow
            large
            icon={<RotateCw aria-hidden size={28} />}
            numbers={[payment, ...inDoubt].map(({ number }) => number)}
          >
            {t('today.ask')}
          </AskNow>
          {open === undefined ? null : (
            <Button large icon={<UserCheck aria-hidden size={28} />} onClick={() => onByHand(open.number)}>
              {t('byHand.settle')}
            </Button>
          )}
          <Button look="strong" large onClick={onClose}>
            {t('common.close')}
          </Button>
        </>
      }
    >
      {refundInDoubt ? <Message tone="warning">{t('refund.inDoubt')}</Message> : null}
      {payment.returnedElsewhere === null ? <Message tone="warning">{t('byHand.elsewhereUnclear')}</Message> : null}
      <KnownOf payment={payment} />
      <RefundList refunds={refunds} />
      {refundable > 0 && refunds.length > 0 ? <p>{t('payment.left', { amount: left })}</p> : null}
      <PaymentStory payment={payment} />
    </Dialog>
  );
}

function useHeading(payment: AttemptView): { readonly word: CashierStatus; readonly heading: string } {
  const { t } = useTranslation();
  const { word, currency } = payment;
  const head = headOf(payment);
  switch (head.kind) {
    case 'word':
      return { word, heading: t(`word.${word}`) };
    case 'refunded':
      return { word: 'refunded', heading: t('payment.refunded') };
    case 'refunded-part': {
      const { amount } = head;
      if (amount === null) return { word: 'refunded', heading: t('payment.refundedSome') };
      return { word: 'refunded', heading: t('payment.refundedPart', { amount: formatMoney(amount, currency) }) };
    }
    case 'refunded-over':
      return {
        word: 'not-refunded',
        heading: t('payment.refundedOver', { amount: formatMoney(head.amount, currency) }),
      };
    default:
      return assertNever(head);
  }
}

function KnownOf({ payment }: { readonly payment: AttemptView }) {
  const { t } = useTranslation();
  const said = useResponseText(payment);
  const decided = useDecided(payment);
  const facts: readonly (readonly [string, string])[] = [
    [t('common.number'), payment.readable],
    [t('today.gatewayNumber'), payment.gatewayRef ?? t('today.none')],
    [t('today.time'), `${hkDateTime(payment.madeAt)} · ${t(`way.${payment.tender.mode}`, named(t, payment.tender))}`],
    ...(payment.codeTail === null
      ? []
      : ([[t('today.code'), t('today.codeTail', { tail: payment.codeTail })]] as const)),
    [t('today.lastSaid'), said],
    ...(payment.returnedElsewhere === null || payment.returnedElsewhere === 0
      ? []
      : ([[t('byHand.elsewhere'), formatMoney(payment.returnedElsewhere, payment.currency)]] as const)),
    ...(payment.movedAmount === null
      ? []
      : ([[t('byHand.askedFor'), formatMoney(payment.amount, payment.currency)]] as const)),
    ...(decided === null ? [] : ([[t('byHand.decided'), decided]] as const)),
  ];
  return <Facts live facts={facts} nameWidth="12em" />;
}
