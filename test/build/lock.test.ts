/** `npm ci` checks every package, also those of other systems, with a hash. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

type Entry = { readonly integrity?: string; readonly link?: boolean };

it('the lock file has a hash for each package', () => {
  const path = join(import.meta.dirname, '..', '..', 'package-lock.json');
  const { packages } = JSON.parse(readFileSync(path, 'utf8')) as { readonly packages: Readonly<Record<string, Entry>> };
  const entries = Object.entries(packages).filter(([name, { link }]) => name !== '' && link !== true);
  expect(entries.length).toBeGreaterThan(100);
  const bare = entries.filter(([, { integrity }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity ?? ''));
  expect(bare.map(([name]) => name)).toEqual([]);
});
