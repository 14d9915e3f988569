/**
 * Everything that may pass between the main process and the two windows, as one object, joined from a file a group. The
 * channels, the two preloads, the handlers and the tests' fakes are derived from it; nothing is sent that is not named here.
 *
 * The cashier's window asks and is told; the customer's window is only told.
 */
import { ACCOUNT, type AccountState } from './account.ts';
import { CUSTOMER } from './customer.ts';
import { DAY } from './day.ts';
import { DEVICES, type DevicesState } from './devices.ts';
import type { Command, Event, NotAllowed } from './entry.ts';
import { PAYMENTS, type InboxState, type PaymentsState } from './payments.ts';
import { SALE, type SaleState } from './sale.ts';
import { SETTINGS, type ShopState } from './settings.ts';
import { SUPPORT, type SupportState } from './support.ts';
import { stateIn, type AllOf } from './told.ts';

/** What the cashier's window is told, by group. */
export type CashierGroups = {
  readonly shop: ShopState;
  readonly account: AccountState;
  readonly sale: SaleState;
  readonly inbox: InboxState;
  readonly payments: PaymentsState;
  readonly devices: DevicesState;
  readonly support: SupportState;
};
/** The same in one, as its screens read it. */
export type CashierState = AllOf<CashierGroups>;

export const CONTRACT = {
  // A name stands in one group: with two of a name the later one would silently take the other's place.
  cashier: {
    state: stateIn<CashierGroups>(),
    ...SALE,
    ...PAYMENTS,
    ...DAY,
    ...SETTINGS,
    ...ACCOUNT,
    ...DEVICES,
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
/** Who may give it. */
export type RightsOf<W extends WindowName, K extends CommandName<W>> =
  Entries<W>[K] extends Command<unknown, unknown, infer Rights> ? Rights : never;
/** What a window hears of a command: its answer, or that whoever asked may not. */
export type HeardOf<W extends WindowName, K extends CommandName<W>> = AnswerOf<W, K> | NotAllowed;
export type PayloadOf<W extends WindowName, K extends EventName<W>> =
  Entries<W>[K] extends Event<infer Payload> ? Payload : never;

/** What a preload puts into its window: a function for each command, a subscription for each event. */
export type WindowApi<W extends WindowName> = {
  readonly [K in CommandName<W>]: (argument: ArgumentOf<W, K>) => Promise<HeardOf<W, K>>;
} & {
  readonly [K in EventName<W>]: (listener: (payload: PayloadOf<W, K>) => void) => () => void;
};

export const channelOf = (window: WindowName, name: string): string => `${window}:${name}`;

/** The name under which a preload's API stands in its window. */
export const API_NAME = 'till';
