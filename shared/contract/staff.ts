/** The people of the shop: who is at the till, who may let one command through, and what the owner sets for them. */
import type { PersonChange } from '../person.ts';
import type { Role } from '../role.ts';
import { command } from './entry.ts';

export const STAFF = {
  /** Another person comes to the till. Nothing that is under way ends by it. */
  changeOver: command<{ person: string; pin: string }, PinAnswer>({ needs: 'nobody', act: 'changed-over' }),
  /** Who is at the till sets another PIN for themselves. */
  changeOwnPin: command<{ pin: string; newPin: string }, OwnPinAnswer>({ needs: 'cashier', act: 'own-pin-set' }),
  lockTill: command<null, void>({ needs: 'cashier' }),
  /** Somebody touches the till, so it does not lock itself yet. */
  stillHere: command<null, void>({ needs: 'nobody' }),
  /** Lets through the command of this name that was answered `not-allowed` last; the window sends it once more. */
  approve: command<{ command: string; person: string; pin: string }, PinAnswer>({ needs: 'cashier' }),
  staff: command<null, StaffView>({ needs: 'cashier' }),
  /** The first owner of a till that goes live. */
  setOwner: command<{ name: string; pin: string }, FirstOwnerAnswer>({ needs: 'owner', act: 'owner-set' }),
  addPerson: command<{ name: string; role: Role; pin: string }, PersonAnswer>({ needs: 'owner', act: 'person-added' }),
  /** @property version of the row that the screen showed */
  changePerson: command<{ person: string; version: number } & PersonChange, PersonAnswer>({
    needs: 'owner',
    act: 'person-changed',
  }),
  setPin: command<{ person: string; pin: string }, PersonAnswer>({ needs: 'owner', act: 'pin-set' }),
  newRecoveryCode: command<null, RecoveryCodeAnswer>({ needs: 'owner', act: 'recovery-code-made' }),
  /** An owner whose PIN is lost sets a new one, by the recovery code or by the client key of the account in use. */
  recover: command<Recovery, RecoverAnswer>({ needs: 'nobody', act: 'owner-recovered' }),
} as const;

export type NamedPerson = { readonly id: string; readonly name: string; readonly role: Role };

/** `anybody`: the till knows no people, or roles are switched off. `nobody`: the till is locked. */
export type AtTill = { readonly kind: 'anybody' | 'nobody' } | ({ readonly kind: 'person' } & NamedPerson);

export type StaffState = {
  readonly atTill: AtTill;
  /** Who can come to the till: active, with a PIN. */
  readonly people: readonly NamedPerson[];
  /** Who may set a PIN anew: active, with a PIN or without. */
  readonly owners: readonly NamedPerson[];
  /** How they can show now that they are an owner. */
  readonly proofs: readonly Recovery['by'][];
};

export type PinAnswer =
  | { readonly kind: 'right' }
  /** `too-soon`: the PIN was not looked at. None is for `waitSeconds`. */
  | { readonly kind: 'wrong' | 'too-soon'; readonly waitSeconds: number }
  /** This person cannot come to the till any more, or may not approve this; or nothing waits for an approval. */
  | { readonly kind: 'not-possible' };

/** The present PIN is looked at as when somebody comes to the till. */
export type OwnPinAnswer = Exclude<PinAnswer, { readonly kind: 'right' }> | PersonAnswer;

export type StaffView = {
  readonly people: readonly PersonView[];
  readonly hasRecoveryCode: boolean;
};
export type PersonView = NamedPerson & {
  readonly version: number;
  readonly isActive: boolean;
  readonly hasPin: boolean;
};

/** Why nothing was set. */
export type StaffRefusal =
  | { readonly kind: 'name' | 'name-taken' | 'last-owner' | 'moved-on' | 'trouble' }
  | { readonly kind: 'cannot-write'; readonly path: string };

/** @property recoveryCode shown once and kept nowhere */
export type FirstOwnerAnswer = { readonly kind: 'set'; readonly recoveryCode: string } | StaffRefusal;
export type PersonAnswer = { readonly kind: 'saved' } | StaffRefusal;
export type RecoveryCodeAnswer = { readonly kind: 'made'; readonly recoveryCode: string } | StaffRefusal;

export type Recovery = {
  readonly person: string;
  readonly by: 'recovery-code' | 'client-key';
  readonly secret: string;
  /** The new one. */
  readonly pin: string;
};

export type RecoverAnswer =
  /** @property recoveryCode in place of the one that was used up; null after a client key, which uses up none */
  | { readonly kind: 'recovered'; readonly recoveryCode: string | null }
  | { readonly kind: 'wrong' | 'too-soon'; readonly waitSeconds: number }
  | { readonly kind: 'not-possible' }
  | StaffRefusal;
