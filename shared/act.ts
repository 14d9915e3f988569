/** An act of a person that the ledger must remember. */
import type { Actor } from './role.ts';

export type Act = Actor & {
  /** The act's name as in the log: "went-live". */
  readonly what: string;
  /** The subject: an attempt's number, or another subject of the journal. */
  readonly about: string | null;
  /** Never a secret. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};
