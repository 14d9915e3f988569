/** The last question before a refund. Nothing is sent before the answer. */
import { useTranslation } from 'react-i18next';
import type { PaymentView } from '../../../shared/contract/payments.ts';
import { formatMoney, type Cents } from '../../../shared/money.ts';
import { questionOver } from '../state/ui-state.ts';
import { useAnswer } from '../state/use-answer.ts';
import { LastQuestion } from './last-question.tsx';
import { startRefund, type RefundStart } from './start-refund.ts';
import { named } from '../../window/wallet-name.ts';
import styles from './refund-confirm.module.css';

/** A double tap on the button that opened this question must not answer it. */
const SETTLES_MS = 600;

type Props = {
  readonly view: PaymentView;
  readonly amount: Cents;
  readonly onBack: () => void;
  readonly onStarted: () => void;
};

export function RefundConfirm({ view, amount, onBack, onStarted }: Props) {
  const { t } = useTranslation();
  const { asking, answer, put, forget } = useAnswer<RefundStart>();
  const { payment } = view;
  const shown = formatMoney(amount, payment.currency);
  const refund = async (): Promise<void> => {
    // Mark the question as answered before waiting, because this dialog may close before main answers.
    questionOver();
    forget();
    if ((await put(startRefund(view, amount))) === 'started') onStarted();
  };
  return (
    <LastQuestion
      closedMs={SETTLES_MS}
      title={t('refund.confirmTitle', { amount: shown })}
      answer={asking ? t('refund.sending') : t('refund.do', { amount: shown })}
      sending={asking}
      problem={answer === null || answer === 'started' ? null : t(`refundAnswer.${answer}`)}
      onAnswer={() => void refund()}
      onBack={onBack}
    >
      <p className={styles['question']}>
        {t('refund.confirm', {
          amount: shown,
          paid: formatMoney(payment.amount, payment.currency),
          ...named(t, payment.tender),
        })}
      </p>
      <p className={styles['number']}>{payment.readable}</p>
    </LastQuestion>
  );
}
