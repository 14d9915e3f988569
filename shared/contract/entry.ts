/** What the groups of the contract are made of: a command asks main for something, an event tells a window. */
import type { Role } from '../role.ts';

/** Everybody at the till may ask for it. */
export type ForEverybody = { readonly needs: 'cashier' };
/** @property act what somebody has done who asked for it, as the acts in the ledger call it */
export type ForSome = { readonly needs: Exclude<Role, 'cashier'>; readonly act: string };

export type Command<Argument, Answer, Rights extends ForEverybody | ForSome = ForEverybody | ForSome> = Rights & {
  readonly direction: 'to-main';
  readonly argument?: Argument;
  readonly answer?: Answer;
};
export type Event<Payload> = { readonly direction: 'to-window'; readonly payload?: Payload };

/** The door's answer in place of a command's own: whoever asked may not, and nothing was done. */
export type NotAllowed = { readonly kind: 'not-allowed'; readonly needs: ForSome['needs'] };

/** @param rights who may ask for it: a window can read there too whether a button needs somebody else */
export function command<Argument, Answer>(rights: ForEverybody): Command<Argument, Answer, ForEverybody>;
export function command<Argument, Answer>(rights: ForSome): Command<Argument, Answer, ForSome>;
export function command(rights: ForEverybody | ForSome): Command<unknown, unknown> {
  return { ...rights, direction: 'to-main' };
}

/** No other answer is of that kind. */
export function isNotAllowed(answer: unknown): answer is NotAllowed {
  return typeof answer === 'object' && answer !== null && 'kind' in answer && answer.kind === 'not-allowed';
}

export const event = <Payload>(): Event<Payload> => ({ direction: 'to-window' });
