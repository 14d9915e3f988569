/** What is fuzzed: each target makes one input of chance, gives it to the till's own code, and tells what went wrong. */
import type { Dice } from '../support/dice.ts';

export type Target = {
  readonly name: string;
  /** How many of 10,000 inputs are this target's. */
  readonly share: number;
  /** Null when everything held. What it throws is a violation too. */
  run(dice: Dice): Promise<string | null> | string | null;
  close?(): Promise<void> | void;
};
