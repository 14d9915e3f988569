/** A person who works at the till. They are never deleted, only switched off, since rows of the past name them. */
import type { Role } from './role.ts';

export type Person = {
  /** The subject in the journal: "person:01". */
  readonly id: string;
  /** The version of the ledger's row, so that nobody changes what they have not seen. */
  readonly version: number;
  /** By which the shop knows them; no two people of a till share one. */
  readonly name: string;
  readonly role: Role;
  /** False once switched off: the person cannot come to the till. */
  readonly isActive: boolean;
};

/** What an owner may change of a person. */
export type PersonChange = Pick<Person, 'name' | 'role' | 'isActive'>;

export const PIN_DIGITS_MIN = 4;
export const PIN_DIGITS_MAX = 8;
const PIN = new RegExp(`^[0-9]{${PIN_DIGITS_MIN},${PIN_DIGITS_MAX}}$`);

export const isPin = (text: string): boolean => PIN.test(text);
