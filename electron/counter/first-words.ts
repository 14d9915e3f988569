/** The counter as a part of the program: reports what was found at start, opens the first till and closes the last. */
import type { SettingsDamage } from '../files/settings-file.ts';
import type { Log } from '../till/ports/world.ts';
import type { Counter } from './counter.ts';

/** What the program found when it started. */
export type Found = {
  readonly damage: SettingsDamage | null;
  /** A manager must confirm the settings; a screen of its own says so, and a notice is not needed. */
  readonly areSettingsLost: boolean;
  /** Names of the switches and variables that a packed till was started with and removed. */
  readonly takenAway: readonly string[];
  /** A packed till was started with a variable for runs from source, such as TILL_GATEWAY_URL, and ignores it. */
  readonly areVariablesIgnored: boolean;
};

export function createCounterPart(counter: Counter, found: Found, log: Log) {
  return {
    name: 'counter',
    async start() {
      tellOfStart(counter, found, log);
      await counter.reopen();
    },
    stop() {
      counter.close();
    },
  };
}

function tellOfStart(counter: Pick<Counter, 'addNotice'>, found: Found, log: Log): void {
  const { damage, areSettingsLost, takenAway } = found;
  if (damage !== null) {
    const { keptAs, used } = damage;
    log('settings.damaged', { used, keptAs, mustBeLookedAt: areSettingsLost });
    if (!areSettingsLost) counter.addNotice({ kind: `settings-${used}`, keptAs: keptAs ?? '' });
  }
  if (takenAway.length > 0) {
    const names = takenAway.join(' ');
    log('security.start-line-taken-away', { names });
    counter.addNotice({ kind: 'start-line-ignored', names: names.slice(0, 200) });
  }
  if (found.areVariablesIgnored) counter.addNotice({ kind: 'source-variables-ignored' });
}
