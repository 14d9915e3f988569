/** How a window handles main's answers, in the one function that sends every command. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ask } from '../../renderer/cashier/state/ask.ts';
import { useLocal } from '../../renderer/cashier/state/ui-state.ts';

const REFUND = { number: '01K7QF3M0001231X', amount: 100, expectedRefunds: 0 };
let heard: () => Promise<unknown>;

beforeEach(() => {
  vi.stubGlobal('window', { till: { refund: () => heard() } });
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  useLocal.setState({ problem: null });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('returns the answer', async () => {
  heard = async () => 'in-doubt';
  expect(await ask('refund', REFUND)).toBe('in-doubt');
  expect(useLocal.getState().problem).toBeNull();
});

it.each(['manager', 'owner'])('shows who may do it if the cashier may not: %s', async (needs) => {
  heard = async () => ({ kind: 'not-allowed', needs });
  expect(await ask('refund', REFUND)).toBeNull();
  expect(useLocal.getState().problem).toEqual({ needs });
});

it('shows that there was no answer', async () => {
  heard = () => Promise.reject(new Error('refund refused'));
  expect(await ask('refund', REFUND)).toBeNull();
  expect(useLocal.getState().problem).toBe('unanswered');
});
