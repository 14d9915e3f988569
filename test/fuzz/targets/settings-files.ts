/** Damages the settings file: the till always has settings, and keeps an unusable file unchanged. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { settingsSchema } from '../../../electron/files/settings-schema.ts';
import { loadSettings } from '../../../electron/files/settings-file.ts';
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

/** @param scratch a folder for the target's files */
export function settingsFiles(scratch: string): Target {
  const path = join(scratch, 'settings.json');
  const lastGood = `${path}.last-good`;
  const credentials = join(scratch, 'credentials.json');
  return {
    name: 'settings-files',
    share: 600,
    run(dice) {
      const bytes = aFile(dice);
      writeFileSync(path, bytes);
      const wasLive = dice.oneIn(2);
      if (wasLive) writeFileSync(credentials, '{}');
      else rmSync(credentials, { force: true });
      if (dice.oneIn(2)) rmSync(lastGood, { force: true });
      const { settings, damage, mustBeLookedAt } = loadSettings(path, NOW);
      const kept = damage?.keptAs ?? path;
      const isKept = existsSync(kept) && readFileSync(kept).equals(bytes);
      if (damage !== null && kept !== path) rmSync(kept, { force: true });
      const said = JSON.stringify(bytes.toString('latin1').slice(0, 2000));
      if (!isKept) return `the file was not kept as it was: ${said}`;
      const isAsked = mustBeLookedAt || !wasLive || existsSync(lastGood);
      if (settings.environment === 'training' && !isAsked && !saysTraining(bytes))
        return `practises by itself: ${said}`;
      const isWhole =
        isDeepStrictEqual(Object.keys(settings).toSorted(), KEYS) && settingsSchema.safeParse(settings).success;
      const isPlain = Object.getPrototypeOf(settings) === Object.prototype;
      return isWhole && isPlain ? null : `settings that are none from ${said}`;
    },
  };
}

const saysTraining = (bytes: Buffer): boolean =>
  bytes.includes('"training"') || bytes.includes(Buffer.from('"training"', 'utf16le'));

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
    // On some file systems a power cut leaves a file with its length but only zeros.
    case 5:
      return Buffer.alloc(dice.whole(0, 4096));
    default:
      return asBytes(dice, mutateJson(dice, sample, SAMPLES));
  }
}
