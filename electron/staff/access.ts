/**
 * Who is at the till: a person comes by PIN, and stays until another one comes or the till locks itself. A shop that has no
 * people, or has switched roles off, is at its till as its owner.
 */
import { join } from 'node:path';
import type { AtTill, NamedPerson, PinAnswer } from '../../shared/contract/staff.ts';
import type { Person } from '../../shared/person.ts';
import { mayDo, THE_OWNER, type Actor, type Role } from '../../shared/role.ts';
import type { Act } from '../../shared/act.ts';
import type { Clock, Log, Timers } from '../till/ports/world.ts';
import { createTries, type Tries } from '../vault/tries.ts';
import type { Pins } from './pins.ts';

export type AccessDeps = {
  /** Of the open ledger; null while none is open. */
  readonly people: () => readonly Person[] | null;
  /** The environment that the ledger is named by. */
  readonly ledgerName: () => string;
  /** No real money is taken: then a shop may do without people. */
  readonly isPractice: () => boolean;
  readonly usesRoles: () => boolean;
  readonly lockAfterMinutes: () => number;
  /** A sale is on the screens: the till does not lock itself. */
  readonly isSaleOnScreen: () => boolean;
  readonly pins: Pins;
  /** Where the wrong guesses are counted. */
  readonly folder: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly noteAct: (act: Act) => void;
  readonly log: Log;
  readonly onChange: () => void;
};

export type Access = {
  /** Null at a locked till. */
  actor(): Actor | null;
  atTill(): AtTill;
  /** Who can come to the till. */
  people(): readonly NamedPerson[];
  /** Active owners, with a PIN or without. */
  owners(): readonly NamedPerson[];
  /** Why nobody can come as the owner of a till that takes real money; null while somebody can. */
  missing(): 'owner' | 'pins' | null;
  changeOver(id: string, pin: string): Promise<PinAnswer>;
  /** Whether this is the PIN of a person who may do what needs this role. */
  check(id: string, pin: string, needs: Role): Promise<PinAnswer>;
  /** Guesses at what is no person's PIN are counted and delayed as well. */
  guess(isRight: () => Promise<boolean>): Promise<PinAnswer>;
  /** This person has just set a PIN, and is at the till. */
  welcome(id: string): void;
  lock(): void;
  /** A till was opened, perhaps by another ledger: whoever came by the ledger before is at the till no more. */
  reopened(): void;
  stillHere(): void;
  stop(): void;
};

/** After so many wrong PINs in a row the journal tells of it. */
const WRONG_TOLD = 10;
const RECOVERY = 'recovery';

export function createAccess(deps: AccessDeps): Access {
  const { pins } = deps;
  let present: { readonly ledger: string; readonly id: string } | null = null;
  const idle = createIdle(deps, () => {
    lock();
  });
  const guarded = createGuessing(deps);

  const able = (): readonly NamedPerson[] => team(deps).filter(({ id }) => pins.has({ ledger: deps.ledgerName(), id }));
  const find = (id: string): NamedPerson | null => able().find((one) => one.id === id) ?? null;
  const come = (id: string): void => {
    present = { ledger: deps.ledgerName(), id };
    idle.begin();
    deps.onChange();
  };
  const lock = (): void => {
    idle.stop();
    present = null;
    deps.onChange();
  };

  const atTill = (): AtTill => {
    if (isOpenToAll(deps, able())) return { kind: 'anybody' };
    const person = present?.ledger === deps.ledgerName() ? find(present.id) : null;
    return person === null ? { kind: 'nobody' } : { kind: 'person', ...person };
  };
  const check: Access['check'] = async (id, pin, needs) => {
    const person = find(id);
    if (person === null || !mayDo(person.role, needs)) return { kind: 'not-possible' };
    const owner = { ledger: deps.ledgerName(), id };
    const answer = await guarded(`${owner.ledger}-${id}`, id, () => pins.isRight(owner, pin));
    // Another ledger was opened meanwhile: there the same id is another person.
    return answer.kind === 'right' && owner.ledger !== deps.ledgerName() ? { kind: 'not-possible' } : answer;
  };

  return {
    atTill,
    actor() {
      const now = atTill();
      if (now.kind === 'person') return { role: now.role, by: now.name };
      return now.kind === 'anybody' ? THE_OWNER : null;
    },
    people: able,
    owners: () => team(deps).filter(isOwner),
    missing: () => missingIn(deps, able()),
    check,
    async changeOver(id, pin) {
      const answer = await check(id, pin, 'cashier');
      if (answer.kind === 'right') come(id);
      return answer;
    },
    guess: (isRight) => guarded(`${deps.ledgerName()}-${RECOVERY}`, RECOVERY, isRight),
    welcome: come,
    lock,
    reopened() {
      if (present !== null && present.ledger !== deps.ledgerName()) lock();
    },
    stillHere: idle.begin,
    stop: idle.stop,
  };
}

