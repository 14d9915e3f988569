/** The full list of news and notices that nobody has dismissed. One button dismisses all. */
import { Bell } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import type { Notice } from '../../../shared/contract/support.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Line } from '../../ui/line.tsx';
import { Message } from '../../ui/message.tsx';
import { StatusTag } from '../../ui/word.tsx';
import { tell } from '../state/ask.ts';
import { openPayment } from '../state/ui-state.ts';
import { newsKey, noticeKey } from './notice-keys.ts';
import { useResponseText } from '../state/said.ts';
import { shownAmount } from '../state/shown-amount.ts';
import styles from './notice-list.module.css';

type Props = {
  readonly news: readonly AttemptView[];
  readonly notices: readonly Notice[];
  readonly onClose: () => void;
};

export function NoticeList({ news, notices, onClose }: Props) {
  const { t } = useTranslation();
  const takeAll = (): void => {
    for (const { number } of news) tell('seen', { number });
    for (const { kind } of notices) tell('dismissNotice', { kind });
    onClose();
  };
  const isEmpty = news.length + notices.length === 0;
  return (
    <Dialog
      wide
      title={
        <>
          <Bell aria-hidden size={32} />
          {t('news.region')}
        </>
      }
      onClose={onClose}
      actions={
        <>
          <Button large look="strong" onClick={onClose}>
            {t('common.close')}
          </Button>
          <Button large disabled={isEmpty} onClick={takeAll}>
            {t('news.allSeen')}
          </Button>
        </>
      }
    >
      {isEmpty ? <p>{t('news.none')}</p> : null}
      <ul className={styles['list']}>
        {news.map((each) => (
          <NewsEntry key={newsKey(each)} news={each} />
        ))}
        {notices.map((each) => (
          <NoticeEntry key={noticeKey(each)} notice={each} />
        ))}
      </ul>
    </Dialog>
  );
}

function NewsEntry({ news }: { readonly news: AttemptView }) {
  const { t } = useTranslation();
  const said = useResponseText(news);
  return (
    <li className={styles['news']}>
      <p className={styles['what']}>
        <StatusTag word={news.word} />
        <strong className={styles['amount']}>{shownAmount(news)}</strong>
        <Line facts={[news.readable]} />
        {news.word === 'not-refunded' ? <span className={styles['said']}>{said}</span> : null}
      </p>
      <Button
        look="quiet"
        aria-label={t('news.showOf', { number: news.readable })}
        onClick={() => openPayment(news.number)}
      >
        {t('news.show')}
      </Button>
      <Button
        aria-label={t('news.seenOf', { number: news.readable })}
        onClick={() => tell('seen', { number: news.number })}
      >
        {t('news.seen')}
      </Button>
    </li>
  );
}

/** Values that a notice's sentence can name. */
export type NoticeFacts = Readonly<Record<string, string | number>>;

function NoticeEntry({ notice }: { readonly notice: Notice }) {
  const { t } = useTranslation();
  const { kind, ...facts }: Notice & NoticeFacts = notice;
  return (
    <li>
      <Message
        tone="warning"
        action={<Button onClick={() => tell('dismissNotice', { kind })}>{t('common.dismiss')}</Button>}
      >
        {t(`notice.${kind}`, facts)}
      </Message>
    </li>
  );
}
