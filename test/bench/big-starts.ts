/** Cold starts of the same till, alternately with a ledger of a million payments and with an empty one. */
import { PAYMENTS, UNFINISHED, type BigLedger } from './big-ledger.ts';
import { digitOf, keypadTakesKey, start, type Starter } from './starts.ts';
import { lineOf, type Line } from './table.ts';

/** The till of one start must have ended its work before the next start. */
const SETTLE_MS = 500;

export type Shelf = {
  readonly big: Starter;
  readonly ledger: BigLedger;
  readonly empty: Starter;
};

export async function measureBigStarts(
  { big, ledger, empty }: Shelf,
  count: number,
  progress: (words: string) => void,
): Promise<readonly Line[]> {
  const times: Record<'big' | 'empty', number[]> = { big: [], empty: [] };
  ledger.reset();
  // One start of each to warm up. The strip of unfinished payments moves the keys, so find the key for each.
  const digits = { big: await digitOf(big), empty: await digitOf(empty) };
  for (let turn = 0; turn < count; turn += 1) {
    ledger.reset();
    const ours = await start(big, digits.big, keypadTakesKey, SETTLE_MS);
    const theirs = await start(empty, digits.empty, keypadTakesKey, SETTLE_MS);
    const words = `big ${Math.round(ours.readyMs)} ms, empty ${Math.round(theirs.readyMs)} ms`;
    progress(`start ${turn + 1} of ${count}: ${words}`);
    times.big.push(ours.readyMs);
    times.empty.push(theirs.readyMs);
  }
  return [
    lineOf({
      name: `cold start with ${PAYMENTS / 1_000_000} million payments in the ledger and ${UNFINISHED} unfinished`,
      floorName: 'the same till with an empty ledger; both to a keypad that takes a key',
      unit: 'ms',
      target: 1.3,
      till: times.big,
      floor: times.empty,
    }),
  ];
}
