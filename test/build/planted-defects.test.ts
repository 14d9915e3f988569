/** Checks quickly that each planted defect still fits the code; the simulation would need minutes to find that. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { DEFECTS } from '../simulation/defects.ts';

const ROOT = resolve(import.meta.dirname, '../..');

it.each(DEFECTS.map(({ name, edits }) => [name, edits] as const))('%s', (_name, edits) => {
  for (const { file, find } of edits) {
    expect(readFileSync(join(ROOT, file), 'utf8').split(find), `${file}: ${find}`).toHaveLength(2);
  }
});
