/** On-screen keys for an amount, a time and a day, for counters without a keyboard. */
import { Delete } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Key } from '../../ui/key.tsx';
import styles from './search-pad.module.css';

type Props = { readonly onType: (typed: string) => void; readonly onBack: () => void; readonly onClear: () => void };

export function SearchPad({ onType, onBack, onClear }: Props) {
  const { t } = useTranslation();
  const digit = (typed: string) => <Key key={typed} face={typed} onPress={() => onType(typed)} />;
  return (
    <div className={styles['pad']} role="group" aria-label={t('keypad.keys')}>
      {['7', '8', '9'].map(digit)}
      <Key face={<Delete aria-hidden size={28} />} name={t('keypad.back')} onPress={onBack} />
      {['4', '5', '6'].map(digit)}
      <Key face={t('keypad.clear')} isWord onPress={onClear} />
      {['1', '2', '3'].map(digit)}
      <Key face={t('search.space')} isWord onPress={() => onType(' ')} />
      {digit('0')}
      <Key face="." name={t('keypad.point')} onPress={() => onType('.')} />
      <Key face=":" name={t('search.colon')} onPress={() => onType(':')} />
      <Key face="-" name={t('search.dash')} onPress={() => onType('-')} />
    </div>
  );
}
