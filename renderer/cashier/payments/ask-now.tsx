/** A button that enquires at once. It shows the result, even if the gateway's answer has not changed. */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnquireAnswer } from '../../../shared/contract/payments.ts';
import { Button } from '../../ui/button.tsx';
import { ask } from '../state/ask.ts';
import { useAnswer } from '../state/use-answer.ts';
/** Long enough to read, and it keeps a cashier from flooding the gateway. */
const READ_MS = 3_000;

type Props = {
  readonly numbers: readonly string[];
  /** For screen readers: names the payment that the button belongs to. */
  readonly label?: string;
  readonly large?: boolean;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
};

export function AskNow({ numbers, label, large = false, icon, children }: Props) {
  const { t } = useTranslation();
  const { asking, answer, put, forget } = useAnswer<EnquireAnswer>();
  const said = asking ? 'asking' : answer;
  useEffect(() => {
    if (answer === null) return;
    const timer = setTimeout(forget, READ_MS);
    return () => clearTimeout(timer);
  }, [answer, forget]);
  const enquire = async (): Promise<EnquireAnswer> => {
    const answers = await Promise.all(numbers.map((number) => ask('enquire', { number })));
    return answers.every((each) => each === 'answered') ? 'answered' : 'unanswered';
  };
  return (
    <Button
      large={large}
      icon={icon}
      aria-label={said === null ? label : undefined}
      disabled={said !== null}
      onClick={() => void put(enquire())}
    >
      {said === null ? children : t(`attempt.${said}`)}
    </Button>
  );
}
