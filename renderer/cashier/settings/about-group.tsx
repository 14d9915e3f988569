/** What a support call asks for. */
import { useTranslation } from 'react-i18next';
import type { SettingsView } from '../../../shared/views.ts';
import { Group } from './group.tsx';
import styles from './about-group.module.css';

export function AboutGroup({ view }: { readonly view: SettingsView }) {
  const { t } = useTranslation();
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
    </Group>
  );
}
