/**
 * What the till needs from the machine: clocks, timers, random numbers and a log. main.ts gives it the real ones, a
 * simulation its own; nothing in till/ reaches the outside world in any other way.
 */
import type { MonoMs, WallMs } from '../../../shared/time.ts';

export interface Clock {
  /** The monotonic clock; measures waiting. */
  mono(): MonoMs;
  /** The machine's clock: a label. */
  wall(): WallMs;
}

export interface Timers {
  /** Calls once after `ms`, unless the returned function is called first. */
  after(ms: number, call: () => void): () => void;
}

export interface Random {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** A unique id. */
  id(): string;
}

/** Keyed one-way hash. The same text gives the same hash; without the key nobody can recover or test a text. */
export type KeyedHash = (text: string) => string;

/** Writes to the log: an event's name and plain facts, never a secret. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void;
