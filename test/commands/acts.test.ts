/** Each command that not everybody may give writes one act when it did something, and none when it did not. */
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
 * With which it does something. Going live asks a gateway and is tried with one in account-race.test.ts; a day's file is of
 * real payments and is tried with them in ../counter/unread.test.ts.
 */
const ARGUMENTS: { readonly [K in Exclude<Acting, 'goLive' | 'exportDay'>]: ArgumentOf<'cashier', K> } = {
  refund: { number: NUMBER, amount: 100, knownRefunds: 0 },
  keepLate: { number: NUMBER },
  dropRefund: { number: NUMBER },
  decide: RULING,
  showExports: null,
  saveSettings: { settings: { ...DEFAULT_SETTINGS, sounds: false } },
  settingsRight: null,
  restoredSeen: null,
};
const NAMES = Object.keys(ARGUMENTS) as (keyof typeof ARGUMENTS)[];

/** A counter where whatever is asked for is due, or nothing is. */
function shop(folder: string, isDue: boolean) {
  const acts: Act[] = [];
  let settings: Settings = isDue ? DEFAULT_SETTINGS : { ...DEFAULT_SETTINGS, sounds: false };
  const till: Partial<Till> = {
    refund: () => (isDue ? 'started' : 'in-doubt'),
    keepLate: () => isDue,
    dropRefund: () => isDue,
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
    standing: () => (isDue ? { next: { kind: 'ask', command: 'settingsRight' } } : null),
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
    settingsRight: () => undefined,
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
  // Where the files lie can be shown at any time.
  expect(idle.acts).toHaveLength(name === 'showExports' ? 1 : 0);
  place.remove();
});
