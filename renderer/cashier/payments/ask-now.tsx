/** The button that asks the gateway now. It says what came of that, also where the gateway says the same as before. */
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnquireAnswer } from '../../../shared/contract/views.ts';
import { Button } from '../../ui/button.tsx';
import { ask } from '../state/ask.ts';

type Asked = 'not' | 'asking' | EnquireAnswer;

/** Long enough to read, and not to hammer the gateway. */
const READ_MS = 3_000;

type Props = {
  readonly numbers: readonly string[];
  /** For those who do not see which payment the button stands beside. */
  readonly label?: string;
  readonly large?: boolean;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
};

export function AskNow({ numbers, label, large = false, icon, children }: Props) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>('not');
  useEffect(() => {
    if (asked !== 'answered' && asked !== 'unanswered') return;
    const timer = setTimeout(() => setAsked('not'), READ_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  const askNow = async (): Promise<void> => {
    setAsked('asking');
    const answers = await Promise.all(numbers.map((number) => ask('enquire', { number })));
    setAsked(answers.every((answer) => answer === 'answered') ? 'answered' : 'unanswered');
  };
  return (
    <Button
      large={large}
      icon={icon}
      aria-label={asked === 'not' ? label : undefined}
      disabled={asked !== 'not'}
      onClick={() => void askNow()}
    >
      {asked === 'not' ? children : t(`attempt.${asked}`)}
    </Button>
  );
}
