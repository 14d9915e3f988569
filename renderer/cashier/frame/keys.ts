/**
 * Keys of a real keyboard. A way to pay has a function key and not Enter: keyboard scanners end every label with Enter,
 * and nothing that a scanner can type may start a payment.
 */
import { useEffect } from 'react';
import type { AmountKey } from '../../../shared/attempt/amount-entry.ts';
import { topDialog } from '../../ui/dialog.tsx';

const AMOUNT_KEYS: ReadonlyMap<string, AmountKey> = new Map<string, AmountKey>([
  ...(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.'] as const).map((key) => [key, key] as const),
  [',', '.'],
  ['Decimal', '.'],
  ['+', '+'],
  ['Backspace', 'back'],
  ['Delete', 'clear'],
  ['Escape', 'clear'],
]);

export const amountKeyOf = (key: string): AmountKey | null => AMOUNT_KEYS.get(key) ?? null;

/**
 * Calls `onKey` for keys that are not typed into a field. A held key counts once, except the one that deletes.
 *
 * @param where what is keyed while a dialog is open is not for the screen behind it
 */
export function useKeys(onKey: (key: string) => boolean, where: 'screen' | 'dialog' = 'screen'): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
      if ((topDialog() === null) !== (where === 'screen')) return;
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.repeat && event.key !== 'Backspace') return;
      if (onKey(event.key)) event.preventDefault();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, [onKey, where]);
}

/** Enter that is held down on a button presses it once, and not the next button too, which comes to stand in its place. */
export function pressHeldKeysOnce(): void {
  document.addEventListener('keydown', (event) => {
    if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault();
  });
}
