/** A settings file that a person wrote: unknown keys are named, and an unreadable file does not count as a new till. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { badFields, settingsSchema } from '../../electron/files/settings-schema.ts';
import { loadSettings } from '../../electron/files/settings-file.ts';
import { DEFAULT_SETTINGS } from '../../shared/settings.ts';
import { newFolder } from '../support/counter-till.ts';

it('reports an unknown key by its name, and never as a field called "undefined"', () => {
  const read = settingsSchema.safeParse({ ...DEFAULT_SETTINGS, tilId: '08' });
  if (read.success) throw new Error('taken');
  expect(badFields(read.error)).not.toContain('undefined');
});

it('reports a file that cannot be read (no permission, a bad sector), and does not take it for a new till', () => {
  const { folder, remove } = newFolder();
  const path = join(folder, 'settings.json');
  // A folder in place of the file gives EISDIR, in place of EACCES and EIO, which a test as root cannot produce.
  mkdirSync(path);
  expect(loadSettings(path, 1).damage).toEqual({ keptAs: `${path}.damaged-1`, used: 'standard' });
  remove();
});
