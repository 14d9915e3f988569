/** A PIN while it is typed, by the pad on the screen or by a keyboard. */
import { useCallback, useState } from 'react';
import { isPin, PIN_DIGITS_MAX } from '../../../shared/person.ts';
import type { PinKey } from '../../ui/pin-pad.tsx';
import { useKeys } from '../frame/keys.ts';

export type TypedPin = { readonly pin: string; readonly onKey: (key: PinKey) => void };

/** @param onEnter with a whole PIN; what was typed is gone then */
export function usePin(onEnter: (pin: string) => void, where: 'screen' | 'dialog'): TypedPin {
  const [pin, setPin] = useState('');
  const onKey = useCallback(
    (key: PinKey) => {
      if (/^[0-9]$/.test(key)) setPin((before) => (before + key).slice(0, PIN_DIGITS_MAX));
      else if (key === 'Backspace') setPin((before) => before.slice(0, -1));
      else if (key === 'Delete') setPin('');
      else if (key === 'Enter' && isPin(pin)) {
        setPin('');
        onEnter(pin);
      } else return false;
      return true;
    },
    [pin, onEnter],
  );
  useKeys(onKey, where);
  return { pin, onKey };
}
