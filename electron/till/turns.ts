/** Plans when to enquire about each attempt, with one timer for the earliest. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { MonoMs } from '../../shared/time.ts';
import type { Clock, Random, Timers } from './ports/world.ts';

export type TurnsDeps = {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  /** Called when an enquiry may be due. */
  readonly onDue: () => void;
};

export type Turns = {
  /** Plans an enquiry after `inMs`, plus or minus a fifth; replaces an earlier plan. */
  plan(number: AttemptNumber, inMs: number): void;
  /** Whether an enquiry is planned or under way. */
  isPlanned(number: AttemptNumber): boolean;
  /**
   * Attempts that are due and not being enquired about, the longest due first; and when the next one is due, or
   * Infinity.
   *
   * @param aheadMs how early this attempt may be included
   */
  due(
    now: MonoMs,
    aheadMs: (number: AttemptNumber) => number,
  ): { readonly numbers: readonly AttemptNumber[]; readonly next: MonoMs };
  /** Removes the plan of this attempt. */
  drop(number: AttemptNumber): void;
  begin(numbers: readonly AttemptNumber[]): void;
  /** The enquiry about them is over, with or without an answer. */
  end(numbers: readonly AttemptNumber[]): void;
  /** Sets the timer for plans that were made while the answer was awaited. */
  wakeForPlans(numbers: readonly AttemptNumber[]): void;
  /** Makes sure that `onDue` is called by this time. */
  wakeBy(at: MonoMs): void;
  stop(): void;
};

export function createTurns({ clock, timers, random, onDue }: TurnsDeps): Turns {
  /** When each attempt is due. One that waits for the budget keeps its due time. */
  const due = new Map<AttemptNumber, MonoMs>();
  const underWay = new Set<AttemptNumber>();
  let cancelTimer: (() => void) | null = null;
  /** When the timer fires. */
  let wakesAt: MonoMs = Infinity;
  let stopped = false;

  /** The timer may fire before anything is due; that costs less than checking every plan here. */
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
