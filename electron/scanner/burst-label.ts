/** Builds the label from the keys of a burst: its text, its ending, and any reason why it cannot be used. */

import { assertNever } from '../../shared/result.ts';
import { MAX_LABEL_BYTES } from './scan.ts';
import type { HeldEvent } from './typed-key.ts';

export type ScanProblem =
  /** The label is incomplete, or may be: scan again. */
  | 'broken'
  /** The label holds command keys, or an ending in its middle. No payment code does. */
  | 'control-keys'
  /** Caps Lock may have swapped capital and small letters. */
  | 'caps-lock'
  | 'input-method';

export type BurstReport =
  | { readonly kind: 'scan'; readonly label: string }
  | { readonly kind: 'unreadable'; readonly why: ScanProblem }
  /** The scanner is so slow that its first keys have reached the page; see slow-scan.ts. */
  | { readonly kind: 'slow' }
  /** Only an ending came, without a label. A scanner can be set to send one alone. */
  | { readonly kind: 'empty' };

export type Ending = 'enter' | 'tab' | 'both';

export type Collected = {
  /** Cut when it is longer than any label, but long enough to be refused as too long. */
  readonly text: string;
  readonly ending: Ending | null;
  readonly altDigits: string;
  readonly hasControlKeys: boolean;
  readonly hasCapsLetters: boolean;
};

export const NOTHING_TYPED: Collected = {
  text: '',
  ending: null,
  altDigits: '',
  hasControlKeys: false,
  hasCapsLetters: false,
};

export function collect(label: Collected, { meaning }: HeldEvent): Collected {
  const before = meaning.kind === 'alt-digit' ? label : withAltCharacter(label);
  switch (meaning.kind) {
    case 'modifier':
      return before;
    case 'character':
      return withCharacter(before, meaning.character, meaning.isCapsLetter);
    case 'alt-digit':
      return { ...label, altDigits: `${label.altDigits}${meaning.digit}`.slice(0, ALT_DIGITS_MAX + 1) };
    case 'ending':
      return withEnding(before, meaning.ending);
    case 'command':
    case 'foreign':
      return { ...before, hasControlKeys: true };
    default:
      return assertNever(meaning);
  }
}

/** The result once the burst is over. */
export function reportOf(label: Collected): Exclude<BurstReport, { readonly kind: 'slow' }> {
  const { text, ending, hasControlKeys, hasCapsLetters } = withAltCharacter(label);
  if (hasControlKeys) return { kind: 'unreadable', why: 'control-keys' };
  if (hasCapsLetters) return { kind: 'unreadable', why: 'caps-lock' };
  if (text === '') return ending === null ? { kind: 'unreadable', why: 'broken' } : { kind: 'empty' };
  return { kind: 'scan', label: text };
}

/** "0" and three digits. Windows then uses its own code page, which has the same printable characters. */
const ALT_DIGITS_MAX = 4;

function withAltCharacter(label: Collected): Collected {
  const { altDigits } = label;
  if (altDigits === '') return label;
  const typed: Collected = { ...label, altDigits: '' };
  const code = Number(altDigits);
  if (code === 0x0a || code === 0x0d) return withEnding(typed, 'enter');
  if (code === 0x09) return withEnding(typed, 'tab');
  const isPrintable = code >= 0x20 && code <= 0x7e && altDigits.length <= ALT_DIGITS_MAX;
  return isPrintable ? withCharacter(typed, String.fromCharCode(code), false) : { ...typed, hasControlKeys: true };
}

function withCharacter(label: Collected, character: string, isCapsLetter: boolean): Collected {
  return {
    ...label,
    text: label.text.length > MAX_LABEL_BYTES ? label.text : label.text + character,
    // A key after an ending belongs to another label, or it is a command.
    hasControlKeys: label.hasControlKeys || label.ending !== null,
    hasCapsLetters: label.hasCapsLetters || isCapsLetter,
  };
}

function withEnding(label: Collected, ending: 'enter' | 'tab'): Collected {
  return { ...label, ending: label.ending === null || label.ending === ending ? ending : 'both' };
}
