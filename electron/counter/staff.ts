/** Joins the people of the open ledger with their PINs: who is at the till, who may approve, and what keeps owners away. */
import { join } from 'node:path';
import type { Mode } from '../../shared/contract/account.ts';
import type { StaffState } from '../../shared/contract/staff.ts';
import { NOBODY, type Actor } from '../../shared/role.ts';
import { ENVIRONMENTS, type Settings } from '../../shared/settings.ts';
import { createAccess, type Access } from '../staff/access.ts';
import { createApprovals, type Approvals } from '../staff/approvals.ts';
import { openPins, type Pins } from '../staff/pins.ts';
import type { Act } from '../../shared/act.ts';
import type { KeyedHash } from '../till/ports/world.ts';
import type { Lifecycle } from './lifecycle.ts';
import { createPeople, staffTrouble, type People } from './people.ts';
import type { Facts } from './standing.ts';
import type { LifecycleDeps } from './states.ts';
import { modeOf } from './window-states.ts';

export type Staff = {
  readonly access: Access;
  readonly approvals: Approvals;
  readonly people: People;
  readonly pins: Pins;
  /** The environment that the open ledger, or the next one, is named by. */
  ledgerName(): string;
  /** How an owner without a PIN can be known now: the client key is with the open till only. */
  proofs(): StaffState['proofs'];
  /** Whether whoever is here may switch names and PINs off: in training not, if a live ledger has an owner. */
  mayEndRoles(): boolean;
  /** What is begun within is of this person, whoever is at the till. */
  actingAs<Value>(actor: Actor, work: () => Value): Value;
};

type StaffDeps = Pick<LifecycleDeps, 'folder' | 'clock' | 'timers' | 'log' | 'onChange'> & {
  readonly keyedHash: KeyedHash;
  readonly settings: () => Settings;
  readonly ledgerName: () => string;
  readonly mode: () => Mode;
  readonly lifecycle: () => Pick<Lifecycle, 'opened' | 'onLedger'>;
  readonly noteAct: (act: Act) => void;
};

export function createStaff(deps: StaffDeps) {
  const { folder, settings, ledgerName, lifecycle } = deps;
  const pins = openPins(join(folder, 'pins.json'), deps.keyedHash, deps.onChange);
  const people = createPeople({ ...deps, pins });
  const access = createAccess({
    ...deps,
    people: people.all,
    isPractice: () => !isLive(deps.mode()),
    usesRoles: () => settings().usesRoles,
    lockAfterMinutes: () => settings().lockAfterMinutes,
    isSaleOnScreen: () => (lifecycle().opened()?.till.state().stage.kind ?? 'keypad') !== 'keypad',
    pins,
  });
  let acting: Actor | null = null;

  const staff: Staff = {
    access,
    approvals: createApprovals(deps.clock.mono),
    people,
    pins,
    ledgerName,
    proofs: () => [
      ...(pins.hasRecoveryCode(ledgerName()) ? (['recovery-code'] as const) : []),
      ...(lifecycle().opened() === null ? [] : (['client-key'] as const)),
    ],
    mayEndRoles: () => (isLive(deps.mode()) && access.atTill().kind === 'person') || !hasLiveOwner(pins),
    actingAs(actor, work) {
      acting = actor;
      try {
        return work();
      } finally {
        acting = null;
      }
    },
  };
  return {
    staff,
    /** Of what is begun now. */
    actor: (): Actor => acting ?? access.actor() ?? NOBODY,
    trouble: (): Facts['staff'] => staffTrouble(access.missing()),
    state: (): StaffState => ({
      atTill: access.atTill(),
      people: access.people(),
      owners: access.owners(),
      proofs: staff.proofs(),
    }),
  };
}

const isLive = (mode: Mode): boolean => mode === 'live' || mode === 'live-test';

const hasLiveOwner = (pins: Pick<Pins, 'roster'>): boolean =>
  ENVIRONMENTS.some((one) => isLive(modeOf(one)) && pins.roster(one).some(({ role }) => role === 'owner'));
