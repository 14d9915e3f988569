/**
 * Time in a simulated run. True time only moves from one event to the next. The machine's never-stepping clock follows
 * it, without the machine's sleep on some machines and with it on others; the machine's wall clock is a label that may be
 * set to anything; the gateway has a clock of its own.
 */
import TinyQueue from 'tinyqueue';
import type { MonoMs, WallMs } from '../../shared/time.ts';

export type World = {
  /** Milliseconds since the run began, asleep or not. */
  now(): number;
  mono(): MonoMs;
  wall(): WallMs;
  gatewayTime(): WallMs;
  /** Something outside the shop: it happens whether the machine is awake or not. */
  outside(inMs: number, call: () => void): void;
  /** Something on the machine, by its never-stepping clock: a timer, an answer coming in, a tap. Returns how to cancel. */
  onMachine(inMs: number, call: () => void): () => void;
  /** Sets the machine's clock so far ahead of true time. */
  setWall(aheadMs: number): void;
  /** Returns how far the never-stepping clock will be ahead of what it would have been. */
  sleep(ms: number): number;
  isAsleep(): boolean;
  /** Runs events until true time has come so far or `isOver` says so. `afterEach` sees the world after every event. */
  run(until: number, afterEach: () => void, isOver: () => boolean): Promise<void>;
};

export type WorldOptions = {
  readonly startsAt: WallMs;
  readonly wallAheadMs: number;
  readonly gatewayAheadMs: number;
  /** Whether the never-stepping clock goes on while the machine sleeps. */
  readonly countsSleep: boolean;
};

type Entry = {
  readonly at: number;
  readonly order: number;
  /** Null once it was cancelled. */
  call: (() => void) | null;
};

/** By time, and by the order of their making where the time is the same. */
const createQueue = (): TinyQueue<Entry> =>
  new TinyQueue<Entry>([], (one, other) => one.at - other.at || one.order - other.order);

/** A program's own clock never starts at zero. */
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

  /** When the machine's next event really happens: not while it sleeps. */
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

/** So often Node gets to tell of a promise that nobody caught. */
const EVENTS_IN_A_TURN = 500;
const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Waits until every promise that hung on the last event has been carried to its next wait. */
async function settled(): Promise<void> {
  for (let round = 0; round < ROUNDS; round += 1) await Promise.resolve();
}
/** The deepest chain of promises in the till is half as long; a longer one would only be carried on one event later. */
const ROUNDS = 100;
