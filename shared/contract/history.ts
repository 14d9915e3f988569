/** All payments and refunds that the till has, searched and read page by page, and what happened to each. */
import type { Advice } from '../attempt/advice.ts';
import type { HistoryFilter, HistoryPart } from '../attempt/history.ts';
import type { AttemptKind } from '../attempt/record.ts';
import type { Step } from '../attempt/story.ts';
import type { Cents } from '../money.ts';
import type { Role } from '../role.ts';
import type { WallMs } from '../time.ts';
import { command } from './entry.ts';
import type { AttemptView } from './payments.ts';

export const HISTORY = {
  /** A part of what a person looks for; null while no ledger is open. */
  history: command<HistoryQuestion, HistoryAnswer | null>({ needs: 'cashier' }),
  /** The names of all who may have begun a payment, also those that people had before; null while no ledger is open. */
  sellers: command<null, readonly string[] | null>({ needs: 'cashier' }),
  /** What happened to a payment and its refunds, oldest first; null if there is no such payment. */
  story: command<{ number: string }, readonly StoryLine[] | null>({ needs: 'cashier' }),
} as const;

export type HistoryQuestion = {
  /** Our number, QFPay's, or any of a name, an amount, a time and a day; empty for everything. */
  readonly text: string;
  readonly filter: HistoryFilter;
  readonly part: HistoryPart<PlaceView>;
};

/** Where a page begins, as the answer before named it. */
export type PlaceView = { readonly madeAt: WallMs; readonly number: string };

export type HistoryAnswer =
  /** The text is neither a number of ours or QFPay's nor a name, an amount, a time or a day. */
  | { readonly kind: 'not-understood' }
  | {
      readonly kind: 'page';
      /** Newest first. */
      readonly attempts: readonly AttemptView[];
      /** Where it goes on; null at the end. It may go on although this page is short or empty. */
      readonly next: PlaceView | null;
      readonly meant: Meant;
    };

/** How main has understood the text. `number` finds one attempt, and the filters do not count. */
export type Meant =
  | { readonly kind: 'number' }
  /** Null for what the text does not say. The times are half open, [from, to). */
  | {
      readonly kind: 'about';
      /** Who began it: the text names somebody. */
      readonly by: string | null;
      readonly amount: Cents | null;
      readonly time: { readonly from: WallMs; readonly to: WallMs } | null;
    };

/** One thing that happened to a payment or to one of its refunds, or that somebody did about it. */
export type StoryLine = {
  readonly at: WallMs;
  readonly kind: AttemptKind;
  readonly readable: string;
  readonly amount: Cents;
} & (StepView | ActView);

/** An answer of the gateway comes with what a cashier should know about it. */
type StepView = Step & { readonly advice: Advice | null };

/** @property approvedFor who was at the till, when another person let it through; null if it was the same */
type ActView = {
  readonly what: 'act';
  /** The act's name, as the contract has it: "refund-started". */
  readonly act: string;
  readonly by: string;
  readonly role: Role;
  readonly approvedFor: string | null;
};
