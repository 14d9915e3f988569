/** When each attempt is to be asked about, and the one timer that goes when the first of them is. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { MonoMs } from '../../shared/time.ts';
import type { Clock, Random, Timers } from './ports/world.ts';

export type TurnsDeps = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** Something may be due. */
  readonly onDue: () => void;
};

export type Turns = {
  /** It is due after `inMs`, give or take a fifth; replaces an earlier plan. */
  plan(number: AttemptNumber, inMs: number): void;
  /** Whether it is to be asked about, or is being asked about now. */
  isPlanned(number: AttemptNumber): boolean;
  /**
   * What is due now, the longest due first, but what is being asked about; and when the next one is due, or Infinity.
   * @param aheadMs so much before its time this attempt may be taken along
   */
  due(
    now: MonoMs,
    aheadMs: (number: AttemptNumber) => number,
  ): { readonly numbers: readonly AttemptNumber[]; readonly next: MonoMs };
  /** It is not asked about again unless it is planned anew. */
  drop(number: AttemptNumber): void;
  begin(numbers: readonly AttemptNumber[]): void;
  /** They were answered, or not. */
  end(numbers: readonly AttemptNumber[]): void;
  /** What was planned while its answer was awaited wakes in its time. */
  wakeForPlans(numbers: readonly AttemptNumber[]): void;
  /** `onDue` is called at this time at the latest. */
  wakeBy(at: MonoMs): void;
  stop(): void;
};

export function createTurns({ clock, timers, random, onDue }: TurnsDeps): Turns {
  /** When each is to be asked about; what has to wait for calls stays due since then. */
  const due = new Map<AttemptNumber, MonoMs>();
  const underWay = new Set<AttemptNumber>();
  let cancelTimer: (() => void) | null = null;
  /** When the timer goes. */
  let wakesAt: MonoMs = Infinity;
  let stopped = false;

  /** A timer that goes before anything is due finds nothing to ask and costs less than a look at every plan here. */
  const wakeBy = (at: MonoMs): void => {
    if (stopped || at >= wakesAt) return;
    cancelTimer?.();
    wakesAt = at;
    cancelTimer = timers.after(Math.max(0, at - clock.mono()), () => {
      wakesAt = Infinity;
      onDue();
    });
  };

  return {
    plan(number, inMs) {
      const jitter = 0.8 + 0.4 * random.fraction();
      const at = clock.mono() + inMs * jitter;
      due.set(number, at);
      if (!underWay.has(number)) wakeBy(at);
    },
    isPlanned: (number) => due.has(number) || underWay.has(number),
    due(now, aheadMs) {
      const turns: (readonly [AttemptNumber, MonoMs])[] = [];
      let next: MonoMs = Infinity;
      for (const [number, at] of due) {
        if (underWay.has(number)) continue;
        if (at <= now + aheadMs(number)) turns.push([number, at]);
        else next = Math.min(next, at);
      }
      turns.sort(([, one], [, other]) => one - other);
      return { numbers: turns.map(([number]) => number), next };
    },
    drop(number) {
      due.delete(number);
    },
    begin(numbers) {
      for (const number of numbers) {
        due.delete(number);
        underWay.add(number);
      }
    },
    end(numbers) {
      for (const number of numbers) underWay.delete(number);
    },
    wakeForPlans(numbers) {
      for (const number of numbers) wakeBy(due.get(number) ?? Infinity);
    },
    wakeBy,
    stop() {
      stopped = true;
      due.clear();
    },
  };
}
