/** The compiler enforces: shared/ uses neither the DOM nor Node, electron/ no DOM, renderer/ no Node. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newFolder } from '../support/folders.ts';

const ROOT = resolve(import.meta.dirname, '..', '..');
const PAGE = 'export const title = document.title;';
const NODE = 'export const pid = process.pid;';
const NEITHER = 'export const sum = (one: number, other: number): number => one + other;';

let place: ReturnType<typeof newFolder>;
beforeEach(() => {
  place = newFolder();
});
afterEach(() => {
  place.remove();
});

it.each([
  ['shared', NEITHER, true],
  ['shared', PAGE, false],
  ['shared', NODE, false],
  ['electron', NODE, true],
  ['electron', PAGE, false],
  ['renderer', PAGE, true],
  ['renderer', NODE, false],
])(
  '%s with "%s" compiles: %s',
  (project, text, compiles) => {
    const { folder } = place;
    writeFileSync(join(folder, 'a.ts'), text);
    const options = {
      extends: join(ROOT, project, 'tsconfig.json'),
      compilerOptions: { typeRoots: [join(ROOT, 'node_modules', '@types')] },
      include: ['a.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(options));
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status, stdout } = spawnSync(process.execPath, [compiler, '--noEmit', '-p', folder], { encoding: 'utf8' });
    expect({ compiles: status === 0, said: stdout.includes('error') }).toEqual({ compiles, said: !compiles });
  },
  60_000,
);
