/** What happened to a payment and its refunds, from the journal: when, what, and who. */
import { useTranslation } from 'react-i18next';
import type { StoryLine } from '../../../shared/contract/history.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { formatMoney } from '../../../shared/money.ts';
import { assertNever } from '../../../shared/result.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { StatusTag } from '../../ui/word.tsx';
import { useActName } from '../state/act-name.ts';
import { useResponseText } from '../state/said.ts';
import { useRead } from '../state/use-answer.ts';
import styles from './payment-story.module.css';

type Props = { readonly payment: AttemptView };

export function PaymentStory({ payment }: Props) {
  const { t } = useTranslation();
  const read = useRead('story', { number: payment.number }, 'with-each-change');
  return (
    <section className={styles['story']} aria-label={t('story.title')}>
      {/* Its summary takes the focus, so that the keys can scroll the page to what is below. */}
      <details open>
        <summary className={styles['heading']}>{t('story.title')}</summary>
        {read.kind === 'read' ? (
          <ol>
            {read.answer.map((line, index) => (
              <li key={index} className={styles['line']}>
                <span className={styles['when']}>{hkDateTime(line.at)}</span>
                <Happened line={line} payment={payment} />
              </li>
            ))}
          </ol>
        ) : (
          <p>{t(read.kind === 'failed' ? 'story.failed' : 'story.reading')}</p>
        )}
      </details>
    </section>
  );
}

type LineProps = { readonly line: StoryLine; readonly payment: AttemptView };

function Happened({ line, payment }: LineProps) {
  const { t } = useTranslation();
  const amount = formatMoney(line.amount, payment.currency);
  switch (line.what) {
    case 'begun': {
      const key = line.kind === 'refund' ? 'refundBegun' : 'begun';
      if (line.by === null) return <span>{t(`story.${key}Unknown`, { amount })}</span>;
      return <span>{t(`story.${key}`, { by: line.by, amount })}</span>;
    }
    case 'result':
      return (
        <span className={styles['result']}>
          <StatusTag word={line.word} />
          <Said line={line} payment={payment} />
        </span>
      );
    case 'said':
      return <Said line={line} payment={payment} />;
    case 'decided':
      return <span>{[t('byHand.decided'), t(`byHand.verdict.${line.verdict}`), line.why, line.by].join(' · ')}</span>;
    case 'returned-elsewhere':
      if (line.returned === null) return <span>{t('story.returnedUnclear')}</span>;
      return <span>{t('story.returned-elsewhere', { amount: formatMoney(line.returned, payment.currency) })}</span>;
    case 'given-up':
    case 'dealt-with':
      return <span>{t(`story.${line.what}`)}</span>;
    case 'act':
      return <ActLine act={line} />;
    default:
      return assertNever(line);
  }
}

type SaidProps = {
  readonly line: Extract<StoryLine, { what: 'result' | 'said' }>;
  readonly payment: AttemptView;
};

function Said({ line: { advice, said: lastResponse }, payment: { tender } }: SaidProps) {
  const words = useResponseText({ advice, lastResponse, tender });
  return lastResponse === null ? null : <span>{words}</span>;
}

function ActLine({ act }: { readonly act: Extract<StoryLine, { what: 'act' }> }) {
  const { t } = useTranslation();
  const { by, role, approvedFor } = act;
  const nameOf = useActName();
  const who = t('story.who', { by, role: t(`role.${role}`) });
  const facts = [
    nameOf(act.act),
    who,
    ...(approvedFor === null ? [] : [t('story.approvedFor', { name: approvedFor })]),
  ];
  return <span>{facts.join(' · ')}</span>;
}
