/** Why money cannot be taken now: a table with the one reason, and what ends it, for every state of the till. */
import { describe, expect, it } from 'vitest';
import { mustBeRestored, standing, troubleOf, type Facts, type Life } from '../../electron/counter/standing.ts';
import type { LedgerFault } from '../../shared/ledger-fault.ts';

const LOST = { kind: 'settings-lost', keptAs: null, tillId: '07', environment: 'production' } as const;
const MOVED = { kind: 'ledger-moved', machine: 'TILL-1', folder: '/till', isOtherMachine: true } as const;
const RESTORED = {
  kind: 'ledger-restored',
  reason: 'damaged',
  quarantine: '/till/quarantine',
  backupAt: null,
  kept: 3,
  inDoubt: 0,
  leftOut: 0,
  asked: true,
} as const;
const PATH = '/till/ledger-production.db';

const open = (toRead: ReturnType<Extract<Life, { kind: 'open' }>['opened']['toRead']>, isAwaited = false): Life => ({
  kind: 'open',
  opened: { toRead: () => toRead },
  isAwaited,
});
const failed = (cause: LedgerFault, wasRestored = false): Life => ({
  kind: 'ledger-failed',
  cause,
  path: PATH,
  wasRestored,
});
const CHECKING = { work: 'checking', percent: 42 } as const;
const READS = { kind: 'ask', command: 'acknowledgeRestore' } as const;
const SOON = { kind: 'try-again', afterMs: 5_000 } as const;
const NONE = { kind: 'none' } as const;

/** A name, the life of the till, the reason and the next step. */
const ROWS = [
  ['no till is open yet', { kind: 'not-open' }, { kind: 'not-open' }, { kind: 'wait' }],
  ['the till has ended', { kind: 'ended' }, { kind: 'ended' }, NONE],
  [
    'the credentials are locked',
    { kind: 'no-account', why: 'locked' },
    { kind: 'locked' },
    { kind: 'ask', command: 'unlock' },
  ],
  [
    'there are no credentials',
    { kind: 'no-account', why: 'no-credentials' },
    { kind: 'no-credentials' },
    { kind: 'ask', command: 'goLive' },
  ],
  [
    'the keystore is away',
    { kind: 'no-account', why: 'keystore-away' },
    { kind: 'keystore-away' },
    { kind: 'try-again', afterMs: 10_000 },
  ],
  [
    'the ledger is being verified',
    { kind: 'preparing', work: CHECKING },
    { kind: 'ledger-work', ...CHECKING },
    { kind: 'wait' },
  ],
  ['the disk is full', failed('full'), { kind: 'ledger', cause: 'full', path: PATH }, SOON],
  ['the ledger is read-only', failed('read-only'), { kind: 'ledger', cause: 'read-only', path: PATH }, SOON],
  ['the disk fails', failed('disk'), { kind: 'ledger', cause: 'disk', path: PATH }, SOON],
  ['the folder is a share', failed('share'), { kind: 'ledger', cause: 'share', path: PATH }, SOON],
  ['the ledger is in use', failed('in-use'), { kind: 'ledger', cause: 'in-use', path: PATH }, SOON],
  [
    'a ledger that was restored before has another fault',
    failed('full', true),
    { kind: 'ledger', cause: 'full', path: PATH },
    SOON,
  ],
  [
    'the ledger is damaged',
    failed('damaged'),
    { kind: 'ledger', cause: 'damaged', path: PATH },
    { kind: 'try-again', afterMs: 0 },
  ],
  ['the ledger is damaged again', failed('damaged', true), { kind: 'ledger', cause: 'damaged', path: PATH }, NONE],
  ['the ledger is too new', failed('newer'), { kind: 'ledger', cause: 'newer', path: PATH }, NONE],
  [
    'a payment waits for the verification of the ledger',
    open(null, true),
    { kind: 'ledger-work', work: 'checking', percent: null },
    { kind: 'wait' },
  ],
  ['a manager must read that the ledger was restored', open(RESTORED), RESTORED, READS],
  ['a manager must read that the ledger was moved', open(MOVED), MOVED, READS],
  [
    'a manager must read something, but the verification comes first',
    open(MOVED, true),
    { kind: 'ledger-work', work: 'checking', percent: null },
    { kind: 'wait' },
  ],
] as const satisfies readonly (readonly [string, Life, object, object])[];

describe('no money is taken while', () => {
  it.each(ROWS)('%s', (_name, life, why, next) => {
    expect(standing({ lost: null, staff: null, life })).toEqual({ why, next });
  });

  it.each(ROWS)('lost settings are not confirmed, whatever else is true: %s', (_name, life) => {
    expect(standing({ lost: LOST, staff: null, life })).toEqual({
      why: LOST,
      next: { kind: 'ask', command: 'confirmSettings' },
    });
  });
});

it.each([
  [{ kind: 'no-owner' }, 'setOwner'],
  [{ kind: 'pins-lost' }, 'recover'],
] as const)(
  'no money is taken while nobody can come as the owner, before anything a manager has to read: $kind',
  (staff, command) => {
    const next = { kind: 'ask', command };
    expect(standing({ lost: null, staff, life: open(null) })).toEqual({ why: staff, next });
    expect(standing({ lost: null, staff, life: open(RESTORED) })?.why).toEqual(staff);
    expect(standing({ lost: null, staff, life: failed('disk') })?.why).toMatchObject({ kind: 'ledger' });
  },
);

it('money is taken while a till is open and there is no reason against it', () => {
  expect(standing({ lost: null, staff: null, life: open(null) })).toBeNull();
  const lost: Facts['lost'] = LOST;
  expect(standing({ lost, staff: null, life: open(null) })?.why).toBe(LOST);
});

describe('the cashier', () => {
  it.each(ROWS)('sees the reason, except for a till that is about to open or has ended: %s', (_name, life, why) => {
    const needsNoWords = life.kind === 'not-open' || life.kind === 'ended';
    expect(troubleOf(standing({ lost: null, staff: null, life }))).toEqual(needsNoWords ? null : why);
  });

  it('sees no trouble while money can be taken', () => {
    expect(troubleOf(null)).toBeNull();
  });
});

it('only this damaged ledger is restored, and only once', () => {
  expect(mustBeRestored(failed('damaged'), PATH)).toBe(true);
  expect(mustBeRestored(failed('damaged'), '/till/ledger-sandbox.db')).toBe(false);
  expect(mustBeRestored(failed('damaged', true), PATH)).toBe(false);
  expect(mustBeRestored(failed('disk'), PATH)).toBe(false);
  expect(mustBeRestored({ kind: 'not-open' }, PATH)).toBe(false);
});
