/** The last question before something that cannot be taken back: nothing is sent before its answer, and then only once. */
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';

type Props = {
  readonly title: string;
  /** What the button says that answers it. */
  readonly answer: string;
  /** It was answered, and main has not said what came of it. */
  readonly sending: boolean;
  /** Why nothing came of it. */
  readonly problem: string | null;
  /** For how long its buttons take no tap at first. */
  readonly closedMs?: number;
  readonly onAnswer: () => void;
  readonly onBack: () => void;
  readonly children: ReactNode;
};

export function LastQuestion({ title, answer, sending, problem, closedMs = 0, onAnswer, onBack, children }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      closedMs={closedMs}
      title={
        <>
          <CircleAlert aria-hidden size={32} />
          {title}
        </>
      }
      {...(sending ? {} : { onClose: onBack })}
      actions={
        <>
          <Button look="strong" large disabled={sending} onClick={onAnswer}>
            {answer}
          </Button>
          <Button large disabled={sending} onClick={onBack}>
            {t('common.back')}
          </Button>
        </>
      }
    >
      {children}
      {problem === null ? null : <Message tone="error">{problem}</Message>}
    </Dialog>
  );
}
