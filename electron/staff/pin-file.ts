/**
 * The file that holds the verifiers of PINs and of the recovery code. It lies beside the ledger and not in it, since
 * backups of the journal travel, and four digits are guessed in minutes by whoever has a verifier.
 */
import { z } from 'zod';
import { ROLES } from '../../shared/role.ts';
import { readText, writeAtomically } from '../files/atomic-file.ts';

const base64 = z.base64().transform((text) => Buffer.from(text, 'base64'));
const verifierSchema = z.object({ salt: base64, hash: base64 });
const rosterSchema = z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(ROLES) }));

const fileSchema = z.object({
  /** A hash by the machine's own key: another one means that the key is another one, and no PIN can be checked. */
  machine: z.string(),
  /** By ledger and person. */
  pins: z.record(z.string(), verifierSchema),
  /** By ledger: whoever practises as an owner must get no way in to the live till. */
  recovery: z.record(z.string(), verifierSchema),
  /** Who was active by each ledger when it was last open, for a till whose ledger is not open. */
  rosters: z.record(z.string(), rosterSchema),
});

export type Verifier = { readonly salt: Buffer; readonly hash: Buffer };
export type PinFile = Omit<z.infer<typeof fileSchema>, 'pins' | 'recovery'> & {
  readonly pins: Readonly<Record<string, Verifier>>;
  readonly recovery: Readonly<Record<string, Verifier>>;
};

/** Nobody has a PIN, if there is no file, or one that cannot be read. @param machine the hash that the file must have */
export function readPinFile(path: string, machine: string): PinFile {
  try {
    const file = fileSchema.parse(JSON.parse(readText(path)));
    // The recovery code is long enough to be checked without the machine's key, so it outlives a lost key.
    return file.machine === machine ? file : { ...file, machine, pins: {} };
  } catch {
    return { machine, pins: {}, recovery: {}, rosters: {} };
  }
}

/** @throws NodeJS.ErrnoException; the old file is intact then */
export function writePinFile(path: string, file: PinFile): void {
  const text = ({ salt, hash }: Verifier) => ({ salt: salt.toString('base64'), hash: hash.toString('base64') });
  const texts = (all: PinFile['pins']) =>
    Object.fromEntries(Object.entries(all).map(([key, verifier]) => [key, text(verifier)]));
  const written = { ...file, pins: texts(file.pins), recovery: texts(file.recovery) };
  writeAtomically(path, `${JSON.stringify(written, null, 2)}\n`);
}
