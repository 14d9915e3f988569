/** The counter as a part of the program: what is told before its first till is opened, and the end of its last one. */
import type { SettingsDamage } from '../files/settings-file.ts';
import type { Log } from '../till/ports/world.ts';
import type { Counter } from './counter.ts';

/** How the program found things when it was started. */
export type Found = {
  readonly damage: SettingsDamage | null;
  /** The settings wait for a manager, who reads of it on a screen of its own. */
  readonly areSettingsLost: boolean;
  /** Names of the switches and variables that a packed till was started with and does not take. */
  readonly takenAway: readonly string[];
  /** TILL_GATEWAY_URL and the like were set and do not count. */
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
