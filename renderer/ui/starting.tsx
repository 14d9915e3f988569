/** The screen until main sends the first state. If that takes more than three seconds, something is wrong. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './starting.module.css';

const SLOW_MS = 3_000;

/** @param calm for the customer's window: never says that the start is slow */
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
