/** Remembers what a window was sent last, and finds the groups of its state that have changed since. */
import type { Told } from '../../shared/contract/told.ts';

/** A page counts down from `leftMs` by itself. It gets a new value only if its own would be wrong by more than this. */
const OFF_MS_MAX = 100;

export type Memory<Groups> = {
  /** The message to send for this state, which then counts as sent; null when nothing has changed. */
  toTell(groups: Groups): Told<Groups> | null;
  /** Call this when the page is gone or was replaced: the next message holds everything. */
  forget(): void;
};

/** @param mono the monotonic clock, in milliseconds */
export function createMemory<Groups extends object>(mono: () => number): Memory<Groups> {
  let last = new Map<string, { readonly group: unknown; readonly at: number }>();
  return {
    toTell(groups) {
      const now = mono();
      const isWhole = last.size === 0;
      const changed = Object.entries(groups).filter(([name, group]) => {
        const before = last.get(name);
        return before === undefined || !isUnchanged(before.group, group, now - before.at);
      });
      for (const [name, group] of changed) last.set(name, { group, at: now });
      return changed.length === 0 ? null : { isWhole, groups: Object.fromEntries(changed) as Partial<Groups> };
    },
    forget() {
      last = new Map();
    },
  };
}

/** @param passedMs time since `before` was sent */
function isUnchanged(before: unknown, after: unknown, passedMs: number): boolean {
  if (Object.is(before, after)) return true;
  if (!isPlain(before) || !isPlain(after)) return false;
  const names = Object.keys(before);
  return (
    names.length === Object.keys(after).length &&
    names.every((name) =>
      name === 'leftMs'
        ? isOnTime(before[name], after[name], passedMs)
        : Object.hasOwn(after, name) && isUnchanged(before[name], after[name], passedMs),
    )
  );
}

function isOnTime(before: unknown, after: unknown, passedMs: number): boolean {
  if (typeof before !== 'number' || typeof after !== 'number') return false;
  return Math.abs(Math.max(0, before - passedMs) - after) <= OFF_MS_MAX;
}

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
