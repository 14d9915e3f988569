/** The entries of the contract: a command asks main for something, an event tells a window something. */
import type { Role } from '../role.ts';

/** What a command needs: a person with at least this role at the till, or `nobody`: a locked till answers it too. */
export type Needs = Role | 'nobody';
/** A command that everybody may send, and that is no act. */
export type ForEverybody = { readonly needs: 'nobody' | 'cashier' };
/** A command that the ledger records; most need a higher role. @property act the name of the act */
export type Acting = { readonly needs: Needs; readonly act: string };

/** A command that not everybody may send, and that only reads: no act is recorded for it. */
export type ToRead = { readonly needs: Exclude<Role, 'cashier'>; readonly onlyReads: true };
export type Rights = ForEverybody | Acting | ToRead;

export type Command<Argument, Answer, Of extends Rights = Rights> = Of & {
  readonly direction: 'to-main';
  readonly argument?: Argument;
  readonly answer?: Answer;
};
export type Event<Payload> = { readonly direction: 'to-window'; readonly payload?: Payload };

/** The door's answer if the person may not send the command; nothing was done. It needs a cashier if the till is locked. */
export type NotAllowed = { readonly kind: 'not-allowed'; readonly needs: Role };

/** @param rights who may send it; a window reads here whether a button needs another person */
export function command<Argument, Answer>(rights: Acting): Command<Argument, Answer, Acting>;
export function command<Argument, Answer>(rights: ForEverybody): Command<Argument, Answer, ForEverybody>;
export function command<Argument, Answer>(rights: ToRead): Command<Argument, Answer, ToRead>;
export function command(rights: Rights): Command<unknown, unknown> {
  return { ...rights, direction: 'to-main' };
}

/** True only for the door's own answer; no command answers with this kind. */
export function isNotAllowed(answer: unknown): answer is NotAllowed {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'not-allowed';
}

export const event = <Payload>(): Event<Payload> => ({ direction: 'to-window' });
