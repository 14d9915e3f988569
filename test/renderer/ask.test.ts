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
  const asked = ask('refund', REFUND);
  await vi.waitUntil(() => useLocal.getState().approval !== null);
  expect(useLocal.getState().approval).toMatchObject({ command: 'refund', needs });
  useLocal.getState().approval?.onEnd(false);
  expect(await asked).toBeNull();
  expect(useLocal.getState()).toMatchObject({ problem: { needs }, approval: null });
});

it('what somebody approved is sent once more, and its answer is the answer', async () => {
  const answers = [{ kind: 'not-allowed', needs: 'manager' }, { kind: 'not-allowed', needs: 'owner' }, 'started'];
  heard = async () => answers.shift();
  const asked = ask('refund', REFUND);
  for (const needs of ['manager', 'owner']) {
    await vi.waitUntil(() => useLocal.getState().approval?.needs === needs);
    useLocal.getState().approval?.onEnd(true);
  }
  expect(await asked).toBe('started');
  expect(useLocal.getState()).toMatchObject({ problem: null, approval: null });
});

it('of two commands that wait for somebody, the first ends undone', async () => {
  heard = async () => ({ kind: 'not-allowed', needs: 'manager' });
  const first = ask('refund', REFUND);
  await vi.waitUntil(() => useLocal.getState().approval !== null);
  const second = ask('refund', REFUND);
  expect(await first).toBeNull();
  useLocal.getState().approval?.onEnd(false);
  expect(await second).toBeNull();
});

it('a locked till is told, and nobody is asked for a PIN over its screen', async () => {
  heard = async () => ({ kind: 'not-allowed', needs: 'cashier' });
  expect(await ask('refund', REFUND)).toBeNull();
  expect(useLocal.getState()).toMatchObject({ problem: { needs: 'cashier' }, approval: null });
});

it('shows that there was no answer', async () => {
  heard = () => Promise.reject(new Error('refund refused'));
  expect(await ask('refund', REFUND)).toBeNull();
  expect(useLocal.getState().problem).toBe('unanswered');
});
