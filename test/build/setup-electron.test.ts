/** The download of the official Electron: stopped in time, and tried again from another mirror. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchOfficial, findElectron } from '../../build/setup/electron.mjs';
import { SUBSTITUTE_VERSION, substituteExists } from '../../build/setup/substitute.mjs';
import { newFolder } from '../support/counter-till.ts';

let place: ReturnType<typeof newFolder>;
let modules: string;

beforeEach(() => {
  place = newFolder();
  modules = join(place.folder, 'node_modules');
  mkdirSync(join(modules, 'electron'), { recursive: true });
  writeFileSync(join(modules, 'electron', 'package.json'), '{"version":"45.0.0"}');
  vi.stubEnv('HARBOUR_TILL_CACHE', join(place.folder, 'cache'));
  for (const name of ['ELECTRON_MIRROR', 'ELECTRON_OVERRIDE_DIST_PATH']) vi.stubEnv(name, '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  place.remove();
});

/** Replaces Electron's own installer by this program. */
const installer = (program: string): void => {
  writeFileSync(join(modules, 'electron', 'install.js'), `const fs = require('node:fs');\n${program}`);
};

describe('stops', () => {
  const fetchWith = (patience: { silentMs: number; wholeMs: number }): Promise<string> =>
    fetchOfficial(modules, process.execPath, '45.0.0', patience);

  it('when nothing arrives', async () => {
    installer('setInterval(() => undefined, 1000);');
    expect(await fetchWith({ silentMs: 1_000, wholeMs: 60_000 })).toMatch(/^nothing arrived for 1/);
  });

  it('when it never completes, although data arrives all the time', async () => {
    installer("setInterval(() => fs.appendFileSync(process.env.TMPDIR + '/part', 'x'), 50);");
    expect(await fetchWith({ silentMs: 10_000, wholeMs: 2_000 })).toMatch(/ arrived in 2/);
  });

  it('but not when it is only slow', async () => {
    installer("fs.writeFileSync(process.env.TMPDIR + '/part', 'x'); setTimeout(() => undefined, 1500);");
    expect(await fetchWith({ silentMs: 10_000, wholeMs: 10_000 })).toBe('');
  });
});

it.runIf(substituteExists())('is tried at most once a day, except from a newly named mirror', async () => {
  const tries = join(place.folder, 'tries');
  installer(`fs.appendFileSync(${JSON.stringify(tries)}, 'x'); throw new Error('no way');`);
  const substitute = join(place.folder, 'cache', `electron-${SUBSTITUTE_VERSION}-linux-x64-r1`);
  mkdirSync(substitute, { recursive: true });
  symlinkSync(process.execPath, join(substitute, 'electron'));
  const triesAfter = async (mirror: string): Promise<number> => {
    vi.stubEnv('ELECTRON_MIRROR', mirror);
    expect(await findElectron(modules, process.execPath)).toMatchObject({ official: false });
    return existsSync(tries) ? readFileSync(tries, 'utf8').length : 0;
  };
  expect(await triesAfter('')).toBe(1);
  expect(await triesAfter('')).toBe(1);
  expect(await triesAfter('https://mirror.example/electron/')).toBe(2);
  expect(await triesAfter('https://mirror.example/electron/')).toBe(2);
  expect(await triesAfter('https://other.example/')).toBe(3);
  expect(await triesAfter('')).toBe(3);
});
