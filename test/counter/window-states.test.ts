import { describe, expect, it } from 'vitest';
import { modeOf, windowStates } from '../../electron/counter/window-states.ts';
import type { TillState } from '../../electron/till/till.ts';
import { cents } from '../../shared/money.ts';
import { DEFAULT_SETTINGS, ENVIRONMENTS } from '../../shared/settings.ts';
import type { CustomerScreen } from '../../shared/contract/customer.ts';
import type { Why } from '../../electron/counter/standing.ts';

const till = (customer: CustomerScreen): TillState => ({
  saleId: 'sale',
  stage: { kind: 'keypad' },
  checking: [],
  news: [],
  refundsToRetry: [],
  lastSale: null,
  forPerson: [],
  customer,
});
const COUNTER = {
  mode: 'live',
  scanner: 'ready',
  customerScreen: 'none',
  notices: [],
  stillPractising: false,
  revision: 0,
  standing: null,
  staff: { atTill: { kind: 'anybody' }, people: [], owners: [], proofs: [] },
} as const;
const closed = (why: Why) => ({ why, next: { kind: 'wait' } }) as const;
const seen = (customer: CustomerScreen | null, why: Why | null) =>
  windowStates(DEFAULT_SETTINGS, customer === null ? null : till(customer), {
    ...COUNTER,
    standing: why && closed(why),
  }).customer.sale.screen;

describe('the customer', () => {
  it('sees the idle screen of a till that takes payments', () => {
    expect(seen({ kind: 'idle' }, null)).toEqual({ kind: 'idle' });
  });

  it.each([
    { kind: 'locked' },
    { kind: 'ledger', cause: 'full', path: '' },
    { kind: 'ledger', cause: 'read-only', path: '' },
    { kind: 'ledger-work', work: 'checking', percent: 1 },
    { kind: 'no-credentials' },
  ] as const)('sees "closed" at a till that takes no payments: $kind', (why) => {
    expect(seen({ kind: 'idle' }, why)).toEqual({ kind: 'closed' });
    expect(seen(null, why)).toEqual({ kind: 'closed' });
  });

  it('sees "closed" at a till that is not open yet', () => {
    expect(seen(null, { kind: 'not-open' })).toEqual({ kind: 'closed' });
  });

  it('still sees the sale on the screen when no other sale can start', () => {
    const checking: CustomerScreen = { kind: 'checking', amount: cents(500) };
    expect(seen(checking, { kind: 'no-credentials' })).toEqual(checking);
  });

  it('sees "closed" on the turned screen of the cashier too', () => {
    const turned = (change: Partial<Parameters<typeof windowStates>[2]>) =>
      windowStates(DEFAULT_SETTINGS, null, { ...COUNTER, ...change }).cashier.sale.turned;
    expect(turned({ standing: closed({ kind: 'locked' }) })?.screen).toEqual({ kind: 'closed' });
    expect(turned({ customerScreen: 'own' })).toBeNull();
  });
});

it('only production looks like production', () => {
  expect(ENVIRONMENTS.filter((environment) => modeOf(environment) === 'live')).toEqual(['production']);
  expect(modeOf('live-test')).toBe('live-test');
});
