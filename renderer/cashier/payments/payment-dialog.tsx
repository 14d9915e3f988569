/**
 * One payment, opened from a list: its details, an enquiry, a refund in whole or in part. Main's answer decides what is
 * possible; only this window knows the current step.
 */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { AttemptView, PaymentView } from '../../../shared/contract/payments.ts';
import type { Cents } from '../../../shared/money.ts';
import { assertNever } from '../../../shared/result.ts';
import { ReadDialog } from '../../ui/read-dialog.tsx';
import { tell } from '../state/ask.ts';
import { ByHand } from './by-hand/by-hand.tsx';
import { EmptyState } from '../frame/frame.tsx';
import { closePayment, questionOver, type Opened } from '../state/ui-state.ts';
import { PaymentFacts } from './payment-facts.tsx';
import { RefundAmount } from './refund-amount.tsx';
import { RefundConfirm } from './refund-confirm.tsx';
import { usePayment } from './use-payment.ts';

type Step =
  | { readonly kind: 'look' }
  | { readonly kind: 'amount' }
  | { readonly kind: 'confirm'; readonly amount: Cents }
  /** The number of the payment or of one of its refunds. */
  | { readonly kind: 'by-hand'; readonly number: string };

const LOOK: Step = { kind: 'look' };

type Props = { readonly state: CashierState; readonly opened: Opened };

export function PaymentDialog({ state, opened }: Props) {
  const { t } = useTranslation();
  const read = usePayment(opened.number);
  const [wanted, setStep] = useState<Step>(() => firstStep(opened));
  const look = (): void => {
    questionOver();
    setStep(LOOK);
  };

  if (read.kind !== 'read') {
    return (
      <ReadDialog title={t('payment.title')} onClose={closePayment}>
        <EmptyState>{read.kind === 'failed' ? t('payment.failed') : t('payment.loading')}</EmptyState>
      </ReadDialog>
    );
  }
  const { answer: view } = read;
  const step = possible(wanted, view);
  switch (step.kind) {
    case 'look': {
      const close = (): void => {
        readAway(state, view);
        closePayment();
      };
      return (
        <PaymentFacts
          view={view}
          onClose={close}
          onRefund={() => setStep({ kind: 'amount' })}
          onByHand={(number) => setStep({ kind: 'by-hand', number })}
        />
      );
    }
    case 'amount':
      return <RefundAmount view={view} onBack={look} onAmount={(amount) => setStep({ kind: 'confirm', amount })} />;
    case 'confirm':
      return <RefundConfirm view={view} amount={step.amount} onBack={look} onStarted={look} />;
    case 'by-hand': {
      const attempt = attemptIn(view, step.number);
      return attempt === null ? null : <ByHand attempt={attempt} onBack={look} onDone={look} />;
    }
    default:
      return assertNever(step);
  }
}

function firstStep({ number, again, byHand }: Opened): Step {
  if (byHand) return { kind: 'by-hand', number };
  return again === null ? LOOK : { kind: 'confirm', amount: again };
}

const attemptIn = ({ payment, refunds }: PaymentView, number: string): AttemptView | null =>
  [payment, ...refunds].find((attempt) => attempt.number === number) ?? null;

/** The refundable amount may have shrunk since the cashier began: another refund succeeded or is in doubt. */
function possible(step: Step, view: PaymentView): Step {
  const { refundable } = view;
  // The gateway or another person may have settled it.
  if (step.kind === 'by-hand') return attemptIn(view, step.number)?.verdicts.length ? step : LOOK;
  if (refundable === 0) return LOOK;
  return step.kind === 'confirm' && step.amount > refundable ? { kind: 'amount' } : step;
}

/** Attempts read here need not appear as news again. */
function readAway({ news }: CashierState, { payment, refunds }: PaymentView): void {
  const shown = new Set([payment, ...refunds].map(({ number }) => number));
  for (const { number } of news) if (shown.has(number)) tell('seen', { number });
}
