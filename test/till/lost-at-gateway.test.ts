/**
 * The search for what a restored ledger has lost: a real client at a simulator, a real ledger, several pages, two
 * months, refunds, and numbers of other tills.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createGateway } from '../../electron/gateway/client.ts';
import { backUp } from '../../electron/ledger/care/backup.ts';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import { restore } from '../../electron/ledger/care/restore.ts';
import { verify } from '../../electron/ledger/care/verify.ts';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import { createBudget } from '../../electron/till/budget.ts';
import { HUNG_MS } from '../../electron/till/limited.ts';
import { recoverLost } from '../../electron/till/lost.ts';
import { attemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import { cents } from '../../shared/money.ts';
import { hkDateTime } from '../../shared/time.ts';
import { gatewayOptions } from '../support/counter-till.ts';
import { newFolder } from '../support/folders.ts';
import { aDraft, anOrder } from '../support/samples.ts';

const MINUTE = 60_000;
/** Half an hour before the end of November 2026 in Hong Kong. */
const BEFORE_MIDNIGHT = Date.UTC(2026, 10, 30, 15, 30);

let now = BEFORE_MIDNIGHT;
let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let gateway: ReturnType<typeof createGateway>;
let ledger: OpenLedger;

beforeEach(async () => {
  now = BEFORE_MIDNIGHT;
  place = newFolder();
  simulator = await startSimulator({ answerDelayMs: 0, callsPerMinute: 100_000, now: () => now });
  gateway = createGateway(gatewayOptions(simulator));
});
afterEach(async () => {
  gateway.close();
  ledger.close();
  await simulator.close();
  place.remove();
});

const numberIn = (epoch: string, sequence: number): AttemptNumber =>
  attemptNumber({ tillId: '01', epoch, sequence, attempt: 1 });
const pay = (number: AttemptNumber, amount: number) =>
  gateway.pay(gateway.prepare(number, anOrder({ amount: cents(amount), requestedAtText: hkDateTime(now) })));

/** Makes a ledger with one paid sale in its backup, and loses everything after it. @returns the ledger's epoch */
async function lose(after: (epoch: string, gatewayRef: string) => Promise<void>): Promise<string> {
  const path = join(place.folder, 'ledger.db');
  const folder = join(place.folder, 'backups');
  ledger = openLedger(path);
  const { attempt } = ledger.open(aDraft({ createdAt: now, gatewayAt: now }), (number) =>
    gateway.prepare(number, anOrder()),
  );
  await pay(attempt.number, 1234);
  simulator.books.payNow(attempt.number);
  const gatewayRef = simulator.books.order(attempt.number)?.syssn ?? '';
  ledger.record(attempt.number, 1, { status: 'paid', gatewayRef, lastResponse: '0000' }, now);
  backUp(path, folder, now);
  const epoch = attempt.number.slice(2, 8);
  await after(epoch, gatewayRef);
  ledger.close();
  writeFileSync(path, 'there was a ledger here');
  restore({ path, reason: 'damaged', at: now });
  ledger = openLedger(path);
  return epoch;
}

/** Enquires as the till does: a paid payment is paid late, and the gateway reports a part as returned. */
function enquire(number: AttemptNumber): void {
  const order = simulator.books.order(number);
  if (order === undefined || order.refundedCents === 0) return;
  const told = { status: 'late-paid', gatewayRef: order.syssn, lastResponse: '0000', returnedElsewhere: null } as const;
  ledger.record(number, 1, told, now);
}

