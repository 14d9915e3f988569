/**
 * Chance from a seed, by pure-rand, the generator under fast-check: fast-check's own arbitraries cost more for one input
 * than most of what is tested here, and millions of inputs are wanted.
 */
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export type Random = {
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  /** True once in so many times. */
  oneIn(times: number): boolean;
  pick<Value>(from: readonly Value[]): Value;
};

/** The same seed and index give the same chance, whatever was drawn for other inputs. */
export function randomFor(seed: number, index: number): Random {
  const generator = xoroshiro128plus(scattered(scattered(seed) ^ index));
  const int = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    int,
    oneIn: (times) => int(1, times) === 1,
    pick<Value>(from: readonly Value[]): Value {
      if (from.length === 0) throw new RangeError('Nothing to pick from');
      // The index is within the list: what stands there is a Value, also when that is undefined.
      return from[int(0, from.length - 1)] as Value;
    },
  };
}

/** Murmur's last step: from neighbouring numbers to unlike ones, since like seeds begin alike. */
function scattered(number: number): number {
  let bits = number | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
