/** Writes an exported day where a person finds it, and never over another till's file. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { writeAtomically } from '../files/atomic-file.ts';
import { codeOf } from '../files/error-code.ts';

/** An antivirus or a cloud folder holds a file for a moment; a spreadsheet holds it as long as it is open. */
const TRY_AGAIN_AFTER_MS = [50, 100, 200, 400] as const;
const HELD = new Set<string | undefined>(['EBUSY', 'EPERM', 'EACCES']);
/** More tills than will ever share a folder. */
const NAMES_MAX = 99;

/** Why a file was not written. `in-use`: another program, mostly a spreadsheet, has the old file open. */
export type NotWritten = 'full' | 'read-only' | 'in-use' | 'disk';

/**
 * @param path the wanted path; if another till's file is there, this one gets a number beside it
 * @param numbers all numbers in the content; they tell an earlier export of this till from another till's file
 * @returns the path of the written file @throws NodeJS.ErrnoException with the old file intact
 */
export async function writeExport(path: string, content: string, numbers: ReadonlySet<string>): Promise<string> {
  const free = freePath(path, numbers);
  for (const waitMs of TRY_AGAIN_AFTER_MS) {
    try {
      writeAtomically(free, content);
      return free;
    } catch (error) {
      if (!HELD.has(codeOf(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  writeAtomically(free, content);
  return free;
}

export function whyNotWritten(error: unknown): NotWritten {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  // The new file was written beside the old one, but cannot replace it.
  const isOldHeld = error instanceof Error && 'syscall' in error && error.syscall === 'rename' && HELD.has(code);
  if (isOldHeld || code === 'EBUSY') return 'in-use';
  return code === 'EACCES' || code === 'EROFS' || code === 'EPERM' ? 'read-only' : 'disk';
}

function freePath(path: string, numbers: ReadonlySet<string>): string {
  const end = extname(path);
  const start = join(dirname(path), basename(path, end));
  for (let name = 1; name < NAMES_MAX; name += 1) {
    const candidate = name === 1 ? path : `${start} (${name})${end}`;
    if (!existsSync(candidate) || isOurs(candidate, numbers)) return candidate;
  }
  return `${start} (${NAMES_MAX})${end}`;
}

/** An earlier export of the same day holds only numbers that are in the new one too. */
function isOurs(path: string, numbers: ReadonlySet<string>): boolean {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return false;
  }
  const rows = [...text.matchAll(ROW_START)];
  // If a file was saved in another form, nobody can say whose it is.
  return rows.length > 0 && rows.every(([, readable = '']) => numbers.has(readable.replaceAll('-', '')));
}

/** A row begins with a time and a number, as dayCsv writes them. */
const ROW_START = /^[^,\r\n]*,([0-9A-Z]{2}-[0-9A-Z]{6}-[0-9A-Z]{6}-[0-9A-Z]{2}),/gm;
