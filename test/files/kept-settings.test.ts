import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSettings } from '../../electron/files/kept-settings.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { newFolder } from '../support/folders.ts';

let place: ReturnType<typeof newFolder>;
let path: string;
beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'settings.json');
});
afterEach(() => {
  place.remove();
});

const inFile = (): unknown => JSON.parse(readFileSync(path, 'utf8'));
const NEXT = { ...DEFAULT_SETTINGS, goodsName: 'Tea' };

it('uses saved settings at once, and at the next start', () => {
  const settings = openSettings(path, 0);
  settings.keep(NEXT);
  expect(settings.now()).toBe(NEXT);
  expect(openSettings(path, 0).now()).toEqual(NEXT);
});

it('goes on with the old settings when the new ones cannot be written', () => {
  const noFolder = join(place.folder, 'file');
  writeFileSync(noFolder, '');
  const settings = openSettings(join(noFolder, 'settings.json'), 0);
  expect(() => {
    settings.keep(NEXT);
  }).toThrow(/ENOTDIR|EEXIST/);
  expect(settings.now()).toEqual(DEFAULT_SETTINGS);
});

it('does not overwrite lost settings until a person has confirmed them', () => {
  // Only a till that was live has this file.
  writeFileSync(join(place.folder, 'ledger-production.db'), '');
  writeFileSync(path, '{');
  const settings = openSettings(path, 0);
  expect(settings.lost()).toEqual({ keptAs: settings.damage?.keptAs });
  rmSync(path, { force: true });
  settings.keep(NEXT);
  expect(inFile).toThrow(/ENOENT/);
  settings.confirm();
  expect(settings.lost()).toBeNull();
  expect(inFile()).toMatchObject({ goodsName: 'Tea' });
  // The settings are confirmed already, so the file does not change.
  rmSync(path);
  mkdirSync(path);
  settings.confirm();
});
