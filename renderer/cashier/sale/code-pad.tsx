/** Digits to tap for a customer's code, where there is a touch screen and no keyboard. Letters need a keyboard. */
import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keepFocusWhereItIs } from '../../ui/button.tsx';
import styles from './code-pad.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

type Props = { readonly onType: (digit: string) => void; readonly onBack: () => void };

export function CodePad({ onType, onBack }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['pad']} role="group" aria-label={t('keypad.keys')}>
      {DIGITS.map((digit) => (
        <button
          key={digit}
          type="button"
          className={styles['key']}
          onMouseDown={keepFocusWhereItIs}
          onClick={() => onType(digit)}
        >
          {digit}
        </button>
      ))}
      <button
        type="button"
        className={styles['key']}
        aria-label={t('keypad.back')}
        onMouseDown={keepFocusWhereItIs}
        onClick={onBack}
      >
        <Delete aria-hidden size={28} />
      </button>
    </div>
  );
}
