/** What stands on a window until main has told it the first state, which takes a moment or means that something is wrong. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './starting.module.css';

const SLOW_MS = 3_000;

/** @param calm the customer is told nothing of the till's troubles */
export function Starting({ calm = false }: { readonly calm?: boolean }) {
  const { t } = useTranslation();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className={styles['starting']} data-screen="starting">
      <h1>Harbour Till</h1>
      <p role="status">{slow && !calm ? t('start.slow') : t('start.starting')}</p>
    </main>
  );
}
