/** The settings file, however it was left: the till always has settings, and a file it cannot use is kept as it was. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadSettings, settingsSchema } from '../../../electron/settings.ts';
import { DEFAULT_SETTINGS } from '../../../shared/settings.ts';
import { asBytes, mutateBytes, mutateJson, noise, uglyValue } from '../mutate.ts';
import type { Dice } from '../../support/dice.ts';
import type { Target } from '../target.ts';

const SAMPLES = [
  DEFAULT_SETTINGS,
  { ...DEFAULT_SETTINGS, customerDisplay: { label: 'HDMI-1', x: 1280, y: 0, width: 1280, height: 800 } },
  { ...DEFAULT_SETTINGS, environment: 'production', mchid: 'M1outlet' },
  { tillId: '02', shopName: { en: 'Tea', 'zh-HK': '茶', 'zh-CN': '茶' }, returnUrl: 'https://example.com/back' },
];
const KEYS = Object.keys(DEFAULT_SETTINGS).toSorted();
const NOW = 1_795_352_709_000;

/** @param scratch a folder for its files */
export function settingsFiles(scratch: string): Target {
  const path = join(scratch, 'settings.json');
  return {
    name: 'settings-files',
    share: 600,
    run(dice) {
      const bytes = aFile(dice);
      writeFileSync(path, bytes);
      const { settings, damagedKeptAs } = loadSettings(path, NOW);
      const kept = damagedKeptAs ?? path;
      const isKept = existsSync(kept) && readFileSync(kept).equals(bytes);
      if (damagedKeptAs !== null) rmSync(damagedKeptAs, { force: true });
      const said = JSON.stringify(bytes.toString('latin1').slice(0, 2000));
      if (!isKept) return `the file was not kept as it was: ${said}`;
      if (damagedKeptAs !== null && !isDeepStrictEqual(settings, DEFAULT_SETTINGS))
        return `half of a file used: ${said}`;
      const isWhole =
        isDeepStrictEqual(Object.keys(settings).toSorted(), KEYS) && settingsSchema.safeParse(settings).success;
      const isPlain = Object.getPrototypeOf(settings) === Object.prototype;
      return isWhole && isPlain ? null : `settings that are none from ${said}`;
    },
  };
}

function aFile(dice: Dice): Buffer {
  const sample = dice.pick<Record<string, unknown>>(SAMPLES);
  const text = Buffer.from(JSON.stringify(sample, null, dice.oneIn(2) ? 2 : 0));
  switch (dice.whole(0, 9)) {
    case 0:
      return text;
    case 1:
    case 2:
      return mutateBytes(dice, text);
    case 3:
      return noise(dice, dice.whole(0, 200));
    case 4:
      return asBytes(dice, uglyValue(dice));
    // What a power cut leaves of a file on some file systems: its length and nothing in it.
    case 5:
      return Buffer.alloc(dice.whole(0, 4096));
    default:
      return asBytes(dice, mutateJson(dice, sample, SAMPLES));
  }
}
