/**
 * The notice row: a tap that failed, the result of an earlier sale, or a notice. The row is always there, so a new
 * entry never moves or covers anything. It shows one entry at a time; the list behind it shows all. An entry that needs
 * no action moves into the list by itself.
 */
import { Bell, CircleAlert } from 'lucide-react';
import { useEffect, useState, type MouseEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import type { Notice } from '../../../shared/contract/support.ts';
import { Button } from '../../ui/button.tsx';
import { useClosedAtFirst } from '../../ui/uncalled.ts';
import { StatusTag } from '../../ui/word.tsx';
import { tell } from '../state/ask.ts';
import { list, openPayment, report, useLocal, type Problem } from '../state/ui-state.ts';
import { NoticeList, type NoticeFacts } from './notice-list.tsx';
import { noticeKey, newsKey } from './notice-keys.ts';
import { shownAmount } from '../state/shown-amount.ts';
import styles from './notices.module.css';

/** How long an entry that needs no action stays in the row. */
const STANDS_MS = 20_000;
/** A new entry ignores taps at first: the finger aimed at something else. */
const CLOSED_MS = 700;

type Props = {
  readonly state: CashierState;
  /** Lights of the devices. They shrink to icons while the row shows an entry. */
  readonly lamps: ReactNode;
};

export function Notices({ state, lamps }: Props) {
  const { t } = useTranslation();
  const problem = useLocal((local) => local.problem);
  const listed = useLocal((local) => local.listed);
  const [open, setOpen] = useState(false);
  // A late payment opens its own dialog.
  const news = state.news.filter(({ word }) => word !== 'paid-late');
  const { notices } = state;
  const openList = (): void => setOpen(true);

  const rows = [
    ...(problem ? [<ProblemRow key="problem" problem={problem} />] : []),
    ...news.flatMap((each) => (listed.includes(newsKey(each)) ? [] : [<NewsRow key={newsKey(each)} news={each} />])),
    ...notices.flatMap((each) =>
      listed.includes(noticeKey(each)) ? [] : [<NoticeRow key={noticeKey(each)} notice={each} onRead={openList} />],
    ),
  ];
  const inList = news.length + notices.length;
  return (
    <div className={styles['row']} role="region" aria-label={t('news.region')}>
      {rows[0] ?? <div className={styles['nothing']} />}
      <div className={styles['lamps']} data-signs={rows.length > 0}>
        {lamps}
      </div>
      {inList === 0 ? null : (
        <Button
          icon={<Bell aria-hidden size={24} />}
          aria-label={t('news.open', { number: inList })}
          onClick={openList}
        >
          {inList}
        </Button>
      )}
      {open ? <NoticeList news={news} notices={notices} onClose={() => setOpen(false)} /> : null}
    </div>
  );
}

function ProblemRow({ problem }: { readonly problem: Problem }) {
  const { t } = useTranslation();
  return (
    <Row tone="error" role="alert">
      <CircleAlert aria-hidden size={26} />
      <span className={styles['words']}>
        {typeof problem === 'object'
          ? t(`notAllowed.${problem.needs}`)
          : problem === 'unanswered'
            ? t('common.unanswered')
            : t(`startAnswer.${problem}`)}
      </span>
      <Button onClick={() => report(null)}>{t('common.dismiss')}</Button>
    </Row>
  );
}

function NewsRow({ news }: { readonly news: AttemptView }) {
  const { t } = useTranslation();
  // A refund first reported as refused and then completed must be read by a person.
  useGoesByItself(newsKey(news), news.word === 'paid' || (news.word === 'refunded' && !news.abandoned));
  return (
    <Row tone="news" role="status" label={t('news.title')} word={news.word}>
      <StatusTag word={news.word} />
      <strong className={styles['amount']}>{shownAmount(news)}</strong>
      <span className={styles['number']}>{news.readable}</span>
      {news.kind === 'refund' || news.verdicts.length > 0 ? (
        <Button aria-label={t('news.showOf', { number: news.readable })} onClick={() => openPayment(news.number)}>
          {t('news.show')}
        </Button>
      ) : null}
      <Button
        aria-label={t('news.seenOf', { number: news.readable })}
        onClick={() => tell('seen', { number: news.number })}
      >
        {t('news.seen')}
      </Button>
    </Row>
  );
}

function NoticeRow({ notice, onRead }: { readonly notice: Notice; readonly onRead: () => void }) {
  const { t } = useTranslation();
  const { kind, ...facts }: Notice & NoticeFacts = notice;
  useGoesByItself(noticeKey(notice), notice.kind === 'already-open' || notice.kind === 'source-variables-ignored');
  return (
    <Row tone="warning" role="status">
      <CircleAlert aria-hidden size={26} />
      <span className={styles['words']}>{t(`notice.${kind}`, facts)}</span>
      <Button onClick={onRead}>{t('news.read')}</Button>
    </Row>
  );
}

type RowProps = {
  readonly tone: 'error' | 'warning' | 'news';
  readonly role: 'alert' | 'status';
  readonly label?: string;
  readonly word?: string;
  readonly children: ReactNode;
};

function Row({ tone, role, label, word, children }: RowProps) {
  const closed = useClosedAtFirst(CLOSED_MS);
  return (
    <section
      className={styles['told']}
      role={role}
      aria-label={label}
      data-tone={tone}
      data-news={word}
      {...(closed === null ? {} : { 'aria-disabled': true, onClickCapture: drop })}
    >
      {children}
    </section>
  );
}

function useGoesByItself(key: string, goes: boolean): void {
  useEffect(() => {
    if (!goes) return;
    const timer = setTimeout(() => list(key), STANDS_MS);
    return () => clearTimeout(timer);
  }, [key, goes]);
}

function drop(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
