/** Payments still being checked apart from the current sale: a strip with their count, and the list that it opens. */
import { Eye, Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { ageOf } from '../../window/countdown.ts';
import { Button } from '../../ui/button.tsx';
import { ReadDialog } from '../../ui/read-dialog.tsx';
import { tell } from '../state/ask.ts';
import { AskNow } from './ask-now.tsx';
import { DoubtRow } from './doubt-row.tsx';
import { openPayment } from '../state/ui-state.ts';
import { useResponseText } from '../state/said.ts';
import { Strip } from '../frame/strip.tsx';
export function CheckingStrip({ attempts }: { readonly attempts: readonly AttemptView[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (attempts.length === 0 && !open) return null;
  // A refund cannot be given up: there `abandoned` means "late", and the refund is in doubt like any other.
  const waitedFor = attempts.filter(({ abandoned, kind }) => !abandoned || kind === 'refund');
  return (
    <>
      {waitedFor.length > 0 ? (
        <Strip
          icon={<Search aria-hidden size={28} />}
          title={t('checking.strip', { number: waitedFor.length })}
          hint={t(`checking.${hintFor(waitedFor)}`)}
          onOpen={() => setOpen(true)}
        />
      ) : attempts.length > 0 ? (
        // The cashier gave these up, so the strip is quiet.
        <Strip
          quiet
          icon={<Eye aria-hidden size={28} />}
          title={t('checking.givenUp', { number: attempts.length })}
          hint={t('checking.givenUpHint')}
          onOpen={() => setOpen(true)}
        />
      ) : null}
      {open ? <CheckingList attempts={attempts} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Chooses the warning: what the cashier must not do again while these are being checked. */
function hintFor(attempts: readonly AttemptView[]): 'stripHint' | 'stripHintRefund' | 'stripHintBoth' {
  if (attempts.every(({ kind }) => kind === 'payment')) return 'stripHint';
  return attempts.every(({ kind }) => kind === 'refund') ? 'stripHintRefund' : 'stripHintBoth';
}

type ListProps = { readonly attempts: readonly AttemptView[]; readonly onClose: () => void };

function CheckingList({ attempts, onClose }: ListProps) {
  const { t } = useTranslation();
  const now = useSeconds();
  return (
    <ReadDialog
      title={
        <>
          <Search aria-hidden size={32} />
          {t('checking.title')}
        </>
      }
      onClose={onClose}
    >
      <p>{attempts.length === 0 ? t('checking.empty') : t('checking.help')}</p>
      <ul>
        {attempts.map((attempt) => (
          <CheckingRow key={attempt.number} attempt={attempt} now={now} />
        ))}
      </ul>
    </ReadDialog>
  );
}

export function CheckingRow({ attempt, now }: { readonly attempt: AttemptView; readonly now: number }) {
  const { t } = useTranslation();
  const said = useResponseText(attempt);
  const { unit, ...parts } = ageOf(attempt.createdAt, now);
  const age = t(`age.${unit}`, parts);
  return (
    <DoubtRow attempt={attempt} when={age} said={said}>
      <Button
        look="quiet"
        aria-label={t('checking.showOf', { number: attempt.readable })}
        onClick={() => openPayment(attempt.number)}
      >
        {t('checking.open')}
      </Button>
      {attempt.canShowAgain ? (
        <Button
          aria-label={t('checking.showAgainOf', { number: attempt.readable })}
          onClick={() => tell('showAgain', { number: attempt.number })}
        >
          {t('attempt.showAgain')}
        </Button>
      ) : null}
      <AskNow label={t('checking.askOf', { number: attempt.readable })} numbers={[attempt.number]}>
        {t('attempt.askNow')}
      </AskNow>
    </DoubtRow>
  );
}

/** The wall clock. Use it only for ages on the screen. */
export function useSeconds(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