/** Runs the search with timers that do not wait. */
function search(): Promise<{
  readonly adopted: AttemptNumber[];
  readonly leftOut: AttemptNumber[];
  readonly asked: string[];
  readonly strangers: number[];
}> {
  const found = {
    adopted: [] as AttemptNumber[],
    leftOut: [] as AttemptNumber[],
    asked: [] as string[],
    strangers: [] as number[],
  };
  return new Promise((resolve, reject) => {
    recoverLost({
      ledger,
      gateway,
      clock: { mono: () => 0, wall: () => now },
      budget: createBudget(),
      timers: {
        after(ms, call) {
          // The simulator always answers, so no call times out.
          if (ms !== HUNG_MS) setImmediate(call);
          return () => undefined;
        },
      },
      log: (event, facts) => {
        if (event === 'missing.asked') found.asked.push(`${String(facts?.['start'])} ${String(facts?.['page'])}`);
      },
      onAdopted(number) {
        found.adopted.push(number);
        enquire(number);
      },
      tillId: '01',
      onEvent(event) {
        if (event.kind === 'strangers') found.strangers.push(event.count);
        if (event.kind === 'left-out') found.leftOut.push(event.number);
        if (event.kind === 'ledger-failed') reject(event.error);
      },
      onAsked: () => {
        resolve(found);
      },
    });
  });
}

it('finds every payment and refund of the lost part, and none of another till', async () => {
  const epoch = await lose(async (own, gatewayRef) => {
    now += 20 * MINUTE;
    for (let sequence = 2; sequence <= 121; sequence += 1) await pay(numberIn(own, sequence), sequence * 100);
    await pay(numberIn('ZZZZZZ', 1), 5000);
    // Past midnight: QFPay files these under December.
    now += 20 * MINUTE;
    for (let sequence = 122; sequence <= 125; sequence += 1) await pay(numberIn(own, sequence), sequence * 100);
    const refund = { gatewayRef, amount: cents(200), requestedAtText: hkDateTime(now) };
    await gateway.refund(gateway.prepareRefund(numberIn(own, 126), refund));
    const [newest = ''] = simulator.books
      .orders()
      .map(({ number }) => number)
      .slice(-1);
    simulator.books.payNow(newest);
    const ofLost = {
      gatewayRef: simulator.books.order(newest)?.syssn ?? '',
      amount: cents(100),
      requestedAtText: hkDateTime(now),
    };
    await gateway.refund(gateway.prepareRefund(numberIn(own, 127), ofLost));
  });
  const { adopted, leftOut, asked, strangers } = await search();
  // From ten minutes before the last known row: two pages of November, one of December; then all of it again.
  const once = ['2026-11-30 23:20:00 1', '2026-11-30 23:20:00 2', '2026-12-01 00:00:00 1'];
  expect(asked).toEqual([...once, ...once]);
  const payments = Array.from({ length: 124 }, (_, index) => numberIn(epoch, index + 2));
  expect(adopted.toSorted()).toEqual([...payments, numberIn(epoch, 126), numberIn(epoch, 127)].toSorted());
  for (const number of payments.slice(0, -1)) {
    expect(ledger.find(number)).toMatchObject({
      status: 'unknown',
      abandoned: true,
      tender: { wallet: 'payme', mode: 'mpm' },
      kind: 'payment',
      gatewayRef: null,
    });
  }
  expect(ledger.find(numberIn(epoch, 121))).toMatchObject({ amount: 12_100, requestedAtText: '2026-11-30 23:50:00' });
  expect(ledger.find(numberIn(epoch, 125))).toMatchObject({ amount: 12_500, requestedAtText: '2026-12-01 00:10:00' });
  // The ledger knows the payment of the first refund as paid; the other refund's payment was adopted just now.
  expect(ledger.find(numberIn(epoch, 126))).toMatchObject({
    status: 'unknown',
    kind: 'refund',
    refundOf: numberIn(epoch, 1),
    amount: 200,
  });
  expect(ledger.find(numberIn(epoch, 127))).toMatchObject({
    kind: 'refund',
    refundOf: numberIn(epoch, 125),
    amount: 100,
  });
  // The gateway reported a part as returned, which is this refund.
  expect(ledger.find(numberIn(epoch, 125))).toMatchObject({ status: 'late-paid', returnedElsewhere: 0 });
  expect(leftOut).toEqual([]);
  // The number of another epoch under this till's id is reported and not adopted.
  expect(strangers).toEqual([1]);
  expect(ledger.restored()).toMatchObject({ askedAt: now });
  const db = openDatabase(join(place.folder, 'ledger.db'));
  expect(verify(db, 'whole')).toBeNull();
  db.close();
});
