/**
 * What opens unasked takes no tap at first: the finger meant what stood there before. It waits a moment, and until no
 * finger lies on the glass and none has left it a moment ago, so that a hand that goes on in its rhythm presses nothing.
 */
import { useEffect, useState } from 'react';

/** Longer than the taps of a hand lie apart that keys in an amount. */
const QUIET_MS = 500;

const down = new Set<number>();
let lastUp = -Infinity;
const changed = new Set<() => void>();

const tellAll = (): void => {
  for (const tell of changed) tell();
};
/** For a window at its start: knows from then on whether a finger lies on the glass. */
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

/** How long it is still closed to taps: null when it takes them, `never` while a finger lies on the glass. */
type Closed = { readonly ms: number | 'never' } | null;

/** @param forMs how long it takes no tap after it has opened; 0 for what somebody asked for */
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
