/** Shows why the till takes no payments and what to do. It replaces the keypad. */
import type { TFunction } from 'i18next';
import { CircleAlert, Hourglass, Lock, Settings as Cog } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnlockAnswer } from '../../../shared/contract/account.ts';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { Trouble } from '../../../shared/contract/support.ts';
import { assertNever } from '../../../shared/result.ts';
import { Button } from '../../ui/button.tsx';
import { focusAtOnce } from '../../ui/focus.ts';
import { TextField } from '../../ui/text-field.tsx';
import { ask } from '../state/ask.ts';
import { useAnswer } from '../state/use-answer.ts';
import { CheckingStrip } from '../payments/checking.tsx';
import { Frame } from '../frame/frame.tsx';
import { Locked } from '../staff/locked.tsx';
import { show } from '../state/ui-state.ts';
import { LostSettingsScreen } from './lost-settings.tsx';
import { MovedScreen } from './moved.tsx';
import { NoOwnerScreen } from './no-owner.tsx';
import { RestoredScreen } from './restored.tsx';
import styles from './trouble.module.css';

type Props = { readonly state: CashierState; readonly trouble: Trouble };

export function TroubleScreen({ state, trouble }: Props) {
  switch (trouble.kind) {
    case 'ledger-restored':
      return <RestoredScreen state={state} restored={trouble} />;
    case 'ledger-moved':
      return <MovedScreen state={state} moved={trouble} />;
    case 'no-owner':
      return <NoOwnerScreen state={state} />;
    case 'pins-lost':
      return <Locked state={state} />;
    case 'settings-lost':
      return <LostSettingsScreen state={state} lost={trouble} />;
    default:
      return <PlainTrouble state={state} trouble={trouble} />;
  }
}

type Plain = Exclude<
  Trouble,
  { kind: 'ledger-restored' | 'ledger-moved' | 'no-owner' | 'pins-lost' | 'settings-lost' }
>;
type PlainProps = { readonly state: CashierState; readonly trouble: Plain };

function PlainTrouble({ state, trouble }: PlainProps) {
  const { t } = useTranslation();
  const Icon = trouble.kind === 'locked' ? Lock : trouble.kind === 'ledger-work' ? Hourglass : CircleAlert;
  return (
    <Frame state={state} screen="trouble">
      <div className={styles['trouble']} data-trouble={trouble.kind}>
        <Icon aria-hidden size={72} className={styles['icon']} />
        <h1 className={styles['title']}>{trouble.kind === 'locked' ? t('trouble.lockedTitle') : t('trouble.title')}</h1>
        <p className={styles['words']} role="alert">
          {wordsOf(t, trouble)}
        </p>
        {trouble.kind === 'ledger-work' && trouble.percent !== null ? (
          <p className={styles['safe']}>{t('ledgerWork.percent', { percent: trouble.percent })}</p>
        ) : null}
        {trouble.kind === 'locked' ? <Unlock /> : null}
        {trouble.kind === 'ledger' ? (
          <>
            <p className={styles['path']}>{t('trouble.where', { path: trouble.path })}</p>
            <p className={styles['safe']}>{t('trouble.safe')}</p>
          </>
        ) : null}
        <div className={styles['actions']}>
          <Button
            look={trouble.kind === 'no-credentials' ? 'strong' : 'plain'}
            icon={<Cog aria-hidden size={24} />}
            onClick={() => show('settings')}
          >
            {t('keypad.settings')}
          </Button>
        </div>
      </div>
      <div className={styles['checking']}>
        <CheckingStrip attempts={state.checking} />
      </div>
    </Frame>
  );
}

function wordsOf(t: TFunction, trouble: PlainProps['trouble']): string {
  switch (trouble.kind) {
    case 'ledger':
      return t(`trouble.${trouble.cause}`);
    case 'ledger-work':
      return t(`ledgerWork.${trouble.work}`);
    case 'locked':
    case 'no-credentials':
    case 'keystore-away':
      return t(`trouble.${trouble.kind}`);
    default:
      return assertNever(trouble);
  }
}

function Unlock() {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const { asking, answer, put } = useAnswer<UnlockAnswer>();
  const unlock = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (asking || passphrase === '') return;
    await put(ask('unlock', { passphrase }));
    setPassphrase('');
  };
  const error =
    answer === null || answer.kind === 'unlocked'
      ? null
      : 'waitSeconds' in answer
        ? t(`trouble.${answer.kind}`, { seconds: answer.waitSeconds })
        : t('trouble.damagedKey');

  return (
    <form className={styles['form']} onSubmit={(event) => void unlock(event)}>
      <TextField
        label={t('trouble.passphrase')}
        error={error}
        type="password"
        value={passphrase}
        maxLength={256}
        ref={focusAtOnce}
        onText={setPassphrase}
      />
      <Button submit large look="strong" disabled={asking || passphrase === ''}>
        {t('trouble.unlock')}
      </Button>
    </form>
  );
}
