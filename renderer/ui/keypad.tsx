/** Ten digits, 00 and the point, with "delete", "plus" and, apart from them all, "clear". */
import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AmountKey } from '../../shared/attempt/amount-entry.ts';
import { keepFocusWhereItIs } from './button.tsx';
import { classes } from './classes.ts';
import styles from './keypad.module.css';

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '0', '00', '.'] as const;

type Props = { readonly onKey: (key: AmountKey) => void; readonly decimals: number };

export function Keypad({ onKey, decimals }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['keypad']} role="group" aria-label={t('keypad.keys')}>
      {DIGITS.map((key) => (
        <button
          key={key}
          type="button"
          className={styles['key']}
          aria-label={key === '.' ? t('keypad.point') : key}
          disabled={key === '.' && decimals === 0}
          onMouseDown={keepFocusWhereItIs}
          onClick={() => onKey(key)}
        >
          {key}
        </button>
      ))}
      <button
        type="button"
        className={classes(styles['key'], styles['back'])}
        aria-label={t('keypad.back')}
        onMouseDown={keepFocusWhereItIs}
        onClick={() => onKey('back')}
      >
        <Delete aria-hidden size="1.1em" />
      </button>
      <button
        type="button"
        className={classes(styles['key'], styles['plus'])}
        aria-label={t('keypad.plus')}
        onMouseDown={keepFocusWhereItIs}
        onClick={() => onKey('+')}
      >
        +
      </button>
      <button
        type="button"
        className={classes(styles['key'], styles['clear'])}
        onMouseDown={keepFocusWhereItIs}
        onClick={() => onKey('clear')}
      >
        {t('keypad.clear')}
      </button>
    </div>
  );
}
