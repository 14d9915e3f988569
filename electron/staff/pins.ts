/**
 * PINs and the recovery code: set, checked and forgotten. A PIN is stretched with a salt of its own after the machine's
 * key was mixed in, so that the file alone, without the machine's key beside it, gives nobody a PIN to guess at.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Person } from '../../shared/person.ts';
import type { KeyedHash } from '../till/ports/world.ts';
import { readPinFile, writePinFile, type PinFile, type Verifier } from './pin-file.ts';
import { cleanRecoveryCode, newRecoveryCode } from './recovery-code.ts';

/** Whose PIN: people of two ledgers may have the same id. @property ledger the environment that the ledger is named by */
export type PinOwner = { readonly ledger: string; readonly id: string };
export type Roster = PinFile['rosters'][string];

export type Pins = {
  has(owner: PinOwner): boolean;
  /** @throws NodeJS.ErrnoException; the old PIN is valid then */
  set(owner: PinOwner, pin: string): Promise<void>;
  isRight(owner: PinOwner, pin: string): Promise<boolean>;
  /** @throws NodeJS.ErrnoException */
  forget(owner: PinOwner): void;
  /** Whether the owners of this ledger have one. */
  hasRecoveryCode(ledger: string): boolean;
  /** Makes another one; the one before is valid no more. @throws NodeJS.ErrnoException */
  renewRecoveryCode(ledger: string): Promise<string>;
  isRecoveryCode(ledger: string, typed: string): Promise<boolean>;
  /** Who was active by this ledger when it was open last. */
  roster(ledger: string): Roster;
  /** Keeps it, if it has changed. A file that cannot be written is no reason not to open the till. */
  keepRoster(ledger: string, people: readonly Person[]): void;
};

/** 2^15 rounds of scrypt: each guess costs about a tenth of a second of one core and 32 MiB. */
const SCRYPT = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;

/**
 * @param keyedHash by the machine's own key, which lies in another file
 * @param onChange somebody can come to the till now who could not, or the other way round
 */
export function openPins(path: string, keyedHash: KeyedHash, onChange: () => void): Pins {
  let file: PinFile = readPinFile(path, keyedHash('harbour-till pins'));

  const keep = (next: PinFile): void => {
    writePinFile(path, next);
    file = next;
    onChange();
  };
  const keyOf = ({ ledger, id }: PinOwner): string => `${ledger} ${id}`;
  const mixed = ({ ledger, id }: PinOwner, pin: string): string => keyedHash(`pin ${ledger} ${id} ${pin}`);

  return {
    has: (owner) => Object.hasOwn(file.pins, keyOf(owner)),
    async set(owner, pin) {
      const verifier = await verifierOf(mixed(owner, pin));
      keep({ ...file, pins: { ...file.pins, [keyOf(owner)]: verifier } });
    },
    async isRight(owner, pin) {
      const verifier = file.pins[keyOf(owner)];
      return verifier !== undefined && isSame(mixed(owner, pin), verifier);
    },
    forget(owner) {
      const others = Object.entries(file.pins).filter(([key]) => key !== keyOf(owner));
      keep({ ...file, pins: Object.fromEntries(others) });
    },
    hasRecoveryCode: (ledger) => Object.hasOwn(file.recovery, ledger),
    async renewRecoveryCode(ledger) {
      const code = newRecoveryCode();
      const verifier = await verifierOf(cleanRecoveryCode(code));
      keep({ ...file, recovery: { ...file.recovery, [ledger]: verifier } });
      return code;
    },
    async isRecoveryCode(ledger, typed) {
      const verifier = file.recovery[ledger];
      return verifier !== undefined && isSame(cleanRecoveryCode(typed), verifier);
    },
    roster: (ledger) => file.rosters[ledger] ?? [],
    keepRoster(ledger, people) {
      const roster = people.flatMap(({ id, name, role, isActive }) => (isActive ? [{ id, name, role }] : []));
      if (JSON.stringify(roster) === JSON.stringify(file.rosters[ledger] ?? [])) return;
      const next = { ...file, rosters: { ...file.rosters, [ledger]: roster } };
      try {
        keep(next);
      } catch {
        file = next;
      }
    },
  };
}

async function verifierOf(text: string): Promise<Verifier> {
  const salt = randomBytes(SALT_BYTES);
  return { salt, hash: await stretch(text, salt) };
}

async function isSame(text: string, { salt, hash }: Verifier): Promise<boolean> {
  const stretched = await stretch(text, salt);
  return hash.length === HASH_BYTES && timingSafeEqual(stretched, hash);
}

function stretch(text: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(text, salt, HASH_BYTES, SCRYPT, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
}
