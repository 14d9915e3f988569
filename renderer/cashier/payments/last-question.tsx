/** The last question before a final action. The action starts only with the answer, and only once. */
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';

type Props = {
  readonly title: string;
  /** The label of the button that confirms. */
  readonly answer: string;
  /** The person has confirmed, and main has not answered yet. */
  readonly sending: boolean;
  /** Why the action failed. */
  readonly problem: string | null;
  /** How long the buttons ignore taps at first. */
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
