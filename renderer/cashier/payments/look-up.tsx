/**
 * Finding a payment again, by our number, QFPay's number, or amount and time: the answer to "but my phone says paid". A
 * counter may have a touch screen and no keyboard, so all that an amount and a time need stands on keys here.
 */
import { Search } from 'lucide-react';
import { useEffect, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState, LookUpAnswer } from '../../../shared/contract/views.ts';
import { assertNever } from '../../../shared/result.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { focusAtOnce } from '../../ui/focus.ts';
import { ask } from '../state/ask.ts';
import { AttemptRow } from './attempt-row.tsx';
import { Quiet } from '../frame/frame.tsx';
import { SideScreen, type Side } from '../frame/side-screen.tsx';
import { show } from '../state/ui-state.ts';
import { LookUpPad } from './look-up-pad.tsx';
import { useTill } from '../state/store.ts';
import styles from './look-up.module.css';

/** As much as main takes. */
const LONGEST = 128;

export function LookUp({ state, side }: { readonly state: CashierState; readonly side: Side }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<string | null>(null);
  const found = useFound(asked);

  const find = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== '') setAsked(text);
  };
  return (
    <SideScreen state={state} side={side}>
      <div className={styles['lookUp']}>
        <form className={styles['form']} onSubmit={find}>
          <Field label={t('lookUp.label')}>
            {(ids) => (
              <input
                {...ids}
                type="search"
                value={text}
                maxLength={LONGEST}
                autoComplete="off"
                spellCheck={false}
                ref={focusAtOnce}
                onChange={(event) => setText(event.target.value)}
                onKeyDown={({ key }: KeyboardEvent) => key === 'Escape' && show(side.back)}
              />
            )}
          </Field>
          <LookUpPad
            onType={(typed) => setText((before) => (before + typed).slice(0, LONGEST))}
            onBack={() => setText((before) => before.slice(0, -1))}
            onClear={() => setText('')}
          />
          <Button submit large look="strong" icon={<Search aria-hidden size={28} />} disabled={text.trim() === ''}>
            {t('lookUp.find')}
          </Button>
        </form>
        <div className={styles['found']} role="region" aria-label={t('lookUp.results')}>
          <Found found={found} />
        </div>
      </div>
    </SideScreen>
  );
}

/** Before anything was asked, the answer, or that there was none. */
type Finding = LookUpAnswer | { readonly kind: 'nothing-asked' | 'failed' };

function Found({ found }: { readonly found: Finding }) {
  const { t } = useTranslation();
  switch (found.kind) {
    case 'nothing-asked':
      return <p className={styles['help']}>{t('lookUp.help')}</p>;
    case 'failed':
      return <Quiet>{t('lookUp.failed')}</Quiet>;
    case 'not-understood':
      return <Quiet>{t('lookUp.notUnderstood')}</Quiet>;
    case 'found':
      if (found.attempts.length === 0) return <Quiet>{t('lookUp.empty')}</Quiet>;
      return (
        <ul className={styles['list']}>
          {found.attempts.map((attempt) => (
            <AttemptRow key={attempt.number} attempt={attempt} withDay />
          ))}
        </ul>
      );
    default:
      return assertNever(found);
  }
}

/** What the ledger has for this text, read again whenever main tells a new state. */
function useFound(text: string | null): Finding {
  const [found, setFound] = useState<Finding>({ kind: 'nothing-asked' });
  useEffect(() => {
    if (text === null) return;
    let left = false;
    const read = async (): Promise<void> => {
      const answer = await ask('lookUp', { text });
      if (!left) setFound(answer ?? { kind: 'failed' });
    };
    void read();
    const stop = useTill.subscribe(() => void read());
    return () => {
      left = true;
      stop();
    };
  }, [text]);
  return found;
}
