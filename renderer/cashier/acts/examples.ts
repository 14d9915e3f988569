/** Examples of the list of acts: answers of main. */
import type { ActsAnswer, ActView } from '../../../shared/contract/acts.ts';
import { LONGEST } from '../state/examples.ts';

const at = Date.UTC(2026, 10, 22, 13, 5, 9);
const [number, readable] = ['01K7QF3M0001231X', '01-K7QF3M-000123-1X'];
const person = { by: 'Wong Ka Man (Sheung Wan, late shift)', role: 'manager' } as const;
const kinds: readonly Omit<ActView, 'at'>[] = [
  {
    ...person,
    what: 'refund-started',
    about: number,
    readable,
    facts: { amount: LONGEST, approvedFor: 'Christopher Alexander' },
  },
  { ...person, what: 'decided-by-hand', about: number, readable, facts: { verdict: 'not-refunded', said: 'KC' } },
  {
    by: '陳美玲',
    role: 'owner',
    what: 'person-changed',
    about: 'person:02',
    readable: null,
    facts: { name: person.by, role: 'cashier', isActive: false },
  },
  { ...person, what: 'settings-changed', about: null, readable: null, facts: { limit: LONGEST } },
  { by: 'nobody', role: 'cashier', what: 'wrong-pins', about: 'person:02', readable: null, facts: { wrong: 10 } },
  { ...person, what: 'of-a-newer-program', about: null, readable: null, facts: { colour: 'green' } },
];

/** More rows than any screen shows. */
export const ACTS_FOUND: ActsAnswer = {
  acts: Array.from({ length: 60 }, (_, index) => kinds.map((kind) => ({ ...kind, at: at - index * 60_000 })))
    .flat()
    .slice(0, 60),
  next: null,
};
export const NO_ACTS: ActsAnswer = { acts: [], next: null };
