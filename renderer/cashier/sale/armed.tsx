/** Waits for one scanned code. The amount cannot change meanwhile. Typing the code by hand is the last resort. */
import { ScanLine } from 'lucide-react';
import { useCallback, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { CashierStage, CodeAnswer } from '../../../shared/contract/sale.ts';
import { Button } from '../../ui/button.tsx';
import { focusAtOnce } from '../../ui/focus.ts';
import { Message } from '../../ui/message.tsx';
import { Money } from '../../ui/money.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ask, leaveWithAmount } from '../state/ask.ts';
import { CodePad } from './code-pad.tsx';
import { Frame } from '../frame/frame.tsx';
import { useKeys } from '../frame/keys.ts';
import { LateWaits } from '../payments/late-payment.tsx';
import { useKeying } from '../state/ui-state.ts';
import { useAnswer } from '../state/use-answer.ts';
import { ScannerLight } from '../frame/scanner-light.tsx';
import { named } from '../../window/wallet-name.ts';
import styles from './armed.module.css';

type ArmedStage = Extract<CashierStage, { kind: 'armed' }>;
type Props = { readonly state: CashierState; readonly stage: ArmedStage };

/** Main rejects longer codes. */
const CODE_CHARS_MAX = 128;

export function Armed({ state, stage }: Props) {
  const { t } = useTranslation();
  const { saleId, currency } = state;
  const { amount } = stage;
  const wallet = named(t, stage.tender);
  const [typing, setTyping] = useState(false);

  // The amount is kept, because the customer often just wants to pay another way.
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
            {t('armed.title', wallet)}
          </h1>
          <p className={styles['amount']}>
            <Money amount={amount} currency={currency} />
          </p>
          {typing || stage.refusal !== null ? null : <ShowCode turned={state.turned} tender={stage.tender} />}
          {typing || stage.refusal === null ? null : (
            <div key={stage.refusals} className={styles['refusal']}>
              <Message tone="error">{t(`refusal.${stage.refusal}`, wallet)}</Message>
            </div>
          )}
          {typing ? null : <ScannerLight lamp={state.scanner} />}
          {typing || state.scanner === 'ready' || state.scanner === 'keyboard' ? null : (
            <p>{t(`scanner.${state.scanner}Help`)}</p>
          )}
        </div>
        {typing ? <TypeCode saleId={saleId} stage={stage} onLeave={cancel} /> : null}
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
          <LateWaits />
        </div>
      </div>
    </Frame>
  );
}

/** The instruction: the cashier says it, or the customer reads it on a turned screen. */
function ShowCode({ turned, tender }: Pick<CashierState, 'turned'> & Pick<ArmedStage, 'tender'>) {
  const { t } = useTranslation();
  if (turned === null) return <p>{t('armed.help', named(t, tender))}</p>;
  const { language: lng } = turned;
  return <p lang={lng}>{t('customer.show-code', { lng, ...named(t, tender, lng) })}</p>;
}

type TypeProps = { readonly saleId: string; readonly stage: ArmedStage; readonly onLeave: () => void };

function TypeCode({ saleId, stage, onLeave }: TypeProps) {
  const { t } = useTranslation();
  const { refusal, refusals } = stage;
  const [code, setCode] = useState('');
  const { asking, answer, put, forget } = useAnswer<CodeAnswer>();
  /** The number of refusals before the current digits; a message about those is outdated. */
  const [over, setOver] = useState(refusals);
  useKeying(code !== '');

  const type = (next: string): void => {
    setCode(next.slice(0, CODE_CHARS_MAX));
    forget();
    setOver(refusals);
  };

  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!asking && code !== '') void put(ask('enterCode', { saleId, code }));
  };
  const error =
    answer === 'not-armed' || answer === 'cannot-record'
      ? t(`codeAnswer.${answer}`)
      : refusal !== null && refusals > over
        ? t(`refusal.${refusal}`, named(t, stage.tender))
        : null;

  return (
    <form className={styles['form']} onSubmit={send}>
      <TextField
        label={t('armed.typeLabel')}
        error={error}
        className={styles['code']}
        data-code
        value={code}
        maxLength={CODE_CHARS_MAX}
        ref={focusAtOnce}
        onText={type}
        onKeyDown={({ key }) => key === 'Escape' && onLeave()}
      />
      <CodePad onType={(digit) => type(code + digit)} onBack={() => type(code.slice(0, -1))} />
      <Button submit large look="strong" disabled={code === '' || asking}>
        {t('armed.typeSend')}
      </Button>
    </form>
  );
}
