/**
 * Whole sales, tapped on the screen: from the tap on "PayMe QR" until the QR is painted, and from the gateway's "paid"
 * until both windows show it. After each sale the floor does the minimum: it gets an answer, commits once, and shows
 * one word in two empty windows.
 */
import { join } from 'node:path';
import type { Exchange, TimedGateway } from './gateway.ts';
import type { Place, Pointer } from './pointer.ts';
import { wait, type Program } from './program.ts';
import { sampleOf } from './statistics.ts';
import { lineOf, type Line } from './table.ts';

export type Counter = {
  readonly till: Program;
  readonly floor: Program;
  readonly gateway: TimedGateway;
  readonly pointer: Pointer;
  /** On the same file system as the till's ledger. */
  readonly folder: string;
};

/** $7.11: the simulator finds it paid at the first enquiry. */
const KEYS = ['7', '.', '1', '1'] as const;
const TAP_GAP_MS = 60;
/** The till accepts no tap on the green screen before this time. */
export const GREEN_MS = 1_100;
/** The till accepts no tap on a new keypad before this time. */
const KEYPAD_MS = 500;
/** The first sales load fonts and warm caches, unlike the hundred that follow in a day. */
const WARM_UPS = 2;

type Sale = { readonly qrMs: number; readonly gatewayMs: number; readonly paidMs: number; readonly floorMs: number };

export async function measureSales(
  counter: Counter,
  count: number,
  progress: (words: string) => void,
): Promise<readonly Line[]> {
  const buttons = await findButtons(counter.till, KEYS);
  const frameMs = await frameInterval(counter.till);
  progress(`a frame of the customer's window lasts ${frameMs.toFixed(1)} ms`);
  const sales: Sale[] = [];
  for (let turn = -WARM_UPS; turn < count; turn += 1) {
    const sale = await playSale(counter, buttons);
    if (turn >= 0) sales.push(sale);
    const { qrMs, gatewayMs, paidMs, floorMs } = sale;
    progress(
      `sale ${turn < 0 ? 'to warm up' : `${turn + 1} of ${count}`}: QR ${Math.round(qrMs)} ms, of which the gateway ` +
        `${Math.round(gatewayMs)}; paid ${paidMs.toFixed(1)} ms, floor ${floorMs.toFixed(1)}`,
    );
  }
  return [
    lineOf({
      name: "tap on PayMe QR to QR painted in the customer's window",
      floorName: `the gateway's own answer time in that same sale + one frame of ${frameMs.toFixed(1)} ms`,
      unit: 'ms',
      target: 1.2,
      till: sales.map(({ qrMs }) => qrMs),
      floor: sales.map(({ gatewayMs }) => gatewayMs + frameMs),
    }),
    lineOf({
      name: 'answer "paid" to both windows painted',
      floorName:
        'an answer of the same gateway heard by an empty Electron, 4 KiB written and fsynced in the same folder, and one ' +
        'message to two empty windows, painted',
      unit: 'ms',
      target: 1.5,
      till: sales.map(({ paidMs }) => paidMs),
      floor: sales.map(({ floorMs }) => floorMs),
    }),
  ];
}

export async function findButton(till: Program, name: string): Promise<Place> {
  const from = till.here();
  till.tell({ do: 'where', window: 'cashier', name });
  const { x, y } = await till.seen('cashier', 'where', from);
  if (x === undefined || y === undefined) throw new Error(`The cashier's window has no button "${name}"`);
  return { x, y };
}

type Buttons = { readonly keys: readonly Place[]; readonly qr: Place };

export async function findButtons(till: Program, amount: readonly string[]): Promise<Buttons> {
  const keys: Place[] = [];
  for (const key of amount) keys.push(await findButton(till, key));
  return { keys, qr: await findButton(till, 'F1') };
}

async function frameInterval(till: Program): Promise<number> {
  const from = till.here();
  till.tell({ do: 'frames', window: 'customer', count: 120 });
  return sampleOf((await till.seen('customer', 'frames', from)).ms ?? []).median;
}

export type PaidSale = {
  readonly tappedAt: number;
  readonly qrAt: number;
  readonly paidAt: number;
  readonly payment: Exchange;
  /** The enquiry whose answer said "paid". */
  readonly answer: Exchange;
};

/**
 * From the keypad until both windows show "paid".
 *
 * @param onQr called when the customer sees the QR
 */
export async function payOnGlass(
  { till, gateway, pointer }: Counter,
  buttons: Buttons,
  onQr: () => Promise<void> = async () => undefined,
): Promise<PaidSale> {
  for (const key of buttons.keys) {
    pointer.moveTo(key);
    pointer.tap();
    await wait(TAP_GAP_MS);
  }
  pointer.moveTo(buttons.qr);
  // Wait a random time, so that the tap does not always come at the same point of a frame.
  await wait(150 + 50 * Math.random());

  const from = till.here();
  const asked = gateway.exchanges.length;
  pointer.tap();
  const { tappedAt = Number.NaN } = await till.seen('cashier', 'click', from);
  const qr = await till.seen('customer', 'qr', from);
  await onQr();
  const paid = [await till.seen('cashier', 'paid', from), await till.seen('customer', 'paid', from)];
  const paidAt = Math.max(...paid.map(({ at }) => at));
  const exchanges = gateway.exchanges.slice(asked);
  const payment = exchanges.find(({ path }) => path.startsWith('/trade/v1/payment'));
  // The last answer before "paid" was shown is the one that said it.
  const answer = exchanges.findLast(({ path, writtenAt }) => path.startsWith('/trade/v1/query') && writtenAt < paidAt);
  if (payment === undefined || answer === undefined) throw new Error('The gateway was not asked');
  return { tappedAt, qrAt: qr.at, paidAt, payment, answer };
}

/** From "paid" back to the keypad. */
export async function toKeypad({ till, pointer }: Counter): Promise<void> {
  const after = till.here();
  pointer.tap();
  await till.seen('cashier', 'keypad', after);
  await wait(KEYPAD_MS);
}

async function playSale(counter: Counter, buttons: Buttons): Promise<Sale> {
  const { tappedAt, qrAt, paidAt, payment, answer } = await payOnGlass(counter, buttons);
  // Wait a random time: with a fixed time after a till's frame the floor would always start at the same point of a
  // frame.
  await wait(300 + 50 * Math.random());
  const floorMs = await hearCommitAndTell(counter.floor, counter.gateway, join(counter.folder, 'commits'));
  await wait(Math.max(0, GREEN_MS - 300));
  await toKeypad(counter);
  return {
    qrMs: qrAt - tappedAt,
    gatewayMs: payment.writtenAt - payment.cameAt,
    paidMs: paidAt - answer.writtenAt,
    floorMs,
  };
}

/** Measured like the till's time, from the moment when the gateway has written its answer. */
async function hearCommitAndTell(floor: Program, gateway: TimedGateway, file: string): Promise<number> {
  const from = floor.here();
  floor.tell({ do: 'ask-commit-and-tell', url: `${gateway.simulator.url}/trade/v1/query`, file });
  const told = [await floor.seen('cashier', 'told', from), await floor.seen('customer', 'told', from)];
  const answer = gateway.exchanges.at(-1);
  if (answer === undefined) throw new Error('The gateway was not asked by the floor');
  return Math.max(...told.map(({ at }) => at)) - answer.writtenAt;
}
