/** Facts for a support call, and the button that closes the program: in full screen there is no other way. */
import { Power } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { SettingsView } from '../../../shared/contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Question } from '../../ui/question.tsx';
import { tell } from '../state/ask.ts';
import { Group } from './group.tsx';
type Props = { readonly view: SettingsView; readonly state: Pick<CashierState, 'checking'> };

export function AboutGroup({ view, state }: Props) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const facts = [
    [t('about.version'), view.version],
    [t('about.runtime'), view.runtime],
    [t('about.folder'), view.folder],
  ] as const;
  return (
    <Group title={t('settings.groupAbout')}>
      <Facts facts={facts} nameWidth="17em" />
      <Button icon={<Power aria-hidden size={24} />} onClick={() => setAsking(true)}>
        {t('about.close')}
      </Button>
      {asking ? <CloseQuestion open={state.checking.length} onStay={() => setAsking(false)} /> : null}
    </Group>
  );
}

function CloseQuestion({ open, onStay }: { readonly open: number; readonly onStay: () => void }) {
  const { t } = useTranslation();
  return (
    <Question
      title={t('about.closeTitle')}
      stay={t('about.stay')}
      go={t('about.close')}
      onStay={onStay}
      onGo={() => tell('closeTill', null)}
    >
      <p>{open === 0 ? t('about.closeText') : t('about.closeOpen', { number: open })}</p>
    </Question>
  );
}
