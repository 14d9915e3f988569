/**
 * The door: it checks a message in a fixed order. A sender without the right gets "not-allowed", and nothing is done or
 * written. Each act is written once; if writing fails, the answer still comes.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Handlers } from '../../electron/commands/handlers.ts';
import { createApprovals, type Approvals } from '../../electron/staff/approvals.ts';
import { answerCommand, type Doorway } from '../../electron/shell/door.ts';
import { CASHIER_PACES, createPacer } from '../../electron/shell/paces.ts';
import { CASHIER_SCHEMAS } from '../../electron/shell/schemas.ts';
import type { Act } from '../../shared/act.ts';
import { CONTRACT, type CommandName } from '../../shared/contract/contract.ts';
import { mayDo, type Actor } from '../../shared/role.ts';

const NUMBER = '0'.repeat(16);
const REFUND = { number: NUMBER, amount: 100, expectedRefunds: 0 };

/** The checks and actions, in order. */
let steps: string[];
let acts: Act[];
let actor: Actor | null;
let approvals: Approvals;
let came: unknown;
let doorway: Doorway;

beforeEach(() => {
  steps = [];
  acts = [];
  actor = { role: 'owner', by: 'owner' };
  approvals = createApprovals(() => 0);
  came = { answer: 'started', did: { about: NUMBER, facts: { amount: 100 } } };
  doorway = {
    schemas: CASHIER_SCHEMAS,
    handlers: new Proxy({} as Handlers, {
      get: (_none, name) => (_argument: unknown, who: Actor) => {
        steps.push(`${String(name)} for ${who.by}`);
        return came;
      },
    }),
    isInPace: () => {
      steps.push('pace');
      return true;
    },
    actor: () => {
      steps.push('role');
      return actor;
    },
    approvals,
    noteAct: (act) => {
      steps.push('act');
      acts.push(act);
    },
    log: (event, facts = {}) => steps.push(`${event} ${String(facts['why'] ?? facts['needs'] ?? '')}`.trim()),
  };
});

const refund = (sent: unknown = REFUND, isOwn = true) => answerCommand(doorway, 'refund', { isOwn, sent: [sent] });

describe('a message is checked in this order', () => {
  it('sender, before anything else', async () => {
    await expect(refund({}, false)).rejects.toThrow('refund refused');
    expect(steps).toEqual(['door.refused sender']);
  });

  it('rate, shape, role; then the command runs, and then the act is written', async () => {
    expect(await refund()).toBe('started');
    expect(steps).toEqual(['pace', 'role', 'refund for owner', 'act']);
  });

  it('a wrong shape before the role', async () => {
    await expect(refund({ ...REFUND, amount: 0.5 })).rejects.toThrow('refund refused');
    expect(steps).toEqual(['pace', 'door.refused shape']);
  });

  it('work that must follow the act runs before the answer', async () => {
    came = { answer: 'started', did: {}, afterwards: async () => steps.push('afterwards') };
    await refund();
    expect(steps.slice(-2)).toEqual(['act', 'afterwards']);
  });
});

describe('the role for a command', () => {
  it('is in the refusal to a lower role, and nothing is done or written', async () => {
    actor = { role: 'cashier', by: 'Ka Man' };
    expect(await refund()).toEqual({ kind: 'not-allowed', needs: 'manager' });
    expect(steps.slice(0, 3)).toEqual(['pace', 'role', 'door.not-allowed manager']);
    expect(acts).toEqual([]);
  });

  it('includes every higher role', () => {
    const table = (['cashier', 'manager', 'owner'] as const).map((role) =>
      (['cashier', 'manager', 'owner'] as const).map((needs) => mayDo(role, needs)),
    );
    expect(table).toEqual([
      [true, false, false],
      [true, true, false],
      [true, true, true],
    ]);
  });

  it('is in one table: everybody may sell and read, but not refund or change the till', () => {
    const needing = (role: string) =>
      Object.entries(CONTRACT.cashier).flatMap(([name, entry]) =>
        ('act' in entry || 'onlyReads' in entry) && entry.needs === role ? [name] : [],
      );
    expect(needing('manager').toSorted()).toEqual([
      'acknowledgeRestore',
      'acts',
      'cancelRefundRetry',
      'confirmSettings',
      'decide',
      'exportActs',
      'exportDay',
      'keepLatePayment',
      'refund',
      'saveSettings',
      'showExports',
    ]);
    expect(needing('owner').toSorted()).toEqual([
      'addPerson',
      'changePerson',
      'goLive',
      'newRecoveryCode',
      'setOwner',
      'setPin',
    ]);
    expect(needing('nobody').toSorted()).toEqual(['changeOver', 'recover']);
    expect(needing('cashier')).toEqual(['changeOwnPin']);
  });
});

