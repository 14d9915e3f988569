/** An owner whose PIN is forgotten or lost sets a new one, by the recovery code or by the client key of QFPay's letter. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecoverAnswer, Recovery, StaffState } from '../../../shared/contract/staff.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { ask } from '../state/ask.ts';
import { showRecoveryCode } from '../state/ui-state.ts';
import { useAnswer } from '../state/use-answer.ts';
import { ChoosePin } from './choose-pin.tsx';
import { refusalWords } from './refusal.ts';

type Props = Pick<StaffState, 'owners' | 'proofs'> & {
  readonly onClose: () => void;
};

export function Recover({ owners, proofs, onClose }: Props) {
  const { t } = useTranslation();
  const [id, setId] = useState(owners[0]?.id ?? '');
  const [by, setBy] = useState<Recovery['by']>(proofs[0] ?? 'recovery-code');
  const [secret, setSecret] = useState('');
  const [step, setStep] = useState<'proof' | 'pin'>('proof');
  const { asking, answer, put } = useAnswer<RecoverAnswer>();
  const recover = async (pin: string): Promise<void> => {
    const said = await put(ask('recover', { person: id, by, secret: secret.trim(), pin }));
    if (said?.kind !== 'recovered') setStep('proof');
    else if (said.recoveryCode !== null) showRecoveryCode(said.recoveryCode);
  };
  return (
    <Dialog
      wide
      title={t('recover.title')}
      onClose={onClose}
      actions={
        <>
          {step === 'proof' ? (
            <Button look="strong" disabled={secret.trim() === ''} onClick={() => setStep('pin')}>
              {t('noOwner.next')}
            </Button>
          ) : null}
          <Button disabled={asking} onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {answer === null || answer.kind === 'recovered' ? null : <Refused answer={answer} />}
      {step === 'pin' ? (
        <ChoosePin where="dialog" disabled={asking} onChosen={(pin) => void recover(pin)} />
      ) : (
        <>
          <p>{t(textOf(proofs))}</p>
          <SelectField
            label={t('recover.owner')}
            value={id}
            options={owners.map((one) => one.id)}
            nameOf={(one) => owners.find((owner) => owner.id === one)?.name ?? ''}
            onChoose={setId}
          />
          <SelectField
            label={t('recover.proof')}
            value={by}
            options={proofs}
            nameOf={(proof) => t(`recover.${proof}`)}
            onChoose={setBy}
          />
          <TextField
            label={t(`recover.${by}`)}
            type={by === 'client-key' ? 'password' : 'text'}
            maxLength={256}
            value={secret}
            onText={setSecret}
          />
        </>
      )}
    </Dialog>
  );
}

function textOf(proofs: Props['proofs']): 'recover.text' | 'recover.noCode' | 'recover.onlyCode' {
  if (!proofs.includes('recovery-code')) return 'recover.noCode';
  return proofs.includes('client-key') ? 'recover.text' : 'recover.onlyCode';
}

function Refused({ answer }: { readonly answer: Exclude<RecoverAnswer, { kind: 'recovered' }> }) {
  const { t } = useTranslation();
  if ('waitSeconds' in answer)
    return <Message tone="error">{t(`recover.${answer.kind}`, { seconds: answer.waitSeconds })}</Message>;
  if (answer.kind === 'not-possible') return <Message tone="error">{t('pin.notPossible')}</Message>;
  return <Message tone="error">{refusalWords(t, answer)}</Message>;
}
