/**
 * The key under which customers' codes are hashed, so that a used code is known again without being kept. It lives beside
 * the ledger and not in it: the ledger's file alone gives no way to try codes against its hashes.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeAtomically } from '../files/atomic-file.ts';
import type { KeyedHash } from '../till/ports/world.ts';

const KEY_BYTES = 32;

/** A new key is made when there is none; old hashes then match nothing, which only forgets the last day's codes. */
export function openKeyedHash(path: string): KeyedHash {
  const key = readKey(path) ?? newKey(path);
  return (code) => createHmac('sha256', key).update(code, 'utf8').digest('hex');
}

function readKey(path: string): Buffer | null {
  try {
    const key = readFileSync(path);
    return key.length === KEY_BYTES ? key : null;
  } catch {
    return null;
  }
}

function newKey(path: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  try {
    writeAtomically(path, key);
  } catch {
    // In a folder that cannot be written no payment can be recorded either; the windows say so.
  }
  return key;
}
