/** A bar on the keypad that counts waiting items and opens their list. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { keepFocusWhereItIs } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import styles from './strip.module.css';

type Props = {
  readonly icon: ReactNode;
  readonly title: string;
  readonly hint: string;
  readonly onOpen: () => void;
  /** Needs no action from anybody. */
  readonly quiet?: boolean;
};

export function Strip({ icon, title, hint, onOpen, quiet = false }: Props) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={classes(styles['strip'], quiet && styles['quiet'])}
      onMouseDown={keepFocusWhereItIs}
      onClick={onOpen}
    >
      {icon}
      <span className={styles['count']}>
        <strong>{title}</strong>
        <span>{hint}</span>
      </span>
      <span className={styles['open']}>{t('checking.open')}</span>
    </button>
  );
}
