/** The import rules: build/rooms.mjs lists which room may import which, and no file breaks the rules. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOMS } from '../../build/rooms.mjs';
import { faultsIn, type Row, type SourceFile } from '../support/walls.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');

function filesIn(folder: string): readonly SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return { path: path.slice(ROOT.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') };
    });
}

it('every file of the product is in a room, and imports only what the room may', () => {
  const files = ['electron', 'renderer', 'shared'].flatMap(filesIn);
  expect(files.length).toBeGreaterThan(200);
  expect(faultsIn(files, ROOMS)).toEqual([]);
});

describe('the check finds', () => {
  const rows: readonly Row[] = [
    { room: 'low', knows: [], loads: ['node'] },
    { room: 'high', knows: ['low'] },
    { room: 'high/deep', knows: ['high'] },
  ];
  const sound: readonly SourceFile[] = [
    { path: 'low/a.ts', text: "import { join } from 'node:path';" },
    { path: 'high/a.ts', text: "import type { A } from '../low/a.ts';" },
    { path: 'high/deep/er/a.ts', text: "export { a } from '../../a.ts';" },
  ];
  const withText = (path: string, text: string) => faultsIn([...sound, { path, text }], rows);

  it('nothing if all imports follow the rows', () => {
    expect(faultsIn(sound, rows)).toEqual([]);
  });

  it.each([
    ['low/b.ts', "import { a } from '../high/a.ts';", '../high/a.ts'],
    ['low/b.ts', "import type { A } from '../high/deep/er/a.ts';", '../high/deep/er/a.ts'],
    ['low/b.ts', "export * from '../high/a.ts';", '../high/a.ts'],
    ['low/b.ts', "export type B = import('../high/a.ts').A;", '../high/a.ts'],
    ['low/b.ts', "export const b = await import('../high/a.ts');", '../high/a.ts'],
    ['low/b.ts', "import '../high/a.ts';", '../high/a.ts'],
    ['low/b/c/d.ts', "import { a } from '../../../high/a.ts';", '../../../high/a.ts'],
    ['low/b.ts', "import { x } from '@scope/name/deep';", '@scope/name/deep'],
    ['low/b.ts', "import { y } from '../nowhere/y.ts';", '../nowhere/y.ts'],
  ])('%s with %s', (path, text, what) => {
    expect(withText(path, text)).toEqual([`${path} imports ${what}, which low may not`]);
  });

  it('a room inside another room, which does not have the rights of the outer one', () => {
    expect(withText('high/deep/b.ts', "import { a } from '../../low/a.ts';")).toEqual([
      'high/deep/b.ts imports ../../low/a.ts, which high/deep may not',
    ]);
  });

  it('a file in no room', () => {
    expect(withText('other/b.ts', '')).toEqual(['other/b.ts stands in no room']);
  });

  it('rooms that know each other in a ring', () => {
    const ring: readonly Row[] = [
      { room: 'low', knows: ['high'] },
      { room: 'high', knows: ['low'] },
    ];
    const files: readonly SourceFile[] = [
      { path: 'low/a.ts', text: "import type { A } from '../high/a.ts';" },
      { path: 'high/a.ts', text: "import type { A } from '../low/a.ts';" },
    ];
    expect(faultsIn(files, ring)).toEqual(['rooms in a ring: low > high > low']);
  });

  it('a right that no file uses', () => {
    expect(faultsIn(sound, [{ room: 'low', knows: [], loads: ['node', 'zod'] }, ...rows.slice(1)])).toEqual([
      'low may import zod, and does not',
    ]);
  });
});
