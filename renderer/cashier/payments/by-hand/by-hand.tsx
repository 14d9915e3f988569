/**
 * Records what a person saw in QFPay's portal, in three steps: what the portal shows, who says so and why, and a last
 * question. The decision is final, so nothing is recorded before that last answer.
 */
import { useState } from 'react';
import { assertNever } from '../../../../shared/result.ts';
import { cents, type Cents } from '../../../../shared/money.ts';
import type { AttemptView } from '../../../../shared/contract/payments.ts';
import type { Verdict } from '../../../../shared/attempt/record.ts';
import { ByHandConfirm } from './confirm.tsx';
import { PortalShows } from './portal-shows.tsx';
import { NO_WORDS, WhoAndWhy, type Words } from './who-and-why.tsx';

/** @property amount in cents: the amount that moved, or that was returned elsewhere */
export type Shown = { readonly verdict: Verdict; readonly amount: Cents };

type Step = 'shown' | 'words' | 'confirm';

type Props = { readonly attempt: AttemptView; readonly onBack: () => void; readonly onDone: () => void };

export function ByHand({ attempt, onBack, onDone }: Props) {
  const [step, setStep] = useState<Step>('shown');
  const [shown, setShown] = useState<Shown | null>(null);
  const [words, setWords] = useState<Words>(NO_WORDS);
  const to = (next: Step) => (): void => setStep(next);
  // The decision may have become impossible, for example because the gateway has answered.
  const possible = shown !== null && !attempt.verdicts.includes(shown.verdict) ? 'shown' : step;
  switch (possible) {
    case 'shown':
      return (
        <PortalShows
          attempt={attempt}
          before={shown}
          onBack={onBack}
          onNext={(next) => {
            setShown(next);
            setStep('words');
          }}
        />
      );
    case 'words':
      return <WhoAndWhy words={words} onWords={setWords} onBack={to('shown')} onNext={to('confirm')} />;
    case 'confirm':
      return (
        <ByHandConfirm
          attempt={attempt}
          shown={shown ?? { verdict: 'not-paid', amount: cents(attempt.amount) }}
          words={words}
          onBack={to('words')}
          onDone={onDone}
        />
      );
    default:
      return assertNever(possible);
  }
}
