/** Some code must exist only once in the program, because a second copy might not get later corrections. */
import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
// Without the simulator: QFPay's side shares no code with the till.
const FILES = globSync('electron/**/*.ts', { cwd: ROOT })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.startsWith('electron/simulator/'));

it.each([
  ['the code of an error', /'code' in /, 'electron/files/error-code.ts'],
  ["the machine's steady clock", /performance\.now\(/, 'electron/files/machine-clock.ts'],
  ['a sync to the disk', /fsync(Sync)?\(/, 'electron/files/durable.ts'],
])('%s', (_what, written, home) => {
  expect(FILES.length).toBeGreaterThan(100);
  expect(FILES.filter((path) => written.test(readFileSync(resolve(ROOT, path), 'utf8')))).toEqual([home]);
});
