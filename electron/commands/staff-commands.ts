/** The people of the till: coming to it, approving, and what the owner sets for them. PINs and secrets end here. */
import type { ArgumentOf } from '../../shared/contract/contract.ts';
import type { OwnPinAnswer, PersonView, Recovery, RecoverAnswer, StaffRefusal } from '../../shared/contract/staff.ts';
import type { Person } from '../../shared/person.ts';
import { NOBODY, THE_OWNER } from '../../shared/role.ts';
import { shownName } from '../files/settings-schema.ts';
import { Secret } from '../vault/secret.ts';
import { cannotWrite, isAskedFor } from './change.ts';
import type { CommandDeps } from './command-deps.ts';
import { nothingDone, type Handlers, type Outcome } from './handlers.ts';

type StaffCommand =
  | 'changeOver'
  | 'changeOwnPin'
  | 'lockTill'
  | 'stillHere'
  | 'approve'
  | 'staff'
  | 'setOwner'
  | 'addPerson'
  | 'changePerson'
  | 'setPin'
  | 'newRecoveryCode'
  | 'recover';

export function staffCommands(deps: CommandDeps): Pick<Handlers, StaffCommand> {
  return { ...atTheTill(deps), ...setByOwner(deps) };
}

function atTheTill(
  deps: CommandDeps,
): Pick<Handlers, 'changeOver' | 'changeOwnPin' | 'lockTill' | 'stillHere' | 'approve' | 'recover'> {
  const { access, approvals } = deps.counter.staff;
  return {
    changeOver: async ({ person, pin }) => {
      const before = access.actor();
      const answer = await access.changeOver(person, pin);
      const comes = access.people().find(({ id }) => id === person);
      if (answer.kind !== 'right' || comes === undefined) return nothingDone(answer);
      const { id: about, name: by, role } = comes;
      return { answer, did: { about, facts: before === null ? {} : { before: before.by }, role, by } };
    },
    changeOwnPin: (pins) => changeOwnPin(deps, pins),
    lockTill: () => {
      // A shop without people could not come back to its till.
      if (access.atTill().kind === 'person') access.lock();
    },
    stillHere: () => {
      access.stillHere();
    },
    approve: async ({ command, person, pin }) => {
      const asked = approvals.asked(command);
      if (asked === null) return { kind: 'not-possible' };
      const answer = await access.check(person, pin, asked.needs);
      const approver = access.people().find(({ id }) => id === person);
      if (answer.kind !== 'right') return answer;
      const isGranted = approver !== undefined && approvals.grant(asked, { role: approver.role, by: approver.name });
      return isGranted ? answer : { kind: 'not-possible' };
    },
    recover: (recovery) => recover(deps, recovery),
  };
}

async function changeOwnPin(
  deps: CommandDeps,
  { pin, newPin }: ArgumentOf<'cashier', 'changeOwnPin'>,
): Promise<Outcome<OwnPinAnswer>> {
  const { access, pins, ledgerName } = deps.counter.staff;
  const [person, ledger] = [access.atTill(), ledgerName()];
  if (person.kind !== 'person') return nothingDone({ kind: 'not-possible' });
  const answer = await access.check(person.id, pin, 'cashier');
  if (answer.kind !== 'right') return nothingDone(answer);
  try {
    await pins.set({ ledger, id: person.id }, newPin);
    return { answer: { kind: 'saved' }, did: { about: person.id } };
  } catch (error) {
    return nothingDone(cannotWrite(deps, error));
  }
}

function setByOwner(
  deps: CommandDeps,
): Pick<Handlers, 'staff' | 'setOwner' | 'addPerson' | 'changePerson' | 'setPin' | 'newRecoveryCode'> {
  const { counter } = deps;
  const { people, pins, access, ledgerName } = counter.staff;
  const pinOwner = (id: string) => ({ ledger: ledgerName(), id });
  return {
    staff: () => ({
      people: (people.all() ?? []).map((one) => viewOf(deps, one)),
      hasRecoveryCode: pins.hasRecoveryCode(ledgerName()),
    }),

    setOwner: async ({ name, pin }) => {
      if (!isAskedFor(counter, 'setOwner')) return nothingDone({ kind: 'trouble' });
      const added = add(deps, name, 'owner');
      if ('kind' in added) return nothingDone(added);
      try {
        await pins.set(pinOwner(added.id), pin);
        const recoveryCode = await pins.renewRecoveryCode(ledgerName());
        access.welcome(added.id);
        const did = { about: added.id, facts: { name: added.name }, role: 'owner', by: added.name } as const;
        return { answer: { kind: 'set', recoveryCode }, did };
      } catch (error) {
        return nothingDone(cannotWrite(deps, error));
      }
    },

    addPerson: async ({ name, role, pin }) => {
      const added = add(deps, name, role);
      if ('kind' in added) return nothingDone(added);
      const did = { about: added.id, facts: { name: added.name, role } };
      // The person is there now, whatever becomes of the PIN; the owner may set one again.
      return written(deps, did, () => pins.set(pinOwner(added.id), pin));
    },

    changePerson: async ({ person: id, version, name, role, isActive }) => {
      const clean = nameFor(deps, name, id);
      if (typeof clean !== 'string') return nothingDone(clean);
      if ((role !== 'owner' || !isActive) && isLastOwner(deps, id)) return nothingDone({ kind: 'last-owner' });
      const changed = people.change({ id, version }, { name: clean, role, isActive });
      if (changed !== 'changed') return nothingDone({ kind: changed });
      const did = { about: id, facts: { name: clean, role, isActive } };
      // Were a ledger put back in which this person is active, they would still have no PIN.
      return written(deps, did, async () => {
        if (!isActive) pins.forget(pinOwner(id));
      });
    },

    setPin: async ({ person: id, pin }) => {
      if (people.all()?.some((one) => one.id === id && one.isActive) !== true) return nothingDone({ kind: 'moved-on' });
      return written(deps, { about: id }, () => pins.set(pinOwner(id), pin));
    },

    newRecoveryCode: async () => {
      // Without people there is nobody whom it could let in.
      if ((people.all() ?? []).length === 0) return nothingDone({ kind: 'trouble' });
      try {
        return { answer: { kind: 'made', recoveryCode: await pins.renewRecoveryCode(ledgerName()) }, did: {} };
      } catch (error) {
        return nothingDone(cannotWrite(deps, error));
      }
    },
  };
}

