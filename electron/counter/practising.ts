/**
 * A till that could take real payments and is in training asks whether it is still meant to be: at its start, and again
 * every ten minutes. What it shows there is nobody's money, and a busy shop has taken it for some.
 */
import type { Timers } from '../till/ports/world.ts';

export type Practising = {
  asks(): boolean;
  /** Somebody said that it is meant to be. */
  goOn(): void;
  /** The till was opened, perhaps at another gateway. */
  lookAgain(): void;
  stop(): void;
};

type Deps = {
  readonly timers: Timers;
  /** In training now, with credentials stored for a gateway that moves money. */
  readonly couldBeLive: () => boolean;
  readonly onChange: () => void;
};

const ASK_AGAIN_MS = 10 * 60_000;

export function createPractising({ timers, couldBeLive, onChange }: Deps): Practising {
  let couldBe = false;
  let asks = false;
  let cancel = (): void => undefined;

  const lookAgain = (): void => {
    const couldBeNow = couldBeLive();
    // A ledger that is opened anew in the middle of practice is no reason to ask.
    if (couldBeNow === couldBe) return;
    couldBe = couldBeNow;
    asks = couldBeNow;
    cancel();
    onChange();
  };

  return {
    asks: () => asks,
    goOn() {
      if (!asks) return;
      asks = false;
      cancel = timers.after(ASK_AGAIN_MS, () => {
        couldBe = false;
        lookAgain();
      });
      onChange();
    },
    lookAgain,
    stop: () => {
      cancel();
    },
  };
}
