/** Examples of a till that has people. */
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { NamedPerson, StaffView } from '../../../shared/contract/staff.ts';
import { attempt, type Examples } from '../state/examples.ts';

const names = [
  '陳美玲',
  'Ah Ming',
  'Wong Ka Man (Sheung Wan, late shift)',
  '阿強',
  'Siu Fong',
  'Christopher Alexander',
];
export const PEOPLE: readonly NamedPerson[] = names.map((name, index) => ({
  id: `person:0${index + 1}`,
  name,
  role: index === 0 ? 'owner' : index === 1 ? 'manager' : 'cashier',
}));

/** A cashier is at the till. */
export const AT_TILL: Pick<CashierState, 'atTill' | 'people'> = {
  atTill: { kind: 'person', id: 'person:03', name: names[2] ?? '', role: 'cashier' },
  people: PEOPLE,
};

/** In the settings: one is switched off, and nobody has a recovery code. */
export const STAFF_VIEW: StaffView = {
  people: PEOPLE.map((person, index) => ({ ...person, version: 1, isActive: index !== 4, hasPin: index !== 4 })),
  hasRecoveryCode: false,
};

/** Nobody is. */
export const LOCKED: Pick<CashierState, 'atTill' | 'people' | 'owners'> = {
  atTill: { kind: 'nobody' },
  people: PEOPLE,
  owners: PEOPLE.slice(0, 1),
};

export const STAFFED: Examples = {
  'keypad-person': AT_TILL,
  locked: LOCKED,
  'locked-late': {
    ...LOCKED,
    news: [attempt('paid-late', { lastResponse: '0000', advice: 'paid' })],
  },
};
