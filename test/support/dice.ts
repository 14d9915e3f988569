/**
 * Random numbers from a seed: the same seed gives the same numbers. All random choices of simulated runs, of kills and
 * of fuzz inputs come from here. The generator is pure-rand's, which fast-check uses too. fast-check's own arbitraries
 * are too slow here, because millions of draws are needed.
 */
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export type Dice = {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** True with this probability: 0 is never, 1 is always. */
  chance(probability: number): boolean;
  /** True once in this many times, on average. */
  oneIn(times: number): boolean;
  /** A whole number, both ends included. */
  whole(from: number, to: number): number;
  /** @throws RangeError when there is nothing to pick from */
  pick<Item>(items: readonly Item[]): Item;
  /** One of the keys, each as often as its weight says. @throws RangeError when there is nothing to pick from */
  weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key;
  /** Makes separate dice for one concern, so that one more draw here changes no number there. */
  fork(concern: string): Dice;
};

/** @param concern the purpose, or the number of a case: each gives other numbers from the same seed */
export function createDice(seed: number, concern: string | number = ''): Dice {
  const own = mixed(seed, String(concern));
  const generator = xoroshiro128plus(own);
  const fraction = (): number => (generator.next() >>> 0) / 2 ** 32;
  const chance = (probability: number): boolean => fraction() < probability;
  const whole = (from: number, to: number): number => from + Math.floor(fraction() * (to - from + 1));
  return {
    fraction,
    chance,
    oneIn: (times) => chance(1 / times),
    whole,
    pick<Item>(items: readonly Item[]): Item {
      if (items.length === 0) throw new RangeError('Nothing to pick from');
      // The index is within the list, so the value is an Item, even if it is undefined.
      return items[whole(0, items.length - 1)] as Item;
    },
    weighted<Key extends string>(weights: Readonly<Record<Key, number>>): Key {
      const entries = Object.entries<number>(weights) as [Key, number][];
      let left = fraction() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const [last] = entries.at(-1) ?? [];
      if (last === undefined) throw new RangeError('Nothing to pick from');
      for (const [key, weight] of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      return last;
    },
    fork: (name) => createDice(own, name),
  };
}

/** FNV-1a over the concern, starting from the seed; then mixed, because similar seeds must give different numbers. */
function mixed(seed: number, concern: string): number {
  let hash = (seed ^ 0x811c9dc5) | 0;
  for (const character of concern) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
