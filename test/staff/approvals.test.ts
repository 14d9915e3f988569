/** An approval is for one command with one argument, once and soon. */
import { beforeEach, expect, it } from 'vitest';
import { createApprovals, type Approvals } from '../../electron/staff/approvals.ts';

const MANAGER = { role: 'manager', by: 'Wai Ling' } as const;
let now: number;
let approvals: Approvals;

beforeEach(() => {
  now = 0;
  approvals = createApprovals(() => now);
  approvals.refused('refund', { amount: 100 }, 'manager');
});

function grant(name: string): boolean {
  const asked = approvals.asked(name);
  return asked !== null && approvals.grant(asked, MANAGER);
}

it('lets the refused command through once', () => {
  expect(approvals.asked('refund')?.needs).toBe('manager');
  grant('refund');
  expect(approvals.take('refund', { amount: 100 })).toEqual(MANAGER);
  expect(approvals.take('refund', { amount: 100 })).toBeNull();
  expect(approvals.asked('refund')).toBeNull();
});

it('lets no other command and no other argument through', () => {
  grant('refund');
  expect(approvals.take('refund', { amount: 101 })).toBeNull();
  expect(approvals.take('keepLatePayment', { amount: 100 })).toBeNull();
  grant('keepLatePayment');
  expect(approvals.take('keepLatePayment', { amount: 100 })).toBeNull();
});

it('is over after ten seconds, and when another command was refused meanwhile', () => {
  grant('refund');
  now = 10_000;
  expect(approvals.take('refund', { amount: 100 })).toBeNull();
  approvals.refused('refund', { amount: 100 }, 'manager');
  grant('refund');
  approvals.refused('decide', {}, 'manager');
  expect(approvals.take('refund', { amount: 100 })).toBeNull();
});

it('is not for what was refused while the PIN was checked', () => {
  const shown = approvals.asked('refund');
  if (shown === null) throw new Error('nothing to approve');
  approvals.refused('refund', { amount: 99_900 }, 'manager');
  expect(approvals.grant(shown, MANAGER)).toBe(false);
  expect(approvals.take('refund', { amount: 99_900 })).toBeNull();
  expect(approvals.take('refund', { amount: 100 })).toBeNull();
});
