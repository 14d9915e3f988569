/** The settings of now, in memory and in their file. */
import type { Settings } from '../../shared/settings.ts';
import { loadSettings, saveSettings, type SettingsDamage } from './settings-file.ts';

export type KeptSettings = {
  now(): Settings;
  /** How the file was found; null for a whole one and for a new till. */
  readonly damage: SettingsDamage | null;
  /** The settings that nobody has looked at yet since their file could not be read whole; null otherwise. */
  lost(): { readonly keptAs: string | null } | null;
  /** Uses these settings from now on. @throws NodeJS.ErrnoException when they cannot be written; the old ones go on then */
  keep(next: Settings): void;
  /** The settings of now are the till's, whatever their file was. @throws NodeJS.ErrnoException when they cannot be written */
  callRight(): void;
};

/** @param now names a damaged file that is kept */
export function openSettings(path: string, now: number): KeptSettings {
  const { settings: found, damage, mustBeLookedAt } = loadSettings(path, now);
  let settings = found;
  let lost = mustBeLookedAt ? { keptAs: damage?.keptAs ?? null } : null;
  return {
    now: () => settings,
    damage,
    lost: () => lost,
    keep(next) {
      // What nobody has called right yet is not written: the next start would take it for this till's own.
      if (lost === null) saveSettings(path, next);
      settings = next;
    },
    callRight() {
      if (lost === null) return;
      saveSettings(path, settings);
      lost = null;
    },
  };
}
