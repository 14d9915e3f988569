/**
 * One bar that the cashier reads and takes away: a tap that came to nothing, the result of an earlier sale, a thing to
 * know. One at a time, since what matters is underneath; the others follow as each is read.
 */
import { useTranslation } from 'react-i18next';
import type { AttemptView, CashierState, Notice } from '../../shared/views.ts';
import { Button } from '../ui/button.tsx';
import { Message } from '../ui/message.tsx';
import { WordTag } from '../ui/word.tsx';
import { tell } from './ask.ts';
import { openPayment, report, useLocal, type Problem } from './local.ts';
import { useSaid } from './said.ts';
import { shownAmount } from './shown-amount.ts';
import styles from './notices.module.css';

export function Notices({ state }: { readonly state: CashierState }) {
  const { t } = useTranslation();
  const problem = useLocal((local) => local.problem);
  // Late payments interrupt with a dialog of their own.
  const bars = [
    ...(problem ? [<ProblemBar key="problem" problem={problem} />] : []),
    ...state.news.flatMap((item) => (item.word === 'paid-late' ? [] : [<NewsBar key={item.number} news={item} />])),
    ...state.notices.map((notice) => <NoticeBar key={keyOf(notice)} notice={notice} />),
  ];
  if (bars.length === 0) return null;
  return (
    <div className={styles['notices']} role="region" aria-label={t('news.region')}>
      {bars[0]}
      {bars.length > 1 ? <p className={styles['more']}>{t('news.more', { number: bars.length - 1 })}</p> : null}
    </div>
  );
}

function ProblemBar({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation();
  return (
    <Message
      tone="error"
      action={
        <Button look="quiet" onClick={() => report(null)}>
          {t('common.dismiss')}
        </Button>
      }
    >
      {problem === 'unanswered' ? t('common.unanswered') : t(`startAnswer.${problem}`)}
    </Message>
  );
}

function NewsBar({ news }: { readonly news: AttemptView }) {
  const { t } = useTranslation();
  const said = useSaid(news);
  return (
    <section className={styles['news']} role="status" aria-label={t('news.title')} data-news={news.word}>
      <WordTag word={news.word} />
      <strong className={styles['amount']}>{shownAmount(news)}</strong>
      {news.word === 'not-refunded' ? (
        <span className={styles['said']}>{said}</span>
      ) : (
        <span className={styles['number']}>{news.readable}</span>
      )}
      {news.kind === 'refund' ? (
        <Button
          look="quiet"
          aria-label={t('news.showOf', { number: news.readable })}
          onClick={() => openPayment(news.number)}
        >
          {t('news.show')}
        </Button>
      ) : null}
      <Button aria-label={t('news.seenOf', { number: news.readable })} onClick={() => seen(news)}>
        {t('news.seen')}
      </Button>
    </section>
  );
}

function seen(news: AttemptView): void {
  tell('seen', { number: news.number });
}

/** There may be several of a kind, each about a payment of its own. */
const keyOf = (notice: Notice): string => ('readable' in notice ? `${notice.kind} ${notice.readable}` : notice.kind);

/** What the words of a notice may name. */
type Facts = Readonly<Record<string, string | number>>;

function NoticeBar({ notice }: { readonly notice: Notice }) {
  const { t } = useTranslation();
  const { kind, ...facts }: Notice & Facts = notice;
  return (
    <Message
      tone="warning"
      action={
        <Button look="quiet" onClick={() => tell('dismissNotice', { kind })}>
          {t('common.dismiss')}
        </Button>
      }
    >
      {t(`notice.${kind}`, facts)}
    </Message>
  );
}
