/** What the groups of the contract are made of: a command asks main for something, an event tells a window. */

export type Command<Argument, Answer> = {
  readonly direction: 'to-main';
  readonly argument?: Argument;
  readonly answer?: Answer;
};
export type Event<Payload> = { readonly direction: 'to-window'; readonly payload?: Payload };

export const command = <Argument, Answer>(): Command<Argument, Answer> => ({ direction: 'to-main' });
export const event = <Payload>(): Event<Payload> => ({ direction: 'to-window' });
