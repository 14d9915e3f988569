/**
 * What one key event of the cashier's window means. The place of a key counts as well as its character, so that a
 * scanner that uses the number block is understood with Num Lock off.
 */

import type { MonoMs } from '../../shared/time.ts';

export type KeyInput = {
  readonly type: 'down' | 'up';
  /** KeyboardEvent.key: one printable character, or the name of a key. */
  readonly key: string;
  /** KeyboardEvent.code: the place of the key, the same when it goes up. */
  readonly code: string;
  readonly shift: boolean;
  readonly control: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly capsLock: boolean;
  /** An input method is composing a word. */
  readonly isComposing: boolean;
  readonly isAutoRepeat: boolean;
  readonly atMs: MonoMs;
};

export type KeyMeaning =
  /** The key is held while others are pressed. */
  | { readonly kind: 'modifier' }
  | { readonly kind: 'character'; readonly character: string; readonly isCapsLetter: boolean }
  /** One digit of a character that is typed as a number while Alt is held. */
  | { readonly kind: 'alt-digit'; readonly digit: string }
  | { readonly kind: 'ending'; readonly ending: 'enter' | 'tab' }
  /** The key acts and types nothing: Escape, F1, Control and a letter. */
  | { readonly kind: 'command' }
  /** An input method has the key, or it types a character that no label has. It cannot be typed into the page again. */
  | { readonly kind: 'foreign' };

/** A key that went down and was kept from the page. Alt, down or up, is held too, but it did reach the page. */
export type HeldEvent = {
  readonly input: KeyInput;
  readonly meaning: KeyMeaning;
  /** The program was busy before this key, so the gap to the key before it is unknown. */
  readonly isBehindStall?: boolean;
};

const MODIFIERS: readonly string[] = [
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'CapsLock',
  'NumLock',
  'ScrollLock',
];

/** Keys that have a name and can be typed into the page again, with Electron's name for each. */
export const NAMED_KEYS: ReadonlyMap<string, string> = new Map([
  ['Enter', 'Enter'],
  ['Tab', 'Tab'],
  ['Escape', 'Escape'],
  ['Backspace', 'Backspace'],
  ['Delete', 'Delete'],
  ['Insert', 'Insert'],
  ['Home', 'Home'],
  ['End', 'End'],
  ['PageUp', 'PageUp'],
  ['PageDown', 'PageDown'],
  ['ArrowUp', 'Up'],
  ['ArrowDown', 'Down'],
  ['ArrowLeft', 'Left'],
  ['ArrowRight', 'Right'],
  ...Array.from({ length: 24 }, (_, index) => [`F${index + 1}`, `F${index + 1}`] as const),
]);

/** Control characters that a scanner sends as Control and a letter. */
const CONTROL_ENDINGS: ReadonlyMap<string, 'enter' | 'tab'> = new Map([
  ['m', 'enter'],
  ['j', 'enter'],
  ['i', 'tab'],
]);

export function meaningOf(input: KeyInput): KeyMeaning {
  const { key, code, control, alt, meta } = input;
  if (MODIFIERS.includes(key)) return { kind: 'modifier' };
  if (input.isComposing) return { kind: 'foreign' };
  const onBlock = /^Numpad(\d)$/.exec(code)?.[1];
  if (alt && !control && onBlock !== undefined) return { kind: 'alt-digit', digit: onBlock };
  if (control || alt || meta) {
    const ending = control && !alt && !meta ? CONTROL_ENDINGS.get(key.toLowerCase()) : undefined;
    if (ending !== undefined) return { kind: 'ending', ending };
    return isTypable(key) ? { kind: 'command' } : { kind: 'foreign' };
  }
  if (key === 'Enter') return { kind: 'ending', ending: 'enter' };
  if (key === 'Tab') return { kind: 'ending', ending: 'tab' };
  const character = characterOf(input);
  if (isPrintable(character)) {
    return { kind: 'character', character, isCapsLetter: input.capsLock && /[A-Za-z]/.test(character) };
  }
  return isTypable(key) ? { kind: 'command' } : { kind: 'foreign' };
}

/** The character of the key as if Num Lock were on: on a till nobody means "End" by the 1 of the number block. */
export function characterOf({ key, code }: Pick<KeyInput, 'key' | 'code'>): string {
  if (code === 'NumpadDecimal' && !isPrintable(key)) return '.';
  return /^Numpad(\d)$/.exec(code)?.[1] ?? key;
}

/** A key that an input method has taken for a character of its own. */
export function isOfInputMethod({ key, isComposing }: KeyInput): boolean {
  return isComposing || key === 'Process' || ([...key].length === 1 && !isPrintable(key));
}

/** One character from 20 to 7E (hex). The full-width digit of an input method is not one. */
function isPrintable(key: string): boolean {
  return /^[\x20-\x7e]$/.test(key);
}

function isTypable(key: string): boolean {
  return isPrintable(key) || NAMED_KEYS.has(key);
}
