/** Real money would be taken, and nobody is the owner yet: name, PIN, recovery code. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { FirstOwnerAnswer } from '../../../shared/contract/staff.ts';
import { Button } from '../../ui/button.tsx';
import { Message } from '../../ui/message.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Frame } from '../frame/frame.tsx';
import { ChoosePin } from '../staff/choose-pin.tsx';
import { refusalWords } from '../staff/refusal.ts';
import { ask } from '../state/ask.ts';
import { show, showRecoveryCode } from '../state/ui-state.ts';
import { useAnswer } from '../state/use-answer.ts';
import styles from './trouble.module.css';

export function NoOwnerScreen({ state }: { readonly state: CashierState }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [step, setStep] = useState<'name' | 'pin'>('name');
  const { asking, answer, put } = useAnswer<FirstOwnerAnswer>();
  const set = async (pin: string): Promise<void> => {
    const said = await put(ask('setOwner', { name: name.trim(), pin }));
    if (said?.kind === 'set') showRecoveryCode(said.recoveryCode);
    else setStep('name');
  };
  return (
    <Frame state={state} screen="trouble">
      <div className={styles['trouble']} data-trouble="no-owner">
        <h1 className={styles['title']}>{t('noOwner.title')}</h1>
        {step === 'name' ? (
          <>
            <p className={styles['words']}>{t('noOwner.text')}</p>
            {answer === null || answer.kind === 'set' ? null : (
              <Message tone="error">{refusalWords(t, answer)}</Message>
            )}
            <div className={styles['form']}>
              <TextField label={t('person.name')} maxLength={40} value={name} onText={setName} />
              <Button look="strong" large disabled={name.trim() === ''} onClick={() => setStep('pin')}>
                {t('noOwner.next')}
              </Button>
            </div>
            <p>{t('noOwner.alone')}</p>
            <div className={styles['actions']}>
              <Button onClick={() => show('settings')}>{t('keypad.settings')}</Button>
            </div>
          </>
        ) : (
          <>
            <ChoosePin where="screen" disabled={asking} onChosen={(pin) => void set(pin)} />
            <Button onClick={() => setStep('name')}>{t('common.back')}</Button>
          </>
        )}
      </div>
    </Frame>
  );
}
