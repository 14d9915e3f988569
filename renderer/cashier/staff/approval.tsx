/** A command needs a higher role than the person at the till has: somebody who has it lets this one through by PIN. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import { mayDo } from '../../../shared/role.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ask } from '../state/ask.ts';
import { useKeying, useLocal, type WantedApproval } from '../state/ui-state.ts';
import { WhoAndPin } from './who-and-pin.tsx';

export function Approvals({ people }: Pick<CashierState, 'people'>) {
  const wanted = useLocal((local) => local.approval);
  return wanted === null ? null : <Approval key={wanted.command} wanted={wanted} people={people} />;
}

function Approval({ wanted, people }: Pick<CashierState, 'people'> & { readonly wanted: WantedApproval }) {
  const { t } = useTranslation();
  const { command, needs, onEnd } = wanted;
  useKeying(true);
  const check = useCallback((person: string, pin: string) => ask('approve', { command, person, pin }), [command]);
  const approve = useCallback(() => onEnd(true), [onEnd]);
  return (
    <Dialog
      wide
      title={t(`approval.${needs}`)}
      onClose={() => onEnd(false)}
      actions={<Button onClick={() => onEnd(false)}>{t('common.cancel')}</Button>}
    >
      <p>{t('approval.once')}</p>
      <WhoAndPin
        people={people.filter(({ role }) => mayDo(role, needs))}
        where="dialog"
        check={check}
        onRight={approve}
      />
    </Dialog>
  );
}
