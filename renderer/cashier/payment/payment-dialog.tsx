/**
 * One payment, opened from a list: what is known of it, the gateway asked about it now, and its money given back, whole
 * or in part. What can be done follows from what main says of the payment; the steps between are this window's only.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState, PaymentView } from '../../../shared/views.ts';
import type { Cents } from '../../../shared/money.ts';
import { assertNever } from '../../../shared/result.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tell } from '../ask.ts';
import { Quiet } from '../frame.tsx';
import { closePayment, questionOver, type Opened } from '../local.ts';
import { PaymentFacts } from './payment-facts.tsx';
import { RefundAmount } from './refund-amount.tsx';
import { RefundConfirm } from './refund-confirm.tsx';
import { usePayment } from './use-payment.ts';

type Step =
  { readonly kind: 'look' } | { readonly kind: 'amount' } | { readonly kind: 'confirm'; readonly amount: Cents };

const LOOK: Step = { kind: 'look' };

type Props = { readonly state: CashierState; readonly opened: Opened };

export function PaymentDialog({ state, opened }: Props) {
  const { t } = useTranslation();
  const read = usePayment(opened.number);
  const [wanted, setStep] = useState<Step>(opened.again === null ? LOOK : { kind: 'confirm', amount: opened.again });
  const look = (): void => {
    questionOver();
    setStep(LOOK);
  };

  if (read.kind !== 'read') {
    const close = (
      <Button look="strong" large onClick={closePayment}>
        {t('common.close')}
      </Button>
    );
    return (
      <Dialog wide title={t('payment.title')} onClose={closePayment} actions={close}>
        <Quiet>{read.kind === 'failed' ? t('payment.failed') : t('payment.loading')}</Quiet>
      </Dialog>
    );
  }
  const { view } = read;
  const step = possible(wanted, view);
  switch (step.kind) {
    case 'look': {
      const close = (): void => {
        readAway(state, view);
        closePayment();
      };
      return <PaymentFacts view={view} onClose={close} onRefund={() => setStep({ kind: 'amount' })} />;
    }
    case 'amount':
      return <RefundAmount view={view} onBack={look} onAmount={(amount) => setStep({ kind: 'confirm', amount })} />;
    case 'confirm':
      return <RefundConfirm view={view} amount={step.amount} onBack={look} onStarted={look} />;
    default:
      return assertNever(step);
  }
}

/** What could be refunded when the cashier began may be less by now: another refund went through, or one is in doubt. */
function possible(step: Step, { refundable }: PaymentView): Step {
  if (refundable === 0) return LOOK;
  return step.kind === 'confirm' && step.amount > refundable ? { kind: 'amount' } : step;
}

/** What was read here need not be read again as news. */
function readAway({ news }: CashierState, { payment, refunds }: PaymentView): void {
  const shown = new Set([payment, ...refunds].map(({ number }) => number));
  for (const { number } of news) if (shown.has(number)) tell('seen', { number });
}
