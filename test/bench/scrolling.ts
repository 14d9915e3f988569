/** The history, scrolled by a wheel: frames with a million payments in the ledger, and with a thousand, in turns. */
import en from '../../shared/words/en.json' with { type: 'json' };
import { PAYMENTS } from './big-ledger.ts';
import { startProgram, wait, type Program } from './program.ts';
import { findButton } from './sales.ts';
import type { Starter } from './starts.ts';
import { percentile } from './statistics.ts';
import { lineOf, type Line } from './table.ts';

/** In the ledger that the big one is compared with. */
export const FEW = 1_000;
const FRAMES = 120;
/** Faster than a frame, as a wheel that was thrown. */
const WHEEL_MS = 12;
const LIST = { x: 640, y: 600 };
/** The list has drawn its first page, and the keypad takes taps. */
const SETTLE_MS = 1_500;

/** @param count turns; each scrolls both lists on from where they are */
export async function measureScrolling(
  many: Starter,
  few: Starter,
  count: number,
  progress: (words: string) => void,
): Promise<readonly Line[]> {
  const shown: { readonly starter: Starter; readonly till: Program; readonly p95: number[] }[] = [];
  try {
    for (const starter of [many, few]) shown.push({ starter, till: await openHistory(starter), p95: [] });
    // Turn -1 warms up.
    for (let turn = -1; turn < count; turn += 1) {
      for (const { starter, till, p95 } of shown) {
        const slowest = await scroll(starter, till);
        if (turn >= 0) p95.push(slowest);
      }
      const [ours, theirs] = shown.map(({ p95 }) => (p95.at(-1) ?? 0).toFixed(1));
      progress(`scroll ${turn < 0 ? 'to warm up' : `${turn + 1} of ${count}`}: ${ours} ms, with few ${theirs} ms`);
    }
  } finally {
    for (const { till } of shown) await till.quit();
  }
  return [
    lineOf({
      name: `a frame while the history of ${PAYMENTS / 1_000_000} million payments is scrolled (p95 of each ${FRAMES})`,
      floorName: `the same till with ${FEW} payments, in turns`,
      unit: 'ms',
      target: 1.1,
      till: shown[0]?.p95 ?? [],
      floor: shown[1]?.p95 ?? [],
    }),
  ];
}

async function openHistory({ options, pointer }: Starter): Promise<Program> {
  const till = startProgram(options);
  await till.seen('cashier', 'keypad');
  for (const name of [en.keypad.today, en.history.open + en.history.label]) {
    await wait(SETTLE_MS);
    pointer.moveTo(await findButton(till, name));
    pointer.tap();
  }
  await wait(SETTLE_MS);
  return till;
}

/** @returns the 95th percentile of the time between two frames, in ms */
async function scroll({ pointer }: Starter, till: Program): Promise<number> {
  pointer.moveTo(LIST);
  const from = till.here();
  const stop = pointer.scroll(WHEEL_MS);
  try {
    till.tell({ do: 'frames', window: 'cashier', count: FRAMES });
    const { ms = [] } = await till.seen('cashier', 'frames', from);
    return percentile(ms, 0.95);
  } finally {
    stop();
  }
}