describe('a locked till', () => {
  beforeEach(() => {
    actor = null;
  });
  const give = (name: CommandName<'cashier'>, sent: unknown) =>
    answerCommand(doorway, name, { isOwn: true, sent: [sent] });

  it('answers no command that needs a person, whoever that would be', async () => {
    expect(await give('cancel', { saleId: 'x' })).toEqual({ kind: 'not-allowed', needs: 'cashier' });
    expect(await refund()).toEqual({ kind: 'not-allowed', needs: 'manager' });
    expect(steps.filter((step) => step.includes(' for '))).toEqual([]);
    // Nobody is there to whom it could be let through.
    expect(approvals.asked('refund')).toBeNull();
  });

  it('answers what lets a person come, and what needs none', async () => {
    came = { answer: { kind: 'right' }, did: null };
    expect(await give('changeOver', { person: 'person:01', pin: '4711' })).toEqual({ kind: 'right' });
    came = undefined;
    await give('typing', { on: true });
    expect(steps.filter((step) => step.includes(' for '))).toEqual(['changeOver for nobody', 'typing for nobody']);
  });
});

describe('what somebody with a higher role lets through', () => {
  beforeEach(async () => {
    actor = { role: 'cashier', by: 'Ka Man' };
    await refund();
    const asked = approvals.asked('refund');
    if (asked !== null) approvals.grant(asked, { role: 'manager', by: 'Wai Ling' });
    steps = [];
  });

  it('is done once, as theirs, and the act says for whom', async () => {
    expect(await refund()).toBe('started');
    expect(acts).toMatchObject([{ role: 'manager', by: 'Wai Ling', facts: { amount: 100, approvedFor: 'Ka Man' } }]);
    expect(await refund()).toMatchObject({ kind: 'not-allowed' });
    expect(acts).toHaveLength(1);
  });

  it('is not another refund, and no other command', async () => {
    expect(await refund({ ...REFUND, amount: 999 })).toMatchObject({ kind: 'not-allowed' });
    const keep = { isOwn: true, sent: [{ number: NUMBER }] };
    expect(await answerCommand(doorway, 'keepLatePayment', keep)).toMatchObject({ kind: 'not-allowed' });
    expect(acts).toEqual([]);
  });

  it('is not done at a till that was locked meanwhile', async () => {
    actor = null;
    expect(await refund()).toMatchObject({ kind: 'not-allowed' });
    expect(acts).toEqual([]);
  });

  it('may still need the owner, whom the handler names', async () => {
    came = { answer: { kind: 'not-allowed', needs: 'owner' }, did: null };
    expect(await refund()).toEqual({ kind: 'not-allowed', needs: 'owner' });
    expect(approvals.asked('refund')?.needs).toBe('owner');
  });
});

describe('an act', () => {
  it('says who did what to which attempt', async () => {
    actor = { role: 'manager', by: 'Wai Ling' };
    await refund();
    expect(acts).toEqual([
      { role: 'manager', by: 'Wai Ling', what: 'refund-started', about: NUMBER, facts: { amount: 100 } },
    ]);
  });

  it('is not written if nothing was done, or if everybody may do it', async () => {
    came = { answer: 'in-doubt', did: null };
    expect(await refund()).toBe('in-doubt');
    came = undefined;
    expect(await answerCommand(doorway, 'cancel', { isOwn: true, sent: [{ saleId: 'x' }] })).toBeUndefined();
    expect(acts).toEqual([]);
  });

  it('that cannot be written does not stop the answer', async () => {
    doorway = {
      ...doorway,
      noteAct: () => {
        throw new Error('no disk');
      },
    };
    expect(await refund()).toBe('started');
    expect(steps).toContain('door.act-not-noted');
  });
});

it('answers a burst of a command and refuses the rest without reading them, whatever their shape', async () => {
  let looks = 0;
  doorway = { ...doorway, isInPace: createPacer(CASHIER_PACES, () => 0) };
  const sent = {
    get number(): string {
      looks += 1;
      return NUMBER;
    },
  };
  const { burst } = CASHIER_PACES.enquire;
  const answered = (name: string) => steps.filter((step) => step === `${name} for owner`).length;
  const heard = await Promise.allSettled(
    Array.from({ length: 3 * burst }, (_none, index) =>
      answerCommand(doorway, 'enquire', { isOwn: true, sent: index === 1 ? [{}] : [sent] }),
    ),
  );
  // One message of the burst had a wrong shape.
  expect(answered('enquire')).toBe(burst - 1);
  expect(heard.filter(({ status }) => status === 'fulfilled')).toHaveLength(burst - 1);
  expect(looks).toBeLessThan(3 * burst);
  expect(steps.filter((step) => step === 'door.refused pace')).toHaveLength(2 * burst);
  // Another command has its own rate.
  await answerCommand(doorway, 'cancel', { isOwn: true, sent: [{ saleId: 'x' }] });
  expect(answered('cancel')).toBe(1);
});
