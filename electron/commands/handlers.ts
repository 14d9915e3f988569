/** The types of the handlers: a function for each command of the cashier's window. The door checks who may give it. */
import type { AnswerOf, ArgumentOf, CommandName, RightsOf } from '../../shared/contract/contract.ts';
import type { Acting, NotAllowed } from '../../shared/contract/entry.ts';
import type { Actor } from '../../shared/role.ts';
import type { Act } from '../../shared/act.ts';

/**
 * What an act is about. The door adds the act's name and the person, and writes it. A command may name the person itself,
 * as one that the first owner sends before anybody is at the till.
 */
export type Did = { readonly about?: string; readonly facts?: Act['facts'] } & Partial<Actor>;

/** The result of a command that is an act. */
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

/** The type check makes every command that is an act return what was done. */
type CameOf<K extends Name> =
  RightsOf<'cashier', K> extends Acting ? Outcome<AnswerOf<'cashier', K> | NotAllowed> : AnswerOf<'cashier', K>;

export const nothingDone = <Answer>(answer: Answer): Outcome<Answer> => ({ answer, did: null });
