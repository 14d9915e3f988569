/**
 * A part that opens without a tap ignores taps at first, because the finger aimed at the part before it. It waits for
 * its time to pass, for all fingers to leave the screen, and for a short quiet time after that. So a hand that
 * continues in its rhythm presses nothing.
 */
import { useEffect, useState } from 'react';

/** Longer than the pause between two taps of a person who keys an amount. */
const QUIET_MS = 500;

const down = new Set<number>();
let lastUp = -Infinity;
const changed = new Set<() => void>();

const tellAll = (): void => {
  for (const tell of changed) tell();
};
/** Call once when a window starts. From then on it tracks whether a finger touches the screen. */
export function followFingers(): void {
  document.addEventListener(
    'pointerdown',
    ({ pointerId }) => {
      down.add(pointerId);
      tellAll();
    },
    true,
  );
  for (const end of ['pointerup', 'pointercancel'] as const) {
    document.addEventListener(
      end,
      ({ pointerId }) => {
        down.delete(pointerId);
        lastUp = performance.now();
        tellAll();
      },
      true,
    );
  }
}

/** How long taps are still ignored: null when they count, `never` while a finger touches the screen. */
type Closed = { readonly ms: number | 'never' } | null;

/** @param forMs how long to ignore taps after opening; 0 for a part that the person asked for */
export function useClosedAtFirst(forMs: number): Closed {
  const [closed, setClosed] = useState<Closed>(forMs === 0 ? null : { ms: forMs });
  useEffect(() => {
    if (forMs === 0) return;
    const openedAt = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const plan = (): void => {
      clearTimeout(timer);
      if (down.size > 0) {
        setClosed({ ms: 'never' });
        return;
      }
      const ms = Math.max(openedAt + forMs, lastUp + QUIET_MS) - performance.now();
      setClosed({ ms });
      timer = setTimeout(open, ms);
    };
    const open = (): void => {
      changed.delete(plan);
      setClosed(null);
    };
    changed.add(plan);
    plan();
    return () => {
      clearTimeout(timer);
      changed.delete(plan);
    };
  }, [forMs]);
  return closed;
}
