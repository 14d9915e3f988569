/** The recovery code: long enough that nobody guesses it, and written so that nobody misreads it. */
import { randomInt } from 'node:crypto';

/** Letters and digits that cannot be taken for one another: 0, O, 1 and I are not among them. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** 20 characters of 5 bits each: 100 bits. */
const GROUPS = 5;
const GROUP_LENGTH = 4;

/** "K7QF-3MP2-XW8D-…" */
export function newRecoveryCode(): string {
  const group = (): string =>
    Array.from({ length: GROUP_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** A person may type it in small letters, and with spaces or without. */
export const cleanRecoveryCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
