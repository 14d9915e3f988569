/** A short ledger failure: the till must report it, and must not lose an attempt from its watch. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGateway } from '../../electron/gateway/client.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import type { Simulator } from '../../electron/simulator/server.ts';
import { createBudget } from '../../electron/till/budget.ts';
import { createPayments } from '../../electron/till/payments.ts';
import { LedgerError, type Ledger } from '../../electron/till/ports/ledger.ts';
import { cents } from '../../shared/money.ts';
import { gatewayOptions, newFolder, quickSimulator } from '../support/counter-till.ts';
import { aDraft, anOrder } from '../support/samples.ts';

const SPEED = 20;
let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let ledger: OpenLedger;
const ends: (() => void)[] = [];

beforeEach(async () => {
  place = newFolder();
  simulator = await quickSimulator(SPEED);
});
afterEach(async () => {
  for (const end of ends.splice(0)) end();
  await simulator.close();
  place.remove();
});

const FULL = () => {
  throw new LedgerError('full', new Error('test'));
};

function deps(broken: Partial<Ledger>) {
  ledger = openLedger(join(place.folder, 'ledger.db'));
  const gateway = createGateway(gatewayOptions(simulator));
  ends.push(() => (gateway.close(), ledger.close()));
  const view = new Proxy(ledger, { get: (target, name) => Reflect.get({ ...target, ...broken }, name) });
  return {
    ledger: view as Ledger,
    gateway,
    clock: { mono: () => performance.now() * SPEED, wall: Date.now },
    timers: {
      after(ms: number, call: () => void) {
        const timer = setTimeout(call, ms / SPEED);
        return () => clearTimeout(timer);
      },
    },
    random: { fraction: () => 0.5, id: randomUUID },
    budget: createBudget(),
    log: () => undefined,
  };
}

const seconds = (s: number) => new Promise((resolve) => setTimeout(resolve, (s * 1000) / SPEED));

it('a ledger that cannot be read when an answer comes is reported', async () => {
  const broken: Partial<Ledger> = {};
  const heard: string[] = [];
  const own = deps(broken);
  const payments = createPayments({
    isHeld: () => false,
    ...own,
    onChange: () => undefined,
    onAlarm: () => undefined,
    onEvent(event) {
      if (event.kind === 'ledger-failed') heard.push(event.error.fault);
    },
  });
  ends.unshift(() => payments.stop());
  const order = anOrder({ amount: cents(1211) });
  const draft = aDraft({ amount: order.amount, createdAt: Date.now() });
  const number = payments.start(draft, (given) => own.gateway.prepare(given, order));
  // The holder of a syssn is looked up when an answer comes. For this moment the disk cannot be read.
  broken.holderOf = FULL;
  await seconds(4);
  // The former bug: an unhandled rejection, no report, and no further enquiry about the attempt.
  expect(heard).toContain('full');
  expect(number).toBeDefined();
});
