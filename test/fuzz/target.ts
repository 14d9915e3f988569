/** A fuzz target: makes a random input, gives it to the till's own code, and reports what went wrong. */
import type { Dice } from '../support/dice.ts';

export type Target = {
  readonly name: string;
  /** How many of 10,000 inputs belong to this target. */
  readonly share: number;
  /** Returns a violation, or null when everything held. An error that it throws is a violation too. */
  run(dice: Dice): Promise<string | null> | string | null;
  close?(): Promise<void> | void;
};
