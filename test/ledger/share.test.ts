/** A ledger on a network share, which has neither shared memory nor reliable locks. */
import { expect, it } from 'vitest';
import { guarded } from '../../electron/ledger/file/errors.ts';
import { troubleOf } from '../support/ledger-files.ts';

const failing = (code: string) => () =>
  guarded(() => {
    throw Object.assign(new Error('disk I/O error'), { code });
  });

it.each([
  ['SQLITE_IOERR_SHMOPEN', 'share'],
  ['SQLITE_IOERR_SHMMAP', 'share'],
  ['SQLITE_IOERR_SHMLOCK', 'share'],
  ['SQLITE_IOERR_LOCK', 'share'],
  ['SQLITE_IOERR_RDLOCK', 'share'],
  ['SQLITE_IOERR_UNLOCK', 'share'],
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_IOERR_FSYNC', 'disk'],
  ['SQLITE_IOERR', 'disk'],
] as const)('%s is reported as %s', (code, trouble) => {
  expect(troubleOf(failing(code))).toBe(trouble);
});
