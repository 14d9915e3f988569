/** Timers that their owner can cancel all at once. */
import type { Timers } from './ports/world.ts';

export function ownTimers(timers: Timers): Timers & { readonly cancelAll: () => void } {
  const cancels = new Set<() => void>();
  return {
    after(ms, call) {
      const cancel = timers.after(ms, () => {
        cancels.delete(cancel);
        call();
      });
      cancels.add(cancel);
      return () => {
        cancels.delete(cancel);
        cancel();
      };
    },
    cancelAll() {
      for (const cancel of cancels) cancel();
      cancels.clear();
    },
  };
}
