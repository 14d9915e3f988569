/**
 * What somebody has seen in QFPay's portal, in three steps: what it shows, who says so and why, and the last question. It
 * cannot be taken back, so nothing is recorded before that one is answered.
 */
import { useState } from 'react';
import { assertNever } from '../../../../shared/result.ts';
import { cents, type Cents } from '../../../../shared/money.ts';
import type { AttemptView } from '../../../../shared/contract/payments.ts';
import type { Verdict } from '../../../../shared/attempt/record.ts';
import { ByHandConfirm } from './confirm.tsx';
import { PortalShows } from './portal-shows.tsx';
import { NO_WORDS, WhoAndWhy, type Words } from './who-and-why.tsx';

/** @property amount in cents: what moved, or what went back elsewhere */
export type Shown = { readonly verdict: Verdict; readonly amount: Cents };

type Step = 'shown' | 'words' | 'confirm';

type Props = { readonly attempt: AttemptView; readonly onBack: () => void; readonly onDone: () => void };

export function ByHand({ attempt, onBack, onDone }: Props) {
  const [step, setStep] = useState<Step>('shown');
  const [shown, setShown] = useState<Shown | null>(null);
  const [words, setWords] = useState<Words>(NO_WORDS);
  const to = (next: Step) => (): void => setStep(next);
  // What it was asked about has been answered meanwhile, as by the gateway.
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
