/**
 * Troubles of the whole shop, at random times: no network, clock set, machine asleep, power cut, closed for the night.
 */
import type { Checks } from './checks.ts';
import type { FaultKind, Faults } from './faults.ts';
import type { Network } from './network.ts';
import type { Dice } from '../support/dice.ts';
import type { Shop } from './shop.ts';
import type { World } from './world.ts';
import { assertNever } from '../../shared/result.ts';
import type { LogLine } from './log-line.ts';
import type { Manners } from './manners.ts';

export type TroublesDeps = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly checks: Checks;
  readonly sleep: Sleep;
  readonly manners: Manners;
  readonly network: Network;
  readonly shop: Shop;
  readonly log: LogLine;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The machine sleeps with all tills on it. */
export type Sleep = (dice: Dice) => void;

export function createSleep(world: World, allChecks: () => readonly Checks[]): Sleep {
  return (dice) => {
    const ms = dice.whole(MINUTE, dice.chance(0.7) ? HOUR : 24 * HOUR);
    const until = world.now() + ms;
    const wentOnMs = world.sleep(ms);
    for (const { slept } of allChecks()) slept(wentOnMs, until);
  };
}

export function startTroubles({ world, dice, faults, checks, manners, network, sleep, shop, log }: TroublesDeps): void {
  const strike = (kind: FaultKind): void => {
    faults.note(kind, checks.unfinished());
    log(`trouble ${kind}`);
  };

  const befall = (): void => {
    if (faults.isOver()) return;
    world.onMachine(dice.whole(20 * SECOND, 8 * MINUTE), befall);
    const stops = manners.has('put back') ? 150 : 7;
    const kind = dice.weighted({ offline: 38, crash: 9, stop: stops, clock: 18, sleep: 25, night: 3 });
    switch (kind) {
      case 'offline':
        network.setOnline(false);
        log('trouble offline');
        world.outside(dice.whole(5 * SECOND, dice.chance(0.9) ? 3 * MINUTE : HOUR), () => network.setOnline(true));
        break;
      case 'crash':
        shop.crash();
        break;
      case 'stop':
        shop.restart(dice.whole(SECOND, 20 * SECOND));
        break;
      case 'clock':
        strike('clock');
        world.setWall(dice.chance(0.8) ? dice.whole(-60 * SECOND, 60 * SECOND) : dice.whole(-30 * HOUR, 30 * HOUR));
        break;
      case 'sleep': {
        strike('sleep');
        sleep(dice);
        break;
      }
      case 'night':
        shop.restart(dice.whole(8 * HOUR, 14 * HOUR));
        break;
      default:
        assertNever(kind);
    }
  };
  world.onMachine(dice.whole(20 * SECOND, 8 * MINUTE), befall);
}
