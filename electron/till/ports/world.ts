/**
 * What the till needs of the machine it runs on: clocks, timers, chance and a log. main.ts fills them with the real ones, a
 * simulation with its own; nothing in till/ reaches the world any other way.
 */
import type { MonoMs, WallMs } from '../../../shared/time.ts';

export interface Clock {
  /** Never steps; what waiting is measured by. */
  mono(): MonoMs;
  /** The machine's clock: a label. */
  wall(): WallMs;
}

export interface Timers {
  /** Calls once after `ms`, unless the returned function is called before. */
  after(ms: number, call: () => void): () => void;
}

export interface Random {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** An id nobody else draws. */
  id(): string;
}

/** Keyed one-way hash: the same text gives the same hash, the hash alone gives no way to the text, nor to try texts. */
export type KeyedHash = (text: string) => string;

/** What the log takes: an event's name and plain facts, never a secret. */
export type Log = (event: string, facts?: Readonly<Record<string, string | number | boolean | null>>) => void;
