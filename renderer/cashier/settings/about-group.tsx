/** What a support call asks for, and the way to end the program, which in full screen has nothing else to be closed by. */
import { Power } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState, SettingsView } from '../../../shared/contract/views.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tell } from '../state/ask.ts';
import { Group } from './group.tsx';
import styles from './about-group.module.css';

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
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles['fact']}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
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
    <Dialog
      title={t('about.closeTitle')}
      onClose={onStay}
      actions={
        <>
          <Button large look="strong" onClick={onStay}>
            {t('about.stay')}
          </Button>
          <Button large onClick={() => tell('closeTill', null)}>
            {t('about.close')}
          </Button>
        </>
      }
    >
      <p>{open === 0 ? t('about.closeText') : t('about.closeOpen', { number: open })}</p>
    </Dialog>
  );
}
