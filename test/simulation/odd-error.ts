/** Errors of a ledger or a machine that the till has no case for. The till may handle them as bugs. */
import type { Dice } from '../support/dice.ts';

const CODES = ['SQLITE_PROTOCOL', 'SQLITE_NOMEM', 'SQLITE_INTERNAL', 'EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'] as const;

const made = new WeakSet<object>();

export function oddError(dice: Dice): Error {
  const code = dice.pick(CODES);
  const error = Object.assign(new Error(`${code}: as nobody expected`), { code });
  made.add(error);
  return error;
}

/** Whether the error is an odd error or was caused by one. */
export function isOdd(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return made.has(error) || ('cause' in error && isOdd(error.cause));
}
