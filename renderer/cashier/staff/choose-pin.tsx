/** A new PIN, typed twice: nobody sees what they type. */
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PinPad } from '../../ui/pin-pad.tsx';
import { usePin } from './use-pin.ts';
import styles from './staff.module.css';

type Props = {
  readonly where: 'screen' | 'dialog';
  readonly disabled: boolean;
  readonly onChosen: (pin: string) => void;
};

export function ChoosePin({ where, disabled, onChosen }: Props) {
  const { t } = useTranslation();
  const [first, setFirst] = useState<string | null>(null);
  const [differs, setDiffers] = useState(false);
  const enter = useCallback(
    (pin: string): void => {
      if (disabled) return;
      setDiffers(first !== null && first !== pin);
      setFirst(first === null ? pin : null);
      if (first === pin) onChosen(pin);
    },
    [disabled, first, onChosen],
  );
  const { pin, onKey } = usePin(enter, where);
  return (
    <div className={styles['step']}>
      <p role="status">
        {differs ? <strong className={styles['said']}>{t('pin.differs')} </strong> : null}
        {t(first === null ? 'pin.choose' : 'pin.again')}
      </p>
      <PinPad typed={pin.length} disabled={disabled} onKey={onKey} />
    </div>
  );
}
