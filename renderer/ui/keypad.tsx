/** Ten digits, 00, the decimal point, "delete", "plus" and, away from the others, "clear". */
import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AmountKey } from '../../shared/attempt/amount-entry.ts';
import { Key } from './key.tsx';
import styles from './keypad.module.css';

const DIGITS = ['7', '8', '9', '4', '5', '6', '1', '2', '3', '0', '00', '.'] as const;

type Props = { readonly onKey: (key: AmountKey) => void; readonly decimals: number };

export function Keypad({ onKey, decimals }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles['keypad']} role="group" aria-label={t('keypad.keys')}>
      {DIGITS.map((key) => (
        <Key
          key={key}
          face={key}
          name={key === '.' ? t('keypad.point') : key}
          disabled={key === '.' && decimals === 0}
          onPress={() => onKey(key)}
        />
      ))}
      <Key
        face={<Delete aria-hidden size="1.1em" />}
        name={t('keypad.back')}
        place={styles['back']}
        onPress={() => onKey('back')}
      />
      <Key face="+" name={t('keypad.plus')} place={styles['plus']} onPress={() => onKey('+')} />
      <Key face={t('keypad.clear')} isWord place={styles['clear']} onPress={() => onKey('clear')} />
    </div>
  );
}
