/** A folder on a network share may not support fsync: the write succeeds there, but errors of a disk still fail. */
import type * as fs from 'node:fs';
import { fsyncSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeAtomically } from '../../electron/files/atomic-file.ts';
import { newFolder } from '../support/counter-till.ts';

vi.mock('node:fs', async (original) => ({ ...(await original<typeof fs>()), fsyncSync: vi.fn() }));

let place: ReturnType<typeof newFolder>;
beforeEach(() => {
  place = newFolder();
});
afterEach(() => place.remove());

const fsyncFails = (code: string): void => {
  vi.mocked(fsyncSync).mockImplementation(() => {
    throw Object.assign(new Error(code), { code, errno: -22, syscall: 'fsync' });
  });
};

it.each(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('%s: written anyway', (code) => {
  fsyncFails(code);
  const path = join(place.folder, 'day.csv');
  writeAtomically(path, 'whole');
  expect(readFileSync(path, 'utf8')).toBe('whole');
});

it.each(['EIO', 'ENOSPC'])('%s: not written', (code) => {
  fsyncFails(code);
  expect(() => writeAtomically(join(place.folder, 'day.csv'), 'whole')).toThrow(code);
});