/** Who is active: by the open ledger, or by what was kept of it. */
function team({ people, ledgerName, pins }: AccessDeps): readonly NamedPerson[] {
  const known = people();
  if (known === null) return pins.roster(ledgerName());
  return known.flatMap(({ id, name, role, isActive }) => (isActive ? [{ id, name, role }] : []));
}

const isOwner = ({ role }: NamedPerson): boolean => role === 'owner';
const hasOwner = (people: readonly NamedPerson[]): boolean => people.some(isOwner);

function isOpenToAll(deps: AccessDeps, able: readonly NamedPerson[]): boolean {
  if (!deps.usesRoles()) return true;
  // Owners whose PINs are lost must not make everybody an owner, except where no real money is. A shop that has no owner at
  // all, as one that added a cashier while roles were off, could set none if that locked everybody out.
  return !hasOwner(deps.isPractice() ? able : team(deps));
}

function missingIn(deps: AccessDeps, able: readonly NamedPerson[]): ReturnType<Access['missing']> {
  if (deps.isPractice() || !deps.usesRoles() || deps.people() === null || hasOwner(able)) return null;
  return hasOwner(team(deps)) ? 'pins' : 'owner';
}

type Guess = (file: string, about: string, isRight: () => Promise<boolean>) => Promise<PinAnswer>;

/** One guess at a time for each person, and a longer wait after each wrong one. */
function createGuessing({ clock, folder, log, noteAct }: AccessDeps): Guess {
  const all = new Map<string, Tries>();
  const triesOf = (file: string): Tries => {
    const path = join(folder, 'pin-tries', `${file.replace(':', '-')}.json`);
    const tries = all.get(file) ?? createTries(clock.mono, path);
    all.set(file, tries);
    return tries;
  };
  return async (file, about, isRight) => {
    const tries = triesOf(file);
    const waitSeconds = (): number => Math.ceil(tries.waitMs() / 1000);
    if (tries.waitMs() > 0) return { kind: 'too-soon', waitSeconds: waitSeconds() };
    if (await tries.make(isRight, (found) => found)) return { kind: 'right' };
    log('staff.wrong-pin', { about, wrong: tries.wrong() });
    if (tries.wrong() === WRONG_TOLD) {
      // Nobody knows who typed them.
      noteAct({ role: 'cashier', by: 'nobody', what: 'wrong-pins', about, facts: { wrong: WRONG_TOLD } });
    }
    return { kind: 'wrong', waitSeconds: waitSeconds() };
  };
}

/** Calls when nobody has touched the till for as long as the settings say. */
function createIdle({ timers, lockAfterMinutes, isSaleOnScreen }: AccessDeps, onIdle: () => void) {
  let cancel = (): void => undefined;
  const begin = (): void => {
    cancel();
    const minutes = lockAfterMinutes();
    if (minutes === 0) return;
    cancel = timers.after(minutes * 60_000, () => {
      if (isSaleOnScreen()) begin();
      else onIdle();
    });
  };
  return {
    begin,
    stop: (): void => {
      cancel();
    },
  };
}
