/**
 * The key that hashes customers' codes, so that a used code is recognised without being kept. It lies beside the
 * ledger, not in it: with the ledger's file alone nobody can try codes against its hashes.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeAtomically } from '../files/atomic-file.ts';
import type { KeyedHash } from '../till/ports/world.ts';

const KEY_BYTES = 32;

/** Makes a new key when there is none. Older hashes then match nothing, which only forgets the last day's codes. */
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
    // In a folder that cannot be written no payment can be recorded either, and the windows say so.
  }
  return key;
}
