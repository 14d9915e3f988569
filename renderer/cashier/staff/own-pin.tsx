/** Who is at the till sets another PIN for themselves: the present one, then the new one twice. */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnPinAnswer } from '../../../shared/contract/staff.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Message } from '../../ui/message.tsx';
import { PinPad } from '../../ui/pin-pad.tsx';
import { ask } from '../state/ask.ts';
import { useAnswer } from '../state/use-answer.ts';
import { ChoosePin } from './choose-pin.tsx';
import { refusalWords } from './refusal.ts';
import styles from './staff.module.css';
import { usePin } from './use-pin.ts';

export function OwnPin({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [present, setPresent] = useState<string | null>(null);
  const { asking, answer, put, forget } = useAnswer<OwnPinAnswer>();
  const isSaved = answer?.kind === 'saved';
  const typed = useCallback(
    (pin: string): void => {
      forget();
      setPresent(pin);
    },
    [forget],
  );
  const save = async (pin: string, newPin: string): Promise<void> => {
    await put(ask('changeOwnPin', { pin, newPin }));
    // After a wrong one everything is typed again: nobody sees which of the two was wrong.
    setPresent(null);
  };
  return (
    <Dialog
      wide
      title={t('pin.ownOf', { name })}
      onClose={onClose}
      actions={
        <Button look={isSaved ? 'strong' : 'plain'} disabled={asking} onClick={onClose}>
          {t(isSaved ? 'common.close' : 'common.cancel')}
        </Button>
      }
    >
      <Said answer={answer} />
      {isSaved ? null : present === null ? (
        <PresentPin disabled={asking} onTyped={typed} />
      ) : (
        <ChoosePin where="dialog" disabled={asking} onChosen={(newPin) => void save(present, newPin)} />
      )}
    </Dialog>
  );
}

function Said({ answer }: { readonly answer: OwnPinAnswer | null }) {
  const { t } = useTranslation();
  if (answer === null) return null;
  switch (answer.kind) {
    case 'saved':
      return <Message tone="good">{t('pin.ownSaved')}</Message>;
    case 'wrong':
    case 'too-soon':
      return <Message tone="error">{t(`pin.${answer.kind}`, { seconds: answer.waitSeconds })}</Message>;
    case 'not-possible':
      return <Message tone="error">{t('pin.notPossible')}</Message>;
    default:
      return <Message tone="error">{refusalWords(t, answer)}</Message>;
  }
}

type PresentProps = { readonly disabled: boolean; readonly onTyped: (pin: string) => void };

function PresentPin({ disabled, onTyped }: PresentProps) {
  const { t } = useTranslation();
  const { pin, onKey } = usePin(onTyped, 'dialog');
  return (
    <div className={styles['step']}>
      <p role="status">{t('pin.present')}</p>
      <PinPad typed={pin.length} disabled={disabled} onKey={onKey} />
    </div>
  );
}
