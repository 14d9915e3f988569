/** Says all the time that no real money moves; nothing where it does. */
import { FlaskConical } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Mode } from '../../shared/views.ts';
import styles from './mode-band.module.css';

export function ModeBand({ mode }: { readonly mode: Mode }) {
  const { t } = useTranslation();
  if (mode === 'live') return null;
  return (
    <aside className={styles['band']} aria-label={t(`mode.${mode}`)}>
      <FlaskConical aria-hidden size={22} />
      <strong>{t(`mode.${mode}`)}</strong>
      <span>{t(`mode.${mode}Note`)}</span>
    </aside>
  );
}
