/** The name of who is at the till, and the dialog behind it: another person comes, and nothing is closed. */
import { UserRound } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useKeys } from '../frame/keys.ts';
import { tell } from '../state/ask.ts';
import { useKeying } from '../state/ui-state.ts';
import { comeToTill } from './locked.tsx';
import { OwnPin } from './own-pin.tsx';
import { WhoAndPin } from './who-and-pin.tsx';

const SHORTCUT = 'F10';

/** Nothing at a till that knows no people. */
export function WhoIsHere({ state }: { readonly state: Pick<CashierState, 'atTill' | 'people'> }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<'change-over' | 'own-pin' | null>(null);
  const { atTill, people } = state;
  const isPerson = atTill.kind === 'person';
  const onKey = useCallback(
    (key: string) => {
      if (key !== SHORTCUT || !isPerson) return false;
      setOpen('change-over');
      return true;
    },
    [isPerson],
  );
  useKeys(onKey);
  if (!isPerson) return null;
  const close = (): void => setOpen(null);
  return (
    <>
      <Button
        look="quiet"
        icon={<UserRound aria-hidden size={24} />}
        aria-label={t('staff.atTill', { name: atTill.name })}
        aria-keyshortcuts={SHORTCUT}
        onClick={() => setOpen('change-over')}
      >
        {atTill.name}
      </Button>
      {open === 'change-over' ? (
        <ChangeOver
          people={people.filter(({ id }) => id !== atTill.id)}
          onOwnPin={() => setOpen('own-pin')}
          onClose={close}
        />
      ) : null}
      {open === 'own-pin' ? <OwnPin name={atTill.name} onClose={close} /> : null}
    </>
  );
}

type Props = {
  readonly people: CashierState['people'];
  readonly onOwnPin: () => void;
  readonly onClose: () => void;
};

function ChangeOver({ people, onOwnPin, onClose }: Props) {
  const { t } = useTranslation();
  useKeying(true);
  return (
    <Dialog
      wide
      title={t('staff.changeOver')}
      onClose={onClose}
      actions={
        <>
          <Button onClick={() => tell('lockTill', null)}>{t('staff.lock')}</Button>
          <Button onClick={onOwnPin}>{t('pin.own')}</Button>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
        </>
      }
    >
      {people.length === 0 ? (
        <p>{t('staff.nobodyElse')}</p>
      ) : (
        <WhoAndPin people={people} where="dialog" check={comeToTill} onRight={onClose} />
      )}
    </Dialog>
  );
}
