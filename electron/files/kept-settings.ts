/** The current settings, in memory and in their file. */
import type { Settings } from '../../shared/settings.ts';
import { loadSettings, saveSettings, type SettingsDamage } from './settings-file.ts';

export type KeptSettings = {
  now(): Settings;
  /** The damage found in the file; null for a whole file and for a new till. */
  readonly damage: SettingsDamage | null;
  /** Set while nobody has confirmed the settings after their file could not be read whole; null otherwise. */
  lost(): { readonly keptAs: string | null } | null;
  /** Replaces the settings. @throws NodeJS.ErrnoException when they cannot be written; the old ones stay in use */
  keep(next: Settings): void;
  /** A person confirms the settings as this till's own. @throws NodeJS.ErrnoException when they cannot be written */
  confirm(): void;
};

/** @param now part of the name under which a damaged file is kept */
export function openSettings(path: string, now: number): KeptSettings {
  const { settings: found, damage, mustBeLookedAt } = loadSettings(path, now);
  let settings = found;
  let lost = mustBeLookedAt ? { keptAs: damage?.keptAs ?? null } : null;
  return {
    now: () => settings,
    damage,
    lost: () => lost,
    keep(next) {
      // Unconfirmed settings are not written: the next start would take them for this till's own.
      if (lost === null) saveSettings(path, next);
      settings = next;
    },
    confirm() {
      if (lost === null) return;
      saveSettings(path, settings);
      lost = null;
    },
  };
}
