/** Cold starts of one and the same till, with a ledger of a million payments and with an empty one, in turn. */
import { PAYMENTS, UNFINISHED, type BigLedger } from './big-ledger.ts';
import type { Place } from './pointer.ts';
import { keypadTakesKey, start, type Starter } from './starts.ts';
import { lineOf, type Line } from './table.ts';

/** The tills of a start must not be under way any more when the next one begins. */
const SETTLE_MS = 500;

export type Shelf = {
  readonly big: Starter;
  readonly ledger: BigLedger;
  readonly empty: Starter;
};

/** @param digit where the till has a digit's key */
export async function measureBigStarts(
  { big, ledger, empty }: Shelf,
  digit: Place,
  count: number,
  progress: (words: string) => void,
): Promise<readonly Line[]> {
  const times: Record<'big' | 'empty', number[]> = { big: [], empty: [] };
  // One of each to warm up.
  for (let turn = -1; turn < count; turn += 1) {
    ledger.reset();
    const ours = await start(big, digit, keypadTakesKey, SETTLE_MS);
    const theirs = await start(empty, digit, keypadTakesKey, SETTLE_MS);
    const which = turn < 0 ? 'to warm up' : `${turn + 1} of ${count}`;
    progress(`start ${which}: big ${Math.round(ours.readyMs)} ms, empty ${Math.round(theirs.readyMs)} ms`);
    if (turn < 0) continue;
    times.big.push(ours.readyMs);
    times.empty.push(theirs.readyMs);
  }
  return [
    lineOf({
      name: `cold start with a ledger of ${PAYMENTS / 1_000_000} million payments and ${UNFINISHED} unfinished`,
      floorName: 'the same till with an empty ledger; both to a keypad that takes a key',
      unit: 'ms',
      target: 1.3,
      till: times.big,
      floor: times.empty,
    }),
  ];
}
