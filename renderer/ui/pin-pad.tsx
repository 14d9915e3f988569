/** Digits for a PIN, and one dot for each that was typed. The digits themselves are on no screen and in no field. */
import { Check, Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PIN_DIGITS_MAX, PIN_DIGITS_MIN } from '../../shared/person.ts';
import { Key } from './key.tsx';
import styles from './pin-pad.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** A key of a pad or of a keyboard, by the name that the browser gives it. */
export type PinKey = string;

type Props = {
  /** How many digits were typed. */
  readonly typed: number;
  readonly disabled: boolean;
  readonly onKey: (key: PinKey) => void;
};

export function PinPad({ typed, disabled, onKey }: Props) {
  const { t } = useTranslation();
  const key = (digit: string) => <Key key={digit} face={digit} disabled={disabled} onPress={() => onKey(digit)} />;
  return (
    <div className={styles['pad']}>
      <p className={styles['dots']} role="status" aria-label={t('pin.typed', { number: typed })}>
        {'●'.repeat(typed)}
        {'○'.repeat(Math.max(0, PIN_DIGITS_MIN - typed))}
      </p>
      <div className={styles['keys']} role="group" aria-label={t('keypad.keys')}>
        {DIGITS.map(key)}
        <Key
          face={<Delete aria-hidden size={28} />}
          name={t('keypad.back')}
          place={styles['back']}
          disabled={disabled}
          onPress={() => onKey('Backspace')}
        />
        {key('0')}
        <Key
          face={<Check aria-hidden size={32} />}
          name={t('pin.enter')}
          place={styles['enter']}
          disabled={disabled || typed < PIN_DIGITS_MIN || typed > PIN_DIGITS_MAX}
          onPress={() => onKey('Enter')}
        />
      </div>
    </div>
  );
}
