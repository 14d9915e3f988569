/**
 * Everything that may pass between the main process and the two windows, as one object. The channels, the two preloads,
 * the handlers and the tests' fakes are derived from it; nothing is sent that is not named here.
 *
 * The cashier's window asks and is told; the customer's window is only told.
 */
import type { Way } from '../attempt/record.ts';
import type { Settings } from '../settings.ts';
import type {
  CashierState,
  CodeAnswer,
  CustomerState,
  DayList,
  DecideAnswer,
  EnquireAnswer,
  ExportAnswer,
  GoLive,
  GoLiveAnswer,
  LookUpAnswer,
  Notice,
  PaymentView,
  RefundAnswer,
  Ruling,
  SaveAnswer,
  ScannerTrial,
  SettingsView,
  StartAnswer,
  UnlockAnswer,
} from './views.ts';

type Command<Argument, Answer> = {
  readonly direction: 'to-main';
  readonly argument?: Argument;
  readonly answer?: Answer;
};
type Event<Payload> = { readonly direction: 'to-window'; readonly payload?: Payload };
const command = <Argument, Answer>(): Command<Argument, Answer> => ({ direction: 'to-main' });
const event = <Payload>(): Event<Payload> => ({ direction: 'to-window' });

export const CONTRACT = {
  cashier: {
    state: event<CashierState>(),
    start: command<{ saleId: string; amount: number; way: Way }, StartAnswer>(),
    typedCode: command<{ saleId: string; code: string }, CodeAnswer>(),
    /** Takes the QR away, or disarms the scanner; what was sent goes on being watched. */
    cancel: command<{ saleId: string }, void>(),
    /** Gives the customer two minutes more at the QR. */
    longer: command<{ saleId: string }, void>(),
    /** Shows the QR of this order again, whose time was over or which was taken away. Nothing is charged anew. */
    showAgain: command<{ number: string }, void>(),
    /** The customer pays in cash or by card: given up, watched all the same, and back to the keypad. */
    otherWay: command<{ saleId: string }, void>(),
    /** Done with this sale: back to the keypad. An attempt in doubt goes on being watched. */
    next: command<{ saleId: string }, void>(),
    /** The cashier has read this news. A late payment is not read away: it is kept or refunded. */
    seen: command<{ number: string }, void>(),
    /** Asks the gateway about it now, and answers when the gateway has. */
    enquire: command<{ number: string }, EnquireAnswer>(),
    /** Finds payments by our number, QFPay's number, or amount and time; null while no ledger is open, here as for a day. */
    lookUp: command<{ text: string }, LookUpAnswer | null>(),
    /** A payment, by its number or a refund's; null when there is none. */
    payment: command<{ number: string }, PaymentView | null>(),
    /** @property knownRefunds how many refunds the screen showed, so that a second tap starts no second refund */
    refund: command<{ number: string; amount: number; knownRefunds: number }, RefundAnswer>(),
    /** A late payment is for its sale after all: the goods were handed over. */
    keepLate: command<{ number: string }, void>(),
    /** A refund that was to be asked for later is not wanted any more. */
    dropRefund: command<{ number: string }, void>(),
    /** Somebody has looked into QFPay's portal and says what the gateway would not settle. */
    decide: command<Ruling, DecideAnswer>(),
    day: command<{ day: string | null }, DayList | null>(),
    exportDay: command<{ day: string }, ExportAnswer>(),
    showExports: command<null, void>(),
    settings: command<null, SettingsView>(),
    saveSettings: command<{ settings: Settings }, SaveAnswer>(),
    goLive: command<GoLive, GoLiveAnswer>(),
    /** A manager has looked at the settings that could not be read whole: the till may open with them as they are now. */
    settingsRight: command<null, SaveAnswer>(),
    /** A manager has read that the ledger was restored: payments may be taken again. */
    restoredSeen: command<null, void>(),
    unlock: command<{ passphrase: string }, UnlockAnswer>(),
    identifyDisplays: command<null, void>(),
    /** Ends the program, as closing its window does: in full screen there is nothing to close it by. */
    closeTill: command<null, void>(),
    /** Waits for one label and tells what it was; nothing is charged for it. */
    tryScanner: command<null, ScannerTrial>(),
    stopTryingScanner: command<null, void>(),
    dismissNotice: command<{ kind: Notice['kind'] }, void>(),
    /** The till could be live and is meant to be in training all the same. */
    practiseOn: command<null, void>(),
    /** A text field has the focus: keys are for it and not held back as a possible scan. */
    typing: command<{ on: boolean }, void>(),
  },
  customer: {
    state: event<CustomerState>(),
    /** Main is there, told again and again: without it the window shows nothing, see heartbeat.ts. */
    alive: event<null>(),
  },
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
export type PayloadOf<W extends WindowName, K extends EventName<W>> =
  Entries<W>[K] extends Event<infer Payload> ? Payload : never;

/** What a preload puts into its window: a function for each command, a subscription for each event. */
export type WindowApi<W extends WindowName> = {
  readonly [K in CommandName<W>]: (argument: ArgumentOf<W, K>) => Promise<AnswerOf<W, K>>;
} & {
  readonly [K in EventName<W>]: (listener: (payload: PayloadOf<W, K>) => void) => () => void;
};

/** What main must answer: a function for each command a window may call. */
export type Handlers<W extends WindowName> = {
  readonly [K in CommandName<W>]: (argument: ArgumentOf<W, K>) => AnswerOf<W, K> | Promise<AnswerOf<W, K>>;
};

export const channelOf = (window: WindowName, name: string): string => `${window}:${name}`;

/** The name under which a preload's API stands in its window. */
export const API_NAME = 'till';