function viewOf({ counter }: CommandDeps, person: Person): PersonView {
  const { pins, ledgerName } = counter.staff;
  return { ...person, hasPin: pins.has({ ledger: ledgerName(), id: person.id }) };
}

/** The person was changed; what lies in the file of PINs follows, and may fail alone. */
async function written(
  deps: CommandDeps,
  did: Outcome<unknown>['did'],
  work: () => Promise<void>,
): Promise<Outcome<{ readonly kind: 'saved' } | StaffRefusal>> {
  try {
    await work();
    return { answer: { kind: 'saved' }, did };
  } catch (error) {
    return { answer: cannotWrite(deps, error), did };
  }
}

function add(deps: CommandDeps, typed: string, role: Person['role']): Person | StaffRefusal {
  const name = nameFor(deps, typed, null);
  if (typeof name !== 'string') return name;
  return deps.counter.staff.people.add({ name, role }) ?? { kind: 'trouble' };
}

/** Rows name people by their names, so no two may share one. @param own the person who may keep the name */
function nameFor({ counter }: CommandDeps, typed: string, own: string | null): string | StaffRefusal {
  const people = counter.staff.people.all();
  if (people === null) return { kind: 'trouble' };
  const parsed = shownName.safeParse(typed.normalize('NFC'));
  if (!parsed.success) return { kind: 'name' };
  const taken = [THE_OWNER.by, NOBODY.by, ...people.flatMap(({ id, name }) => (id === own ? [] : [name]))];
  const isTaken = taken.some((name) => name.toLowerCase() === parsed.data.toLowerCase());
  return isTaken ? { kind: 'name-taken' } : parsed.data;
}

/** An owner without a PIN can be the last one, too: the recovery code and the client key set one for owners only. */
function isLastOwner({ counter }: CommandDeps, id: string): boolean {
  const { people, pins, ledgerName } = counter.staff;
  const owners = (people.all() ?? []).filter((one) => one.role === 'owner' && one.isActive);
  const isOwner = owners.some((one) => one.id === id);
  return isOwner && !owners.some((one) => one.id !== id && pins.has({ ledger: ledgerName(), id: one.id }));
}

/** The recovery code is in the owner's drawer, and the client key in QFPay's letter: a thief at the till has neither. */
async function recover(deps: CommandDeps, recovery: Recovery): Promise<Outcome<RecoverAnswer>> {
  const { counter } = deps;
  const { access, pins, ledgerName, proofs } = counter.staff;
  const { person: id, by, secret, pin } = recovery;
  const ledger = ledgerName();
  // Also by what was kept of a ledger that is not open: a till that waits for its passphrase lets an owner in first.
  const owner = access.owners().find((one) => one.id === id);
  if (owner === undefined || !proofs().includes(by)) return nothingDone({ kind: 'not-possible' });
  const answer = await access.guess(async () =>
    by === 'recovery-code' ? pins.isRecoveryCode(ledger, secret) : counter.signsWith(new Secret(secret)),
  );
  if (answer.kind !== 'right') return nothingDone(answer);
  // Another ledger was opened meanwhile: there the same id is another person.
  if (ledger !== ledgerName()) return nothingDone({ kind: 'not-possible' });
  try {
    await pins.set({ ledger, id }, pin);
    const recoveryCode = by === 'recovery-code' ? await pins.renewRecoveryCode(ledger) : null;
    access.welcome(id);
    if (by === 'client-key') deps.forgetTyped();
    const did = { about: id, facts: { by }, role: 'owner', by: owner.name } as const;
    return { answer: { kind: 'recovered', recoveryCode }, did };
  } catch (error) {
    return nothingDone(cannotWrite(deps, error));
  }
}
