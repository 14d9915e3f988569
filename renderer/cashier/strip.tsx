/** A bar on the keypad that says how many of something wait, and opens them. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keepFocusWhereItIs } from '../ui/button.tsx';
import styles from './strip.module.css';

type Props = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly onOpen: () => void;
};

export function Strip({ icon, title, hint, onOpen }: Props) {
  const { t } = useTranslation();
  return (
    <button type="button" className={styles['strip']} onMouseDown={keepFocusWhereItIs} onClick={onOpen}>
      {icon}
      <span className={styles['count']}>
        <strong>{title}</strong>
        <span>{hint}</span>
      </span>
      <span className={styles['open']}>{t('checking.open')}</span>
    </button>
  );
}
