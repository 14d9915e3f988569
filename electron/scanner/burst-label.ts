/** The label out of a burst's keys, while they come: what was typed, how it ended, and what keeps it from being one. */

import { assertNever } from '../../shared/result.ts';
import { MAX_LABEL_BYTES } from './scan.ts';
import type { HeldEvent } from './typed-key.ts';

export type ScanProblem =
  /** Not whole, or perhaps not: scan again. */
  | 'broken'
  /** It holds keys that act, or an ending in its middle: no payment code does. */
  | 'control-keys'
  /** Capital and small letters may be the wrong way round. */
  | 'caps-lock'
  | 'input-method';

export type BurstReport =
  | { readonly kind: 'scan'; readonly label: string }
  | { readonly kind: 'unreadable'; readonly why: ScanProblem }
  /** A scanner so slow that its first keys have reached the page; see slow-scan.ts. */
  | { readonly kind: 'slow' }
  /** Endings alone, as of a scanner that was told to send one by itself. */
  | { readonly kind: 'empty' };

export type Ending = 'enter' | 'tab' | 'both';

export type Collected = {
  /** Cut where it is too long for any label; still long enough to be refused as too long. */
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
      return { ...label, altDigits: `${label.altDigits}${meaning.digit}`.slice(0, LONGEST_ALT_NUMBER + 1) };
    case 'ending':
      return withEnding(before, meaning.ending);
    case 'command':
    case 'foreign':
      return { ...before, hasControlKeys: true };
    default:
      return assertNever(meaning);
  }
}

/** What there is to say of the label when the burst is over. */
export function reportOf(label: Collected): Exclude<BurstReport, { readonly kind: 'slow' }> {
  const { text, ending, hasControlKeys, hasCapsLetters } = withAltCharacter(label);
  if (hasControlKeys) return { kind: 'unreadable', why: 'control-keys' };
  if (hasCapsLetters) return { kind: 'unreadable', why: 'caps-lock' };
  if (text === '') return ending === null ? { kind: 'unreadable', why: 'broken' } : { kind: 'empty' };
  return { kind: 'scan', label: text };
}

/** "0" and three digits: Windows takes the number for one of its own code page, and all that is printable is the same. */
const LONGEST_ALT_NUMBER = 4;

function withAltCharacter(label: Collected): Collected {
  const { altDigits } = label;
  if (altDigits === '') return label;
  const typed: Collected = { ...label, altDigits: '' };
  const code = Number(altDigits);
  if (code === 0x0a || code === 0x0d) return withEnding(typed, 'enter');
  if (code === 0x09) return withEnding(typed, 'tab');
  const isPrintable = code >= 0x20 && code <= 0x7e && altDigits.length <= LONGEST_ALT_NUMBER;
  return isPrintable ? withCharacter(typed, String.fromCharCode(code), false) : { ...typed, hasControlKeys: true };
}

function withCharacter(label: Collected, character: string, isCapsLetter: boolean): Collected {
  return {
    ...label,
    text: label.text.length > MAX_LABEL_BYTES ? label.text : label.text + character,
    // What stands behind an ending would be another label, or keys that are to act.
    hasControlKeys: label.hasControlKeys || label.ending !== null,
    hasCapsLetters: label.hasCapsLetters || isCapsLetter,
  };
}

function withEnding(label: Collected, ending: 'enter' | 'tab'): Collected {
  return { ...label, ending: label.ending === null || label.ending === ending ? ending : 'both' };
}
