/**
 * The blind time: from the moment at which the gateway has the money to both windows saying so, less the round trip of the
 * enquiry that brought it, which is the line's and not the till's.
 */
import { wait } from './program.ts';
import { findButtons, GREEN_MS, payOnGlass, toKeypad, type Counter } from './sales.ts';
import { percentile } from './statistics.ts';

/** $7.15: the simulator finds it paid three seconds after it was ordered. */
const KEYS = ['7', '.', '1', '5'] as const;
const PAYS_AFTER_MS = 3_000;
const TARGET_MS = { half: 600, most: 1_200 } as const;

export type Blind = { readonly half: number; readonly most: number; readonly n: number };

/** @returns the middle, and what 95 in 100 do not exceed, in milliseconds */
export async function measureBlind(counter: Counter, count: number, progress: (words: string) => void): Promise<Blind> {
  const buttons = await findButtons(counter.till, KEYS);
  const times: number[] = [];
  for (let sale = 0; sale < count; sale += 1) {
    const { paidAt, payment, answer } = await payOnGlass(counter, buttons);
    const blindMs = paidAt - (payment.cameAt + PAYS_AFTER_MS) - (answer.writtenAt - answer.cameAt);
    times.push(blindMs);
    progress(`sale ${sale + 1} of ${count}: blind for ${Math.round(blindMs)} ms`);
    await wait(GREEN_MS);
    await toKeypad(counter);
  }
  return { half: percentile(times, 0.5), most: percentile(times, 0.95), n: times.length };
}

export const blindLine = ({ half, most, n }: Blind): string =>
  `Blind time, from the gateway's "paid" to both windows painted, less the enquiry's own round trip, of ${n} sales: ` +
  `half within ${Math.round(half)} ms (target ${TARGET_MS.half}), 95 in 100 within ${Math.round(most)} ms (target ` +
  `${TARGET_MS.most})`;
