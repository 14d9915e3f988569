/** Unknown kinds throw where they occur, and a faulty payment machine cannot charge twice. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { payEventFrom } from '../../electron/till/pay-event.ts';
import type { Payments } from '../../electron/till/payments.ts';
import { customerScreen } from '../../electron/till/views.ts';
import { begin } from '../../shared/attempt/machine.ts';
import { answerWith, newPlace, NOTHING_LEFT, rowOf, SILENCE } from '../support/hand-till.ts';
import { handPayments } from '../support/hand-payments.ts';
import { handWorld, type HandWorld } from '../support/hand-world.ts';
import { prepared } from '../support/ledger-files.ts';
import { aDraft, anAttempt } from '../support/samples.ts';

/** The effects and the change that the faulty machine returns for every event. */
const machine = vi.hoisted(() => ({ effects: [] as unknown[], change: {} }));

vi.mock('../../shared/attempt/machine.ts', async (real) => ({
  ...(await real<object>()),
  step: ({ attempt, watch }: { attempt: object; watch: object }) => ({
    state: { attempt: { ...attempt, ...machine.change }, watch },
    effects: machine.effects,
  }),
}));
vi.mock('../../shared/attempt/word.ts', () => ({ cashierStatus: () => 'something' }));

let place: ReturnType<typeof newPlace>;
let world: HandWorld;
let payments: Payments;

beforeEach(() => {
  place = newPlace();
  world = handWorld(place);
  payments = handPayments(world).payments;
  [machine.effects, machine.change] = [[], {}];
});
afterEach(() => {
  place.remove();
});

it('an unknown effect of the machine throws', () => {
  const number = payments.start(aDraft(), prepared);
  machine.effects = [{ kind: 'something' }];
  expect(() => payments.dispatch(number, { kind: 'left' })).toThrow('something');
});

it('an unknown answer to a payment throws', () => {
  expect(() => payEventFrom(anAttempt(), { kind: 'something' } as never)).toThrow('something');
});

it('an unknown status throws before a customer sees it', () => {
  const { state } = begin(anAttempt(), 0);
  expect(() => customerScreen({ kind: 'attempt', state }, 0)).toThrow('something');
});

it.each([
  ['was answered', answerWith(rowOf(anAttempt()))],
  ['may have arrived', SILENCE],
])('a request that %s is not sent again, even if the machine asks for it', async (_what, answer) => {
  payments.start(aDraft(), prepared);
  machine.effects = [{ kind: 'send' }];
  await world.answer(answer);
  expect(world.sent).toHaveLength(1);
});

it('a request of a final attempt is not sent again either', async () => {
  payments.start(aDraft(), prepared);
  machine.effects = [{ kind: 'send' }];
  machine.change = { status: 'failed' };
  await world.answer(NOTHING_LEFT);
  expect(world.sent).toHaveLength(1);
});

it('a request of which nothing was sent can be sent again', async () => {
  payments.start(aDraft(), prepared);
  machine.effects = [{ kind: 'send' }];
  await world.answer(NOTHING_LEFT);
  expect(world.sent).toHaveLength(2);
});
