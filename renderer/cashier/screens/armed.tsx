/** Waiting for one label from the scanner, with the amount frozen; typing it by hand is the last resort. */
import { ScanLine } from 'lucide-react';
import { useCallback, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierStage, CashierState, CodeAnswer } from '../../../shared/views.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { focusAtOnce } from '../../ui/focus.ts';
import { Message } from '../../ui/message.tsx';
import { Money } from '../../ui/money.tsx';
import { ask, leaveWithAmount } from '../ask.ts';
import { CodePad } from '../code-pad.tsx';
import { Frame } from '../frame.tsx';
import { useKeys } from '../keys.ts';
import { ScannerLight } from '../scanner-light.tsx';
import styles from './armed.module.css';

type Props = { readonly state: CashierState; readonly stage: Extract<CashierStage, { kind: 'armed' }> };

export function Armed({ state, stage }: Props) {
  const { t } = useTranslation();
  const { saleId, currency } = state;
  const { amount } = stage;
  const [typing, setTyping] = useState(false);

  // Often the customer just wants the other way to pay.
  const cancel = useCallback(
    () => void leaveWithAmount('cancel', saleId, amount, currency),
    [saleId, amount, currency],
  );
  const onKey = useCallback(
    (key: string) => {
      if (key === 'Escape') cancel();
      return key === 'Escape';
    },
    [cancel],
  );
  useKeys(onKey);

  return (
    <Frame state={state} screen="armed">
      <div className={styles['armed']} data-typing={typing}>
        <div className={styles['told']} data-word="waiting">
          {typing ? null : <ScanLine aria-hidden className={styles['icon']} />}
          <h1 className={styles['title']} aria-live="polite">
            {t('armed.title')}
          </h1>
          <p className={styles['amount']}>
            <Money amount={amount} currency={currency} />
          </p>
          {typing || stage.refusal !== null ? null : <p>{t('armed.help')}</p>}
          {stage.refusal === null ? null : (
            <div className={styles['refusal']}>
              <Message tone="error">{t(`refusal.${stage.refusal}`)}</Message>
            </div>
          )}
          {typing ? null : <ScannerLight lamp={state.scanner} />}
          {typing || state.scanner === 'ready' ? null : <p>{t(`scanner.${state.scanner}Help`)}</p>}
        </div>
        {typing ? <TypeCode saleId={saleId} /> : null}
        <div className={styles['actions']}>
          <Button large onClick={cancel}>
            {t('common.cancel')}
          </Button>
          {typing ? null : (
            <Button large look="quiet" onClick={() => setTyping(true)}>
              {t('armed.typeOpen')}
            </Button>
          )}
          <p className={styles['note']}>{t('armed.cancelHelp')}</p>
        </div>
      </div>
    </Frame>
  );
}

function TypeCode({ saleId }: { readonly saleId: string }) {
  const { t } = useTranslation();
  const [code, setCode] = useState('');
  const [answer, setAnswer] = useState<CodeAnswer | null>(null);
  const [sending, setSending] = useState(false);

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (sending || code === '') return;
    setSending(true);
    const said = await ask('typedCode', { saleId, code });
    setSending(false);
    setAnswer(said);
  };
  const error =
    answer === 'not-armed' || answer === 'cannot-record'
      ? t(`codeAnswer.${answer}`)
      : answer === null || answer === 'accepted'
        ? null
        : t(`refusal.${answer}`);

  return (
    <form className={styles['form']} onSubmit={(event) => void send(event)}>
      <Field label={t('armed.typeLabel')} error={error}>
        {(ids) => (
          <input
            {...ids}
            type="text"
            className={styles['code']}
            value={code}
            maxLength={128}
            autoComplete="off"
            spellCheck={false}
            ref={focusAtOnce}
            onChange={(event) => {
              setCode(event.target.value);
              setAnswer(null);
            }}
          />
        )}
      </Field>
      <CodePad onType={(digit) => setCode(code + digit)} onBack={() => setCode(code.slice(0, -1))} />
      <Button submit large look="strong" disabled={code === '' || sending}>
        {t('armed.typeSend')}
      </Button>
    </form>
  );
}
