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

it('lets the refused command through once', () => {
  expect(approvals.needs('refund')).toBe('manager');
  approvals.grant('refund', MANAGER);
  expect(approvals.take('refund', { amount: 100 })).toEqual(MANAGER);
  expect(approvals.take('refund', { amount: 100 })).toBeNull();
  expect(approvals.needs('refund')).toBeNull();
});

it('lets no other command and no other argument through', () => {
  approvals.grant('refund', MANAGER);
  expect(approvals.take('refund', { amount: 101 })).toBeNull();
  expect(approvals.take('keepLatePayment', { amount: 100 })).toBeNull();
  approvals.grant('keepLatePayment', MANAGER);
  expect(approvals.take('keepLatePayment', { amount: 100 })).toBeNull();
});

it('is over after ten seconds, and when another command was refused meanwhile', () => {
  approvals.grant('refund', MANAGER);
  now = 10_000;
  expect(approvals.take('refund', { amount: 100 })).toBeNull();
  approvals.refused('refund', { amount: 100 }, 'manager');
  approvals.grant('refund', MANAGER);
  approvals.refused('decide', {}, 'manager');
  expect(approvals.take('refund', { amount: 100 })).toBeNull();
});
