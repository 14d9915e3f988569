/**
 * If a till is in training but could take real payments, this asks whether training is meant: at start, and again ten
 * minutes after each confirmation. In training no money moves, and a busy shop has mistaken it for real payments.
 */
import type { Timers } from '../till/ports/world.ts';

export type Practising = {
  asks(): boolean;
  /** A person confirmed that training is meant. */
  goOn(): void;
  /** Call this when a till was opened, perhaps at another gateway. */
  lookAgain(): void;
  stop(): void;
};

type Deps = {
  readonly timers: Timers;
  /** Whether the till is in training, with credentials stored for a live gateway. */
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
    // Do not ask again only because the ledger was reopened during training.
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
