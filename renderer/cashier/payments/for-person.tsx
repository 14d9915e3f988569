/**
 * Attempts that the gateway leaves undecided: a strip with their count, and the list for a person who looks them up in
 * QFPay's portal.
 */
import { UserCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Button } from '../../ui/button.tsx';
import { ReadDialog } from '../../ui/read-dialog.tsx';
import { CheckingRow, useSeconds } from './checking.tsx';
import { DoubtRow } from './doubt-row.tsx';
import { openByHand } from '../state/ui-state.ts';
import { useResponseText } from '../state/said.ts';
import { Strip } from '../frame/strip.tsx';
type Props = {
  readonly attempts: readonly AttemptView[];
  /** All attempts being checked. The keypad has room for one strip, so this one counts both. */
  readonly checking: readonly AttemptView[];
};

export function ForPersonStrip({ attempts, checking }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const asked = new Set(attempts.map(({ number }) => number));
  const others = checking.filter(({ number }) => !asked.has(number));
  return (
    <>
      <Strip
        icon={<UserCheck aria-hidden size={28} />}
        title={t('byHand.strip', { number: attempts.length })}
        hint={others.length === 0 ? t('byHand.stripHint') : t('checking.strip', { number: others.length })}
        onOpen={() => setOpen(true)}
      />
      {open ? <ForPersonList attempts={attempts} others={others} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

type ListProps = {
  readonly attempts: readonly AttemptView[];
  readonly others: readonly AttemptView[];
  readonly onClose: () => void;
};

function ForPersonList({ attempts, others, onClose }: ListProps) {
  const { t } = useTranslation();
  const now = useSeconds();
  return (
    <ReadDialog
      title={
        <>
          <UserCheck aria-hidden size={32} />
          {t('byHand.title')}
        </>
      }
      onClose={onClose}
    >
      <p>{t('byHand.help')}</p>
      <ul>
        {attempts.map((attempt) => (
          <ForPersonRow key={attempt.number} attempt={attempt} />
        ))}
      </ul>
      {others.length === 0 ? null : (
        <>
          <h3>{t('checking.title')}</h3>
          <ul>
            {others.map((attempt) => (
              <CheckingRow key={attempt.number} attempt={attempt} now={now} />
            ))}
          </ul>
        </>
      )}
    </ReadDialog>
  );
}

function ForPersonRow({ attempt }: { readonly attempt: AttemptView }) {
  const { t } = useTranslation();
  const said = useResponseText(attempt);
  return (
    <DoubtRow
      attempt={attempt}
      when={hkDateTime(attempt.createdAt)}
      said={attempt.returnedElsewhere === null ? t('byHand.elsewhereUnclear') : said}
    >
      <Button
        look="strong"
        aria-label={t('byHand.settleOf', { number: attempt.readable })}
        onClick={() => openByHand(attempt.number)}
      >
        {t('byHand.settle')}
      </Button>
    </DoubtRow>
  );
}
