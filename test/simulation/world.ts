/**
 * Time in a simulated run. True time only moves from one event to the next. The machine's monotonic clock follows true
 * time; some machines count sleep, others do not. The machine's wall clock may be set to anything. The gateway has its
 * own clock.
 */
import TinyQueue from 'tinyqueue';
import type { MonoMs, WallMs } from '../../shared/time.ts';

export type World = {
  /** Milliseconds since the run began, asleep or not. */
  now(): number;
  mono(): MonoMs;
  wall(): WallMs;
  gatewayTime(): WallMs;
  /** Plans an event outside the shop, which happens whether the machine is awake or not. */
  outside(inMs: number, call: () => void): void;
  /**
   * Plans an event on the machine (a timer, an answer, a tap) by its monotonic clock. Returns a function to cancel it.
   */
  onMachine(inMs: number, call: () => void): () => void;
  /** Sets how far the machine's wall clock is ahead of true time, in milliseconds. */
  setWall(aheadMs: number): void;
  /** The machine sleeps. Returns how far the monotonic clock moves on during the sleep, in milliseconds. */
  sleep(ms: number): number;
  isAsleep(): boolean;
  /** Runs events until true time reaches `until` or `isOver` returns true. Calls `afterEach` after every event. */
  run(until: number, afterEach: () => void, isOver: () => boolean): Promise<void>;
};

export type WorldOptions = {
  readonly startsAt: WallMs;
  readonly wallAheadMs: number;
  readonly gatewayAheadMs: number;
  /** Whether the monotonic clock goes on while the machine sleeps. */
  readonly countsSleep: boolean;
};

type Entry = {
  readonly at: number;
  readonly order: number;
  /** Null once the event is cancelled. */
  call: (() => void) | null;
};

/** Ordered by time, then by the order in which the events were planned. */
const createQueue = (): TinyQueue<Entry> =>
  new TinyQueue<Entry>([], (one, other) => one.at - other.at || one.order - other.order);

/** A program's monotonic clock never starts at zero. */
const MONO_STARTS_AT = 5_000;

export function createWorld(options: WorldOptions): World {
  const outside = createQueue();
  const machine = createQueue();
  let made = 0;
  let happened = 0;
  let now = 0;
  let slept = 0;
  let wakesAt = 0;
  let wallAheadMs = options.wallAheadMs;

  /** True time of an event on the machine: after the sleep, if the machine sleeps. */
  const trueTimeOf = (entry: Entry): number => Math.max(entry.at + slept, wakesAt);

  const add = (queue: TinyQueue<Entry>, at: number, call: () => void): Entry => {
    made += 1;
    const entry: Entry = { at, order: made, call };
    queue.push(entry);
    return entry;
  };

  const next = (until: number): Entry | null => {
    const there = outside.peek();
    const here = machine.peek();
    const hereAt = here === undefined ? Infinity : trueTimeOf(here);
    const isOutside = there !== undefined && there.at <= hereAt;
    const at = isOutside ? there.at : hereAt;
    if (at > until) return null;
    now = Math.max(now, at);
    return (isOutside ? outside.pop() : machine.pop()) ?? null;
  };

  const world: World = {
    now: () => now,
    mono: () => MONO_STARTS_AT + now - slept,
    wall: () => Math.floor(options.startsAt + now + wallAheadMs),
    gatewayTime: () => Math.floor(options.startsAt + now + options.gatewayAheadMs),
    outside(inMs, call) {
      add(outside, now + inMs, call);
    },
    onMachine(inMs, call) {
      const entry = add(machine, now - slept + inMs, call);
      return () => {
        entry.call = null;
      };
    },
    setWall(aheadMs) {
      wallAheadMs = aheadMs;
    },
    sleep(ms) {
      wakesAt = now + ms;
      if (!options.countsSleep) slept += ms;
      return options.countsSleep ? ms : 0;
    },
    isAsleep: () => now < wakesAt,
    async run(until, afterEach, isOver) {
      while (!isOver()) {
        const entry = next(until);
        if (entry === null) break;
        if (entry.call === null) continue;
        entry.call();
        await settled();
        happened += 1;
        if (happened % EVENTS_IN_A_TURN === 0) await nextTurn();
        afterEach();
      }
    },
  };
  return world;
}

/** After so many events the run waits for a macrotask, so that Node can report unhandled rejections. */
const EVENTS_IN_A_TURN = 500;
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Waits until the promises that depend on the last event have settled, or wait for a later event. */
async function settled(): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await Promise.resolve();
}
/** The till's longest chain of promises is half as long. A longer chain would only continue one event later. */
const ROUNDS = 100;
