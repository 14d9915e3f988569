/**
 * Damages a live till's settings file in the ways that disks, editors and newer programs do. The till must never open
 * as another till, or in training, without a person.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSettings, saveSettings } from '../../electron/files/settings-file.ts';
import { DEFAULT_SETTINGS, QFPAY_HOSTS, type Settings } from '../../shared/settings.ts';
import { createDice, type Dice } from '../support/dice.ts';
import { QUICK_DISK } from './ledger-file.ts';
import type { Violation } from './violation.ts';

const NOW = 1_795_352_709_000;

export function settingsRun(seed: number, run: number): readonly Violation[] {
  const dice = createDice(seed, `settings ${run}`);
  const folder = mkdtempSync(join(QUICK_DISK, 'harbour-till-settings-'));
  try {
    const path = join(folder, 'settings.json');
    const live = aLiveTill(dice);
    saveSettings(path, live);
    leaveTraces(folder, live, dice);
    const { damage, bytes } = damaged(live, dice);
    if (bytes === null) rmSync(path);
    else writeFileSync(path, bytes);
    // The copy of the last good file may be lost too.
    if (dice.chance(0.5)) rmSync(`${path}.last-good`, { force: true });
    const { settings, mustBeLookedAt } = loadSettings(path, NOW);
    const { environment, tillId, mchid } = settings;
    const isSame =
      environment === live.environment && tillId === live.tillId && mchid[environment] === live.mchid[live.environment];
    if (mustBeLookedAt || isSame) return [];
    return [
      {
        check: 'live stays live',
        what: `${live.tillId} ${live.environment} opens as ${tillId} ${environment} after ${damage}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type LiveTill = Settings & { readonly environment: (typeof QFPAY_HOSTS)[number] };

function aLiveTill(dice: Dice): LiveTill {
  const environment = dice.pick(QFPAY_HOSTS);
  return {
    ...DEFAULT_SETTINGS,
    tillId: dice.pick(['02', '07', 'K1', '9Z']),
    environment,
    mchid: { ...DEFAULT_SETTINGS.mchid, [environment]: dice.pick(['', 'eqqmYMn0Zj']) },
    shopName: { en: 'Tea house', 'zh-HK': '茶居', 'zh-CN': '茶居' },
  };
}

/** Writes the files that only a till that has taken real money has besides its settings. */
function leaveTraces(folder: string, { environment }: LiveTill, dice: Dice): void {
  const hasLedger = dice.chance(0.5);
  if (hasLedger) writeFileSync(join(folder, `ledger-${environment}.db`), '');
  if (!hasLedger || dice.chance(0.5)) writeFileSync(join(folder, 'credentials.json'), '{}');
  mkdirSync(join(folder, 'backups'), { recursive: true });
}

/** Damages the settings file's bytes; null for a deleted file. */
function damaged(live: Settings, dice: Dice): { readonly damage: string; readonly bytes: Buffer | null } {
  const text = `${JSON.stringify(live, null, 2)}\n`;
  const as = (damage: string, bytes: Buffer | string | null) => ({
    damage,
    bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
  });
  const changed = (more: object): string => JSON.stringify({ ...live, ...more }, null, 2);
  const without = (name: keyof Settings): string => JSON.stringify({ ...live, [name]: undefined });
  switch (dice.whole(0, 9)) {
    case 0:
      return as('a cut', text.slice(0, dice.whole(0, text.length - 3)));
    case 1:
      return as('being emptied', '');
    case 2:
      return as('nothing but its length', Buffer.alloc(text.length));
    case 3:
      return as('an editor that saves UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le'));
    case 4:
      return as(
        "a newer program's field",
        changed({ [dice.pick(['theme', 'receipts', 'pins'])]: dice.pick<unknown>([1, 'x', {}, null]) }),
      );
    case 5:
      return as(
        'a field of another type',
        changed({
          [dice.pick(['limit', 'sounds', 'shopName', 'udid', 'signType', 'tillId', 'environment'])]: dice.pick<unknown>(
            [null, 'x y', [], -1],
          ),
        }),
      );
    case 6:
      return as('a field less', without(dice.pick(['tillId', 'environment', 'shopName', 'limit'])));
    case 7:
      return as('a comma too many', text.replace(/\n\}\n$/, ',\n}\n'));
    case 8:
      return as('being deleted', null);
    default:
      return as('another file in its place', dice.pick(['[]', '{}', 'null', '<?xml version="1.0"?>', '"settings"']));
  }
}
