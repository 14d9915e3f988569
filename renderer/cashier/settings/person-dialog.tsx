/** A person's name, role and PIN, and whether they can come to the till. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonAnswer, PersonView } from '../../../shared/contract/staff.ts';
import { ROLES, type Role } from '../../../shared/role.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Tick } from '../../ui/tick.tsx';
import { ask } from '../state/ask.ts';
import { useAnswer } from '../state/use-answer.ts';
import { ChoosePin } from '../staff/choose-pin.tsx';
import { refusalWords } from '../staff/refusal.ts';

type Props = {
  /** Null for a new one. */
  readonly person: PersonView | null;
  /** The first one is an owner: without one nobody could add the next. */
  readonly isFirst: boolean;
  readonly onClose: () => void;
  readonly onSaved: () => void;
};

export function PersonDialog({ person, isFirst, onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(person?.name ?? '');
  const [role, setRole] = useState<Role>(person?.role ?? (isFirst ? 'owner' : 'cashier'));
  const [isActive, setActive] = useState(person?.isActive ?? true);
  const [step, setStep] = useState<'facts' | 'pin'>('facts');
  const { asking, answer, put } = useAnswer<PersonAnswer>();

  const send = async (question: Promise<PersonAnswer | null>): Promise<void> => {
    const said = await put(question);
    if (said?.kind === 'saved') onSaved();
    else setStep('facts');
  };
  const save = (): void => {
    if (person === null) setStep('pin');
    else void send(ask('changePerson', { person: person.id, version: person.version, name, role, isActive }));
  };
  const setPin = (pin: string): void =>
    void send(person === null ? ask('addPerson', { name, role, pin }) : ask('setPin', { person: person.id, pin }));

  return (
    <Dialog
      wide
      title={person === null ? t('person.add') : person.name}
      onClose={onClose}
      actions={
        <>
          {step === 'facts' ? (
            <>
              <Button look="strong" disabled={asking || name.trim() === ''} onClick={save}>
                {t(person === null ? 'noOwner.next' : 'settings.save')}
              </Button>
              {person?.isActive === true ? (
                <Button disabled={asking} onClick={() => setStep('pin')}>
                  {t('person.newPin')}
                </Button>
              ) : null}
            </>
          ) : null}
          <Button disabled={asking} onClick={onClose}>
            {t('common.cancel')}
          </Button>
        </>
      }
    >
      {answer === null || answer.kind === 'saved' ? null : <Message tone="error">{refusalWords(t, answer)}</Message>}
      {step === 'pin' ? (
        <ChoosePin where="dialog" disabled={asking} onChosen={setPin} />
      ) : (
        <>
          <TextField label={t('person.name')} maxLength={40} value={name} onText={setName} />
          <SelectField
            label={t('person.role')}
            value={role}
            options={isFirst ? ['owner'] : ROLES}
            nameOf={(one) => t(`role.${one}`)}
            onChoose={setRole}
          />
          {person === null ? null : (
            <Tick checked={isActive} onTick={setActive}>
              {t('person.isActive')}
            </Tick>
          )}
        </>
      )}
    </Dialog>
  );
}
