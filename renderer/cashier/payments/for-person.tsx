/** What the gateway does not settle: a strip with the count, and the list of what somebody has to look up in the portal. */
import { UserCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../shared/contract/views.ts';
import { hkDateTime } from '../../../shared/time.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Line } from '../../ui/line.tsx';
import { CheckingRow, useSeconds } from './checking.tsx';
import { openByHand } from '../state/ui-state.ts';
import { useSaid } from '../state/said.ts';
import { shownAmount } from '../state/shown-amount.ts';
import { Strip } from '../frame/strip.tsx';
import styles from './checking.module.css';

type Props = {
  readonly attempts: readonly AttemptView[];
  /** All that is being checked: there is room for one strip of both. */
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
    <Dialog
      wide
      title={
        <>
          <UserCheck aria-hidden size={32} />
          {t('byHand.title')}
        </>
      }
      onClose={onClose}
      actions={
        <Button look="strong" large onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      <p>{t('byHand.help')}</p>
      <ul className={styles['list']}>
        {attempts.map((attempt) => (
          <ForPersonRow key={attempt.number} attempt={attempt} />
        ))}
      </ul>
      {others.length === 0 ? null : (
        <>
          <h3>{t('checking.title')}</h3>
          <ul className={styles['list']}>
            {others.map((attempt) => (
              <CheckingRow key={attempt.number} attempt={attempt} now={now} />
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

function ForPersonRow({ attempt }: { readonly attempt: AttemptView }) {
  const { t } = useTranslation();
  const said = useSaid(attempt);
  return (
    <li className={styles['row']}>
      <strong className={styles['amount']}>{shownAmount(attempt)}</strong>
      <p className={styles['what']}>
        <span>
          <Line
            facts={[
              attempt.kind === 'refund' ? t('kind.refund') : t(`way.${attempt.way}`),
              hkDateTime(attempt.createdAt),
              attempt.readable,
            ]}
          />
        </span>
        <span>{attempt.returnedElsewhere === null ? t('byHand.elsewhereUnclear') : said}</span>
      </p>
      <Button
        look="strong"
        aria-label={t('byHand.settleOf', { number: attempt.readable })}
        onClick={() => openByHand(attempt.number)}
      >
        {t('byHand.settle')}
      </Button>
    </li>
  );
}
