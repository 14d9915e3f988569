/** On-screen digits for a customer's code, for counters without a keyboard. Letters need a keyboard. */
import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../ui/key.tsx';
import styles from './code-pad.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;

type Props = { readonly onType: (digit: string) => void; readonly onBack: () => void };

export function CodePad({ onType, onBack }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['pad']} role="group" aria-label={t('keypad.keys')}>
      {DIGITS.map((digit) => (
        <Key key={digit} face={digit} onPress={() => onType(digit)} />
      ))}
      <Key face={<Delete aria-hidden size={28} />} name={t('keypad.back')} onPress={onBack} />
    </div>
  );
}
