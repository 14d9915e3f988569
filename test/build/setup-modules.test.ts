/** When set-up runs npm again, and when node_modules already has everything in the lock file. */
import { expect, it } from 'vitest';
import { isInstalled } from '../../build/setup/modules.mjs';

const lock = (packages: object): string => JSON.stringify({ packages });
const A = { version: '1.0.0', integrity: 'sha512-a' };
const B = { version: '2.0.0', integrity: 'sha512-b' };
const OTHER = { version: '1.0.0', integrity: 'sha512-o', optional: true };
const there = lock({ a: A, b: B });

it.each([
  ['the same', { '': {}, a: A, b: B }, true],
  ['the same with other words about it', { a: { ...A, license: 'MIT' }, b: B }, true],
  ["another system's package beside it", { a: A, b: B, other: OTHER }, true],
  ['another version', { a: { ...A, version: '1.0.1' }, b: B }, false],
  ['another content', { a: { ...A, integrity: 'sha512-x' }, b: B }, false],
  ['no hash where there was one', { a: { version: '1.0.0' }, b: B }, false],
  ['one more', { a: A, b: B, c: A }, false],
  ['one less', { a: A }, false],
])('a lock that lists %s', (_what, packages, isThere) => {
  expect(isInstalled(lock(packages), there)).toBe(isThere);
});
