import { useTranslation } from 'react-i18next';
import styles from './words.module.css';

/** Between two sales: the shop's own name and a welcome. */
export function Idle({ shopName }: { readonly shopName: string }) {
  const { t } = useTranslation();
  return (
    <div className={styles['screen']}>
      <p className={styles['sentence']}>{t('customer.welcome')}</p>
      <h1 className={styles['name']}>{shopName}</h1>
      <p className={styles['sentence']}>{t('customer.idle')}</p>
    </div>
  );
}
