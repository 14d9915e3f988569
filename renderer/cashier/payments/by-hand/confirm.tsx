/** The last question before a decision by hand. The decision is final, and money depends on it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../../../shared/money.ts';
import { hkDateTime } from '../../../../shared/time.ts';
import type { AttemptView, DecideAnswer } from '../../../../shared/contract/payments.ts';
import { Line } from '../../../ui/line.tsx';
import { ask } from '../../state/ask.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { LastQuestion } from '../last-question.tsx';
import type { Shown } from './by-hand.tsx';
import { useReason, type Words } from './who-and-why.tsx';
import { named } from '../../../window/wallet-name.ts';
import styles from './by-hand.module.css';

type Props = {
  readonly attempt: AttemptView;
  readonly shown: Shown;
  readonly words: Words;
  readonly onBack: () => void;
  readonly onDone: () => void;
};

export function ByHandConfirm({ attempt, shown, words, onBack, onDone }: Props) {
  const { t } = useTranslation();
  const why = useReason(words);
  const { asking, answer, put, forget } = useAnswer<DecideAnswer | 'unanswered'>();
  const { number, currency } = attempt;
  // The decision applies to the row that was on the screen when this question opened, not to a later version.
  const [version] = useState(attempt.version);
  const { verdict, amount } = shown;
  const by = words.by.trim();
  const decide = async (): Promise<DecideAnswer | 'unanswered'> =>
    (await ask('decide', { number, version, verdict, amount, by, why })) ?? 'unanswered';
  const record = async (): Promise<void> => {
    forget();
    if ((await put(decide())) === 'decided') onDone();
  };
  return (
    <LastQuestion
      title={t(`byHand.confirm.${verdict}`, { amount: formatMoney(amount, currency) })}
      answer={t(asking ? 'byHand.recording' : 'byHand.record')}
      sending={asking}
      problem={answer === null || answer === 'decided' ? null : t(`byHand.answer.${answer}`)}
      onAnswer={() => void record()}
      onBack={onBack}
    >
      <p className={styles['for']}>
        <Line
          facts={[
            attempt.kind === 'refund' ? t('kind.refund') : t(`way.${attempt.tender.mode}`, named(t, attempt.tender)),
            formatMoney(attempt.amount, currency),
            hkDateTime(attempt.createdAt),
            attempt.readable,
          ]}
        />
      </p>
      <p>{t('byHand.stands', { why, by })}</p>
    </LastQuestion>
  );
}
