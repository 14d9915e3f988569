/**
 * The blind time: from the moment when the gateway has the money until both windows show it, minus the round trip of
 * the enquiry that found the payment, because the round trip depends on the network and not on the till.
 */
import type { TimedGateway } from './gateway.ts';
import { now, wait } from './program.ts';
import { findButtons, GREEN_MS, payOnGlass, toKeypad, type Counter } from './sales.ts';
import { percentile } from './statistics.ts';

/** $7.43: the simulator finds it paid when the customer of this measurement pays, and not before. */
const KEYS = ['7', '.', '4', '3'] as const;
/**
 * The customer pays at a random moment in this range, and so at any moment between two enquiries. At a fixed time he
 * would pay at about the same point between two enquiries in every sale.
 */
const PAYS_AFTER_MS = { least: 3_000, most: 6_000 } as const;
const TARGET_MS = { half: 600, most: 1_200 } as const;

export type Blind = { readonly half: number; readonly most: number; readonly n: number };

/** @returns the median and the 95th percentile, in milliseconds */
export async function measureBlind(counter: Counter, count: number, progress: (words: string) => void): Promise<Blind> {
  const buttons = await findButtons(counter.till, KEYS);
  const times: number[] = [];
  for (let sale = 0; sale < count; sale += 1) {
    let customerPaidAt = Number.NaN;
    const { paidAt, answer } = await payOnGlass(counter, buttons, async () => {
      await wait(PAYS_AFTER_MS.least + (PAYS_AFTER_MS.most - PAYS_AFTER_MS.least) * Math.random());
      customerPaidAt = payNewest(counter.gateway);
    });
    const blindMs = paidAt - customerPaidAt - (answer.writtenAt - answer.cameAt);
    times.push(blindMs);
    progress(`sale ${sale + 1} of ${count}: blind for ${Math.round(blindMs)} ms`);
    await wait(GREEN_MS);
    await toKeypad(counter);
  }
  return { half: percentile(times, 0.5), most: percentile(times, 0.95), n: times.length };
}

/** @returns when the customer paid, by the clock of all measurements */
function payNewest({ simulator: { books } }: TimedGateway): number {
  const order = books.orders().at(-1);
  if (order === undefined || !books.payNow(order.number)) throw new Error('No payment waits for its customer');
  return now();
}

export const blindLine = ({ half, most, n }: Blind): string =>
  `Blind time, from the gateway's "paid" to both windows painted, less the enquiry's own round trip, of ${n} sales: ` +
  `half within ${Math.round(half)} ms (target ${TARGET_MS.half}), 95 in 100 within ${Math.round(most)} ms (target ` +
  `${TARGET_MS.most})`;
