/** The people of the open till: what its ledger holds of them, and their PINs beside it. */
import type { Trouble } from '../../shared/contract/support.ts';
import { THE_OWNER } from '../../shared/role.ts';
import type { Person, PersonChange } from '../../shared/person.ts';
import type { Pins } from '../staff/pins.ts';
import type { Lifecycle } from './lifecycle.ts';

export type People = {
  /** Of the open ledger, switched off or not; null while none is open. */
  all(): readonly Person[] | null;
  /** The names that rows of the open ledger may name people by, in alphabetical order; null while none is open. */
  names(): readonly string[] | null;
  /** Null when no ledger could take it. */
  add(person: Pick<Person, 'name' | 'role'>): Person | null;
  change(person: Pick<Person, 'id' | 'version'>, change: PersonChange): 'changed' | 'moved-on' | 'trouble';
  /** Notes who is active, for when no ledger is open. */
  noteRoster(): void;
};

type PeopleDeps = {
  readonly lifecycle: () => Pick<Lifecycle, 'opened' | 'onLedger'>;
  readonly ledgerName: () => string;
  readonly pins: Pick<Pins, 'keepRoster'>;
  readonly onChange: () => void;
};

export function createPeople({ lifecycle, ledgerName, pins, onChange }: PeopleDeps): People {
  const all = (): readonly Person[] | null => lifecycle().opened()?.people.all() ?? null;
  const noteRoster = (): void => {
    const known = all();
    if (known !== null) pins.keepRoster(ledgerName(), known);
  };
  return {
    all,
    noteRoster,
    names() {
      let names: readonly string[] | null = null;
      lifecycle().onLedger(({ people }) => {
        names = [...people.namesEver(), THE_OWNER.by].toSorted();
      });
      return names;
    },
    add(person) {
      let added: Person | null = null;
      lifecycle().onLedger(({ people }) => {
        added = people.add(person);
      });
      noteRoster();
      onChange();
      return added;
    },
    change(person, change) {
      let isChanged = false;
      const isDone = lifecycle().onLedger(({ people }) => {
        isChanged = people.change(person, change);
      });
      noteRoster();
      onChange();
      return isChanged ? 'changed' : isDone ? 'moved-on' : 'trouble';
    },
  };
}

/** What the cashier is told when nobody can come as the owner of a till that takes real money. */
export function staffTrouble(
  missing: 'owner' | 'pins' | null,
): Extract<Trouble, { kind: 'no-owner' | 'pins-lost' }> | null {
  if (missing === null) return null;
  return { kind: missing === 'owner' ? 'no-owner' : 'pins-lost' };
}
