/**
 * Writing the exported day: never over another till's file, tried again while another program holds it, with a reason.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayCsv } from '../../electron/export/csv.ts';
import { whyNotWritten, writeExport } from '../../electron/export/write-export.ts';
import { newFolder } from '../support/counter-till.ts';
import { has, lockableFolder } from '../support/disks.ts';
import { anAttempt, numberOf } from '../support/samples.ts';

let place: ReturnType<typeof newFolder>;
let path: string;
beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'harbour-till-production-01-2026-11-22.csv');
});
afterEach(() => {
  vi.restoreAllMocks();
  place.remove();
});

const day = (...sequences: readonly number[]) => {
  const attempts = sequences.map((sequence) => anAttempt({ number: numberOf(sequence), status: 'paid' }));
  return { csv: dayCsv(attempts, false), numbers: new Set<string>(attempts.map(({ number }) => number)) };
};
const write = ({ csv, numbers }: ReturnType<typeof day>): Promise<string> => writeExport(path, csv, numbers);

describe('two tills with the same id and the same folder', () => {
  it('have a file each, and each overwrites only its own', async () => {
    const [ours, theirs] = [day(1, 2), day(7)];
    expect(await write(ours)).toBe(path);
    const other = path.replace('.csv', ' (2).csv');
    expect(await write(theirs)).toBe(other);
    expect(await write(day(1, 2, 3))).toBe(path);
    expect(await write(day(7, 8))).toBe(other);
    expect(readFileSync(path, 'utf8')).toBe(day(1, 2, 3).csv);
    expect(readFileSync(other, 'utf8')).toBe(day(7, 8).csv);
    expect(readdirSync(place.folder)).toHaveLength(2);
  });

  it('do not overwrite a file that somebody saved in another format', async () => {
    const saved = day(7).csv.replaceAll(',', ';');
    writeFileSync(path, saved);
    expect(await write(day(1))).toBe(path.replace('.csv', ' (2).csv'));
    expect(readFileSync(path, 'utf8')).toBe(saved);
  });

  it('write the first file under its plain name', async () => {
    expect(await write(day())).toBe(path);
    expect(existsSync(path)).toBe(true);
  });
});

describe('why it was not written', () => {
  const failed = (code: string, syscall: string): Error => Object.assign(new Error(code), { code, errno: -1, syscall });

  it.each([
    ['in-use', failed('EPERM', 'rename')],
    ['in-use', failed('EACCES', 'rename')],
    ['in-use', failed('EBUSY', 'open')],
    ['read-only', failed('EACCES', 'open')],
    ['read-only', failed('EPERM', 'mkdir')],
    ['read-only', failed('EROFS', 'open')],
    ['full', failed('ENOSPC', 'write')],
    ['full', failed('EDQUOT', 'write')],
    ['disk', failed('EIO', 'fsync')],
    ['disk', new Error('what')],
  ])('%s: %o', (why, error) => {
    expect(whyNotWritten(error)).toBe(why);
  });

  it('a folder in place of the file: writes a second name at once, because waiting does not help', async () => {
    mkdirSync(path);
    writeFileSync(join(path, 'x'), '');
    await expect(writeExport(path, 'a', new Set())).resolves.toMatch(/ \(2\)\.csv$/);
  });
});

/**
 * Makes a file unwritable for a while, like an antivirus. For root, mounts the file. @returns a function that releases
 * it
 */
function hold(file: string): () => void {
  if (process.getuid?.() === 0) {
    execFileSync('mount', ['--bind', file, file]);
    return () => execFileSync('umount', [file]);
  }
  chmodSync(place.folder, 0o500);
  return () => chmodSync(place.folder, 0o700);
}

describe.skipIf(!has(lockableFolder))('a file that another program holds', () => {
  it('for a moment is tried again', async () => {
    await write(day(1));
    const letGo = hold(path);
    setTimeout(letGo, 120);
    expect(await write(day(1, 2))).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe(day(1, 2).csv);
  });

  it('for longer is reported, with the old file unchanged and no other file', async () => {
    await write(day(1));
    const letGo = hold(path);
    const tried = await write(day(1, 2)).catch((error: unknown) => error);
    letGo();
    expect(tried).toMatchObject({ code: expect.stringMatching(/EBUSY|EACCES/) as string });
    expect(readFileSync(path, 'utf8')).toBe(day(1).csv);
    expect(readdirSync(place.folder)).toHaveLength(1);
  });
});
