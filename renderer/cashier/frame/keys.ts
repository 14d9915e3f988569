/**
 * Keys of a physical keyboard. Payments start with a function key, not Enter: keyboard scanners end every label with
 * Enter, and nothing that a scanner can type may start a payment.
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
 * Calls `onKey` for keys that are not typed into a field. A held key counts once, except Backspace.
 *
 * @param where while a dialog is open, its keys must not reach the screen behind it
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

/** A held Enter presses a button once. Otherwise it would also press the next button that appears in the same place. */
export function pressHeldKeysOnce(): void {
  document.addEventListener('keydown', (event) => {
    if (event.repeat && event.key === 'Enter' && event.target instanceof HTMLButtonElement) event.preventDefault();
  });
}
