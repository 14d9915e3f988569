/**
 * All messages between the main process and the two windows, as one object, joined from one file per group. Channels,
 * preloads, handlers and the tests' fakes are derived from it. A message that is not named here cannot be sent.
 *
 * The cashier's window sends commands and receives events; the customer's window only receives events.
 */
import { ACTS } from './acts.ts';
import { ACCOUNT, type AccountState } from './account.ts';
import { CUSTOMER } from './customer.ts';
import { DAY } from './day.ts';
import { DEVICES, type DevicesState } from './devices.ts';
import type { Command, Event, NotAllowed } from './entry.ts';
import { HISTORY } from './history.ts';
import { PAYMENTS, type InboxState, type PaymentsState } from './payments.ts';
import { SALE, type SaleState } from './sale.ts';
import { SETTINGS, type ShopState } from './settings.ts';
import { STAFF, type StaffState } from './staff.ts';
import { SUPPORT, type SupportState } from './support.ts';
import { stateIn, type AllOf } from './told.ts';

/** The cashier's state, by group. */
export type CashierGroups = {
  readonly shop: ShopState;
  readonly account: AccountState;
  readonly sale: SaleState;
  readonly inbox: InboxState;
  readonly payments: PaymentsState;
  readonly devices: DevicesState;
  readonly staff: StaffState;
  readonly support: SupportState;
};
/** All groups joined, as the screens read it. */
export type CashierState = AllOf<CashierGroups>;

export const CONTRACT = {
  // Each name may be in one group only: a second one would silently replace the first.
  cashier: {
    state: stateIn<CashierGroups>(),
    ...SALE,
    ...PAYMENTS,
    ...HISTORY,
    ...DAY,
    ...SETTINGS,
    ...ACCOUNT,
    ...DEVICES,
    ...STAFF,
    ...ACTS,
    ...SUPPORT,
  },
  customer: CUSTOMER,
} as const;

export type WindowName = keyof typeof CONTRACT;
type Entries<W extends WindowName> = (typeof CONTRACT)[W];

export type CommandName<W extends WindowName> = {
  [K in keyof Entries<W>]: Entries<W>[K] extends { direction: 'to-main' } ? K : never;
}[keyof Entries<W>] &
  string;
export type EventName<W extends WindowName> = {
  [K in keyof Entries<W>]: Entries<W>[K] extends { direction: 'to-window' } ? K : never;
}[keyof Entries<W>] &
  string;

export type ArgumentOf<W extends WindowName, K extends CommandName<W>> =
  Entries<W>[K] extends Command<infer Argument, unknown> ? Argument : never;
export type AnswerOf<W extends WindowName, K extends CommandName<W>> =
  Entries<W>[K] extends Command<unknown, infer Answer> ? Answer : never;
/** Who may send the command. */
export type RightsOf<W extends WindowName, K extends CommandName<W>> =
  Entries<W>[K] extends Command<unknown, unknown, infer Rights> ? Rights : never;
/** A command's answer, or that the person may not do it. */
export type HeardOf<W extends WindowName, K extends CommandName<W>> = AnswerOf<W, K> | NotAllowed;
export type PayloadOf<W extends WindowName, K extends EventName<W>> =
  Entries<W>[K] extends Event<infer Payload> ? Payload : never;

/** The API that a preload gives its window: a function for each command, a subscription for each event. */
export type WindowApi<W extends WindowName> = {
  readonly [K in CommandName<W>]: (argument: ArgumentOf<W, K>) => Promise<HeardOf<W, K>>;
} & {
  readonly [K in EventName<W>]: (listener: (payload: PayloadOf<W, K>) => void) => () => void;
};

export const channelOf = (window: WindowName, name: string): string => `${window}:${name}`;

/** The name of the preload's API in its window. */
export const API_NAME = 'till';
