/** Each command that needs a higher role writes one act if it did something, and none if it did not. */
import { expect, it } from 'vitest';
import type { CommandDeps } from '../../electron/commands/command-deps.ts';
import { createCommands } from '../../electron/commands/commands.ts';
import type { Counter } from '../../electron/counter/counter.ts';
import type { Act } from '../../shared/act.ts';
import type { Till } from '../../electron/till/till.ts';
import { CONTRACT, type ArgumentOf, type CommandName, type RightsOf } from '../../shared/contract/contract.ts';
import type { Acting as ActingRights } from '../../shared/contract/entry.ts';
import { THE_OWNER } from '../../shared/role.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../shared/settings.ts';
import { newFolder } from '../support/folders.ts';
import { throughDoor } from '../support/through-door.ts';

type Name = CommandName<'cashier'>;
type Acting = { [K in Name]: RightsOf<'cashier', K> extends ActingRights ? K : never }[Name];

const NUMBER = '01K7QF3M0001231X';
const PIN = '4711';
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
  changeOver: { person: 'person:01', pin: PIN },
  changeOwnPin: { pin: PIN, newPin: '0815' },
  exportActs: { text: '', what: null, by: null },
  setOwner: { name: 'Siu Fong', pin: PIN },
  addPerson: { name: 'Ah Ming', role: 'cashier', pin: PIN },
  changePerson: { person: 'person:01', version: 1, name: 'Wai Ling', role: 'owner', isActive: true },
  setPin: { person: 'person:01', pin: PIN },
  newRecoveryCode: null,
  recover: { person: 'person:01', by: 'recovery-code', secret: 'right', pin: PIN },
};
const NOTED = { position: 1, at: 0, role: 'owner', by: 'owner', what: 'restore-read', about: null, facts: {} } as const;
/** By the command that is waited for. */
const ASKED: Partial<Record<Acting, Acting>> = { setOwner: 'setOwner', recover: 'recover' };
/** Whoever is at the till before: the first owner, and one who comes to it, or back to it. */
const AS_THEMSELVES: readonly Acting[] = ['setOwner', 'recover', 'changeOver'];
const NAMES = Object.keys(ARGUMENTS) as (keyof typeof ARGUMENTS)[];

/** A counter where every command is due, or none is. */
function shop(folder: string, isDue: boolean, asked: Acting = 'confirmSettings') {
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
    acts: () => ({ acts: isDue ? [NOTED] : [], next: null }),
    standing: () => (isDue ? { next: { kind: 'ask', command: asked } } : null),
    staff: staffOf(isDue),
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
  const door = { actor: () => THE_OWNER, approvals: { take: () => null, refused: () => undefined }, log };
  return { acts, commands: throughDoor({ ...door, handlers: createCommands(deps), noteAct: (act) => acts.push(act) }) };
}

/** One owner, whose PIN can be set; or nobody, and a file that cannot be written. */
function staffOf(isDue: boolean) {
  const owner = { id: 'person:01', version: 1, name: 'Wai Ling', role: 'owner', isActive: true };
  const written = async (): Promise<string> => {
    if (!isDue) throw Object.assign(new Error('full'), { errno: -28, code: 'ENOSPC' });
    return 'K7QF';
  };
  const pin = async () => ({ kind: isDue ? 'right' : 'wrong', waitSeconds: 1 });
  return {
    access: {
      guess: pin,
      check: pin,
      changeOver: pin,
      actor: () => null,
      people: () => [owner],
      owners: () => [owner],
      atTill: () => ({ kind: 'person', ...owner }),
      welcome: () => undefined,
    },
    approvals: {},
    proofs: () => ['recovery-code', 'client-key'],
    actingAs: (_actor: unknown, work: () => unknown) => work(),
    ledgerName: () => 'production',
    people: {
      all: () => (isDue ? [owner] : []),
      add: () => (isDue ? { ...owner, id: 'person:02' } : null),
      change: () => (isDue ? 'changed' : 'moved-on'),
    },
    pins: { has: () => true, set: written, forget: () => undefined, renewRecoveryCode: written },
  };
}

const give = (commands: ReturnType<typeof shop>['commands'], name: keyof typeof ARGUMENTS): Promise<unknown> =>
  (commands[name] as (argument: unknown) => Promise<unknown>)(ARGUMENTS[name]);

it.each(NAMES)('%s', async (name) => {
  const place = newFolder();
  const { acts, commands } = shop(place.folder, true, ASKED[name]);
  await give(commands, name);
  const by = AS_THEMSELVES.includes(name) ? 'Wai Ling' : 'owner';
  expect(acts).toMatchObject([{ role: 'owner', by, what: CONTRACT.cashier[name].act }]);
  const idle = shop(place.folder, false);
  await give(idle.commands, name);
  // The folder of exports can be shown at any time.
  expect(idle.acts).toHaveLength(name === 'showExports' ? 1 : 0);
  place.remove();
});
