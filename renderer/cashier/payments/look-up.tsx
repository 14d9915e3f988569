/**
 * Finds a payment by our number, QFPay's number, or amount and time: the answer to "but my phone says paid". A counter
 * may have no keyboard, so on-screen keys cover amounts and times.
 */
import { Search } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { LookUpAnswer } from '../../../shared/contract/payments.ts';
import { assertNever } from '../../../shared/result.ts';
import { Button } from '../../ui/button.tsx';
import { focusAtOnce } from '../../ui/focus.ts';
import { TextField } from '../../ui/text-field.tsx';
import { AttemptList } from './attempt-list.tsx';
import { EmptyState } from '../frame/frame.tsx';
import { SideScreen, type Side } from '../frame/side-screen.tsx';
import { show } from '../state/ui-state.ts';
import { LookUpPad } from './look-up-pad.tsx';
import { useRead, type Read } from '../state/use-answer.ts';
import styles from './look-up.module.css';

/** Main rejects longer text. */
const QUERY_CHARS_MAX = 128;

export function LookUp({ state, side }: { readonly state: CashierState; readonly side: Side }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const read = useRead('lookUp', asked === null ? undefined : { text: asked }, 'with-each-change');
  const find = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') setAsked(text);
  };
  return (
    <SideScreen state={state} side={side}>
      <div className={styles['lookUp']}>
        <form className={styles['form']} onSubmit={find}>
          <TextField
            label={t('lookUp.label')}
            type="search"
            value={text}
            maxLength={QUERY_CHARS_MAX}
            ref={focusAtOnce}
            onText={setText}
            onKeyDown={({ key }) => key === 'Escape' && show(side.back)}
          />
          <LookUpPad
            onType={(typed) => setText((before) => (before + typed).slice(0, QUERY_CHARS_MAX))}
            onBack={() => setText((before) => before.slice(0, -1))}
            onClear={() => setText('')}
          />
          <Button submit large look="strong" icon={<Search aria-hidden size={28} />} disabled={text.trim() === ''}>
            {t('lookUp.find')}
          </Button>
        </form>
        <div className={styles['found']} role="region" aria-label={t('lookUp.results')}>
          <Found read={read} />
        </div>
      </div>
    </SideScreen>
  );
}

function Found({ read }: { readonly read: Read<LookUpAnswer> }) {
  const { t } = useTranslation();
  // Nothing was searched yet.
  if (read.kind === 'reading') return <p className={styles['help']}>{t('lookUp.help')}</p>;
  if (read.kind !== 'read') return <EmptyState>{t('lookUp.failed')}</EmptyState>;
  const { answer: found } = read;
  switch (found.kind) {
    case 'not-understood':
      return <EmptyState>{t('lookUp.notUnderstood')}</EmptyState>;
    case 'found':
      if (found.attempts.length === 0) return <EmptyState>{t('lookUp.empty')}</EmptyState>;
      return <AttemptList attempts={found.attempts} withDay />;
    default:
      return assertNever(found);
  }
}
