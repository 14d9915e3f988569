/** The button that exports a list as CSV, and the path of the written file. */
import { FileDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ExportAnswer } from '../../../shared/contract/day.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { tell } from '../state/ask.ts';
import { useAnswer } from '../state/use-answer.ts';
import styles from './file-export.module.css';

const WHY = {
  full: 'exportFull',
  'read-only': 'exportReadOnly',
  'in-use': 'exportInUse',
  disk: 'exportDisk',
  unread: 'exportUnread',
  empty: 'empty',
} as const;

type Props = { readonly onExport: () => Promise<ExportAnswer | null> };

export function FileExport({ onExport }: Props) {
  const { t } = useTranslation();
  const { asking, answer, put } = useAnswer<ExportAnswer>();
  return (
    <div className={styles['export']}>
      <Button icon={<FileDown aria-hidden size={24} />} disabled={asking} onClick={() => void put(onExport())}>
        {t('today.export')}
      </Button>
      {answer === null ? null : answer.kind === 'written' ? (
        <Message
          tone="good"
          action={<Button onClick={() => tell('showExports', null)}>{t('today.openFolder')}</Button>}
        >
          {t('today.written', { path: answer.path })}
        </Message>
      ) : (
        <Message tone="error">{t(`today.${WHY[answer.why]}`, { path: answer.path })}</Message>
      )}
    </div>
  );
}
