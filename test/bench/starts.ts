/**
 * Cold starts, till and floor alternately: from the spawn of the process until the keypad accepts a tap, and the memory
 * of both afterwards. The disk's cache is warm, as on a machine that starts its till every morning from the same disk.
 */
import { memoryOf } from './memory.ts';
import type { Place, Pointer } from './pointer.ts';
import { findButton } from './sales.ts';
import { startProgram, wait, type Program, type ProgramOptions } from './program.ts';
import { lineOf, type Line } from './table.ts';

export type Starter = { readonly options: ProgramOptions; readonly pointer: Pointer };

/** Shorter than a frame, so that the start is not delayed by the finger. */
const DRUM_MS = 15;
/** After this time a program has freed the memory that only its start needed. */
const SETTLE_MS = 4_000;

type Start = { readonly readyMs: number; readonly memory: Readonly<Record<string, number>> };
export type Starts = {
  readonly lines: readonly Line[];
  readonly memory: Readonly<Record<'till' | 'floor', readonly Start['memory'][]>>;
};

/** @param digit place of a digit's key in the till; the floor is tapped at the same place */
export async function measureStarts(
  till: Starter,
  floor: Starter,
  digit: Place,
  count: number,
  progress: (words: string) => void,
): Promise<Starts> {
  const starts: Record<'till' | 'floor', Start[]> = { till: [], floor: [] };
  // Turn -1 warms up.
  for (let turn = -1; turn < count; turn += 1) {
    const ours = await start(till, digit, keypadTakesKey, SETTLE_MS);
    const theirs = await start(floor, digit, bothPagesUp, SETTLE_MS);
    if (turn >= 0) {
      starts.till.push(ours);
      starts.floor.push(theirs);
    }
    const words = ({ readyMs, memory }: Start) => `${Math.round(readyMs)} ms and ${Math.round(sum(memory))} MB`;
    const which = turn < 0 ? 'to warm up' : `${turn + 1} of ${count}`;
    progress(`start ${which}: till ${words(ours)}, floor ${words(theirs)}`);
  }
  const readyOf = (all: readonly Start[]) => all.map(({ readyMs }) => readyMs);
  const memoryOfAll = (all: readonly Start[]) => all.map(({ memory }) => memory);
  return {
    lines: [
      lineOf({
        name: 'cold start to a keypad that takes a key',
        floorName: 'the same Electron with two empty windows, until both are painted and the first takes a tap',
        unit: 'ms',
        target: 1.4,
        till: readyOf(starts.till),
        floor: readyOf(starts.floor),
      }),
      lineOf({
        name: 'memory of all processes',
        floorName: `the same two empty windows; both ${SETTLE_MS / 1000} s after they were ready, as PSS, which other Electrons running at the same time change`,
        unit: 'MB',
        target: 1.25,
        till: memoryOfAll(starts.till).map(sum),
        floor: memoryOfAll(starts.floor).map(sum),
      }),
    ],
    memory: { till: memoryOfAll(starts.till), floor: memoryOfAll(starts.floor) },
  };
}

/** @param settleMs how long to wait after the program is ready before its memory is read and it is ended */
export async function start(
  { options, pointer }: Starter,
  place: Place,
  ready: (program: Program) => Promise<number>,
  settleMs: number,
): Promise<Start> {
  pointer.moveTo(place);
  const program = startProgram(options);
  const stopDrumming = pointer.drum(DRUM_MS);
  try {
    const readyAt = await ready(program);
    stopDrumming();
    await wait(settleMs);
    return { readyMs: readyAt - program.spawnedAt, memory: memoryOf(program.pid) };
  } finally {
    stopDrumming();
    await program.quit();
  }
}

/** Opens a till only to find the place of its key 7. */
export async function digitOf({ options }: Starter): Promise<Place> {
  const program = startProgram(options);
  try {
    await program.seen('cashier', 'keypad');
    return await findButton(program, '7');
  } finally {
    await program.quit();
  }
}

/** @returns when a real tap changed the amount */
export async function keypadTakesKey(till: Program): Promise<number> {
  const { stoodAt = Number.NaN } = await till.seen('cashier', 'keyed');
  return stoodAt;
}

async function bothPagesUp(floor: Program): Promise<number> {
  const [tap, first, second] = [
    await floor.seen('cashier', 'click'),
    await floor.seen('cashier', 'shown'),
    await floor.seen('customer', 'shown'),
  ];
  return Math.max(tap.at, first.at, second.at);
}

function sum(parts: Readonly<Record<string, number>>): number {
  return Object.values(parts).reduce((total, part) => total + part, 0);
}
