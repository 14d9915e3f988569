/**
 * Cold starts, till and floor in turn: from the process being spawned to a keypad that takes a tap, and what memory both
 * then take. The disk's cache is warm, as on any machine that starts its till every morning from the same disk.
 */
import { memoryOf } from './memory.ts';
import type { Place, Pointer } from './pointer.ts';
import { findButton } from './sales.ts';
import { startProgram, wait, type Program, type ProgramOptions } from './program.ts';
import { lineOf, type Line } from './table.ts';

export type Starter = { readonly options: ProgramOptions; readonly pointer: Pointer };

/** Shorter than a frame, so that it is the program and not the finger that is waited for. */
const DRUM_MS = 15;
/** Until then a started program still frees what it needed for starting. */
const SETTLE_MS = 4_000;

type Start = { readonly readyMs: number; readonly memory: Readonly<Record<string, number>> };
export type Starts = {
  readonly lines: readonly Line[];
  readonly memory: Readonly<Record<'till' | 'floor', readonly Start['memory'][]>>;
};

/** @param digit where the till has a digit's key; the floor is tapped at the same place */
export async function measureStarts(
  till: Starter,
  floor: Starter,
  digit: Place,
  count: number,
  progress: (words: string) => void,
): Promise<Starts> {
  const starts: Record<'till' | 'floor', Start[]> = { till: [], floor: [] };
  // One of each to warm up.
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

/** @param settleMs how long it is left alone when it was ready, before its memory is read and it is ended */
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

/** Where the key 7 is, asked of a till that is opened for it alone. */
export async function digitOf({ options }: Starter): Promise<Place> {
  const program = startProgram(options);
  try {
    await program.seen('cashier', 'keypad');
    return await findButton(program, '7');
  } finally {
    await program.quit();
  }
}

/** @returns when a real tap had changed the amount */
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
