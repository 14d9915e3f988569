/** Always shows that no real money moves, or that the money is not settled. In live mode it shows nothing. */
import { FlaskConical, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Mode } from '../../shared/contract/account.ts';
import styles from './mode-band.module.css';

export function ModeBand({ mode }: { readonly mode: Mode }) {
  const { t } = useTranslation();
  if (mode === 'live') return null;
  return (
    <aside className={styles['band']} data-mode={mode} aria-label={t(`mode.${mode}`)}>
      {mode === 'live-test' ? <TriangleAlert aria-hidden size={22} /> : <FlaskConical aria-hidden size={22} />}
      <strong>{t(`mode.${mode}`)}</strong>
      <span>{t(`mode.${mode}Note`)}</span>
    </aside>
  );
}
