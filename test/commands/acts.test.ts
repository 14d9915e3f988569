/** Each command that needs a higher role writes one act if it did something, and none if it did not. */
import { expect, it } from 'vitest';
import type { CommandDeps } from '../../electron/commands/command-deps.ts';
import { createCommands } from '../../electron/commands/commands.ts';
import type { Counter } from '../../electron/counter/counter.ts';
import type { Act } from '../../electron/till/ports/ledger.ts';
import type { Till } from '../../electron/till/till.ts';
import { CONTRACT, type ArgumentOf, type CommandName, type RightsOf } from '../../shared/contract/contract.ts';
import type { ForSome } from '../../shared/contract/entry.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import { newFolder } from '../support/folders.ts';
import { throughDoor } from '../support/through-door.ts';

type Name = CommandName<'cashier'>;
type Acting = { [K in Name]: RightsOf<'cashier', K> extends ForSome ? K : never }[Name];

const NUMBER = '01K7QF3M0001231X';
const RULING = { number: NUMBER, version: 1, verdict: 'paid', amount: 100, by: 'Wai Ling', why: 'seen' } as const;

/**
 * Arguments with which each command does something. `goLive` needs a gateway, see account-race.test.ts; `exportDay`
 * needs real payments, see ../counter/unread.test.ts.
 */
const ARGUMENTS: { readonly [K in Exclude<Acting, 'goLive' | 'exportDay'>]: ArgumentOf<'cashier', K> } = {
  refund: { number: NUMBER, amount: 100, expectedRefunds: 0 },
  keepLatePayment: { number: NUMBER },
  cancelRefundRetry: { number: NUMBER },
  decide: RULING,
  showExports: null,
  saveSettings: { settings: { ...DEFAULT_SETTINGS, sounds: false } },
  confirmSettings: null,
  acknowledgeRestore: null,
};
const NAMES = Object.keys(ARGUMENTS) as (keyof typeof ARGUMENTS)[];

/** A counter where every command is due, or none is. */
function shop(folder: string, isDue: boolean) {
  const acts: Act[] = [];
  let settings: Settings = isDue ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, sounds: false };
  const till: Partial<Till> = {
    refund: () => (isDue ? 'started' : 'in-doubt'),
    keepLatePayment: () => isDue,
    cancelRefundRetry: () => isDue,
    decide: () => (isDue ? 'decided' : 'moved-on'),
    attempts: () => [],
    isIdle: () => true,
    unfinished: () => 0,
  };
  const counter = {
    till: () => till,
    payingTill: () => till,
    ready: async () => undefined,
    reopen: async () => undefined,
    isOpening: () => false,
    noteRestoredRead: () => isDue,
    standing: () => (isDue ? { next: { kind: 'ask', command: 'confirmSettings' } } : null),
  } as unknown as Counter;
  const deps = {
    counter,
    folder,
    clock: { mono: () => 0, wall: () => 0 },
    log: () => undefined,
    settings: () => settings,
    keepSettings: (next: Settings) => {
      settings = next;
    },
    confirmSettings: () => undefined,
    askPerson: async () => true,
    exportFolder: () => folder,
    scannerTrials: {},
    showFolder: () => undefined,
  } as unknown as CommandDeps;
  const log = () => undefined;
  return { acts, commands: throughDoor({ handlers: createCommands(deps), noteAct: (act) => acts.push(act), log }) };
}

const give = (commands: ReturnType<typeof shop>['commands'], name: keyof typeof ARGUMENTS): Promise<unknown> =>
  (commands[name] as (argument: unknown) => Promise<unknown>)(ARGUMENTS[name]);

it.each(NAMES)('%s', async (name) => {
  const place = newFolder();
  const { acts, commands } = shop(place.folder, true);
  await give(commands, name);
  expect(acts).toMatchObject([{ role: 'owner', by: 'owner', what: CONTRACT.cashier[name].act }]);
  const idle = shop(place.folder, false);
  await give(idle.commands, name);
  // The folder of exports can be shown at any time.
  expect(idle.acts).toHaveLength(name === 'showExports' ? 1 : 0);
  place.remove();
});
