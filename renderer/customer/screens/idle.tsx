import { useTranslation } from 'react-i18next';
import styles from './words.module.css';

type Props = { readonly kind: 'idle' | 'closed'; readonly shopName: string };

/** The screen between two sales: the shop's name with a welcome, or why nobody can pay at this till. */
export function Idle({ kind, shopName }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['screen']}>
      <p className={styles['sentence']}>{t('customer.welcome')}</p>
      <h1 className={styles['name']}>{shopName}</h1>
      <p className={styles['sentence']}>{t(`customer.${kind}`)}</p>
    </div>
  );
}
