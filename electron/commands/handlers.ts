/** What main answers the cashier's window with: a function for each command that it may give. Who may is decided at the door. */
import type { AnswerOf, ArgumentOf, CommandName, RightsOf } from '../../shared/contract/contract.ts';
import type { ForSome, NotAllowed } from '../../shared/contract/entry.ts';
import type { Actor } from '../../shared/role.ts';
import type { Act } from '../till/ports/ledger.ts';

/** What an act that the door writes is about; its name and who did it are known there. */
export type Did = { readonly about?: string; readonly facts?: Act['facts'] };

/** What came of a command that not everybody may give. */
export type Outcome<Answer> = {
  readonly answer: Answer;
  /** Null when nothing was done: the answer says why not. */
  readonly did: Did | null;
  /** Done after the act was noted and before the answer is given. It may close the ledger that the act belongs to. */
  readonly afterwards?: () => Promise<void>;
};

export type Handlers = {
  readonly [K in Name]: (argument: ArgumentOf<'cashier', K>, actor: Actor) => CameOf<K> | Promise<CameOf<K>>;
};
type Name = CommandName<'cashier'>;

/** A command that not everybody may give says what was done, or it does not type-check. */
type CameOf<K extends Name> =
  RightsOf<'cashier', K> extends ForSome ? Outcome<AnswerOf<'cashier', K> | NotAllowed> : AnswerOf<'cashier', K>;

export const nothingDone = <Answer>(answer: Answer): Outcome<Answer> => ({ answer, did: null });
