/** Time left, counted on the clock that never steps, from the moment a state arrived. */
import { useEffect, useState } from 'react';

const TICK_MS = 250;

/** @param at performance.now() when `leftMs` was true @returns milliseconds, never below zero */
export function leftNow(leftMs: number, at: number, now: number): number {
  return Math.max(0, leftMs - (now - at));
}

/** "1:59". Rounded up, so that 0:00 means that the time is over. */
export function formatLeft(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function useLeft(leftMs: number, at: number): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  // A state that arrived after the last tick starts with its whole time.
  return leftNow(leftMs, at, Math.max(now, at));
}

/** Whole minutes and seconds since a wall-clock time; a clock set back shows zero, not a negative age. */
export function ageParts(createdAt: number, now: number): { readonly minutes: number; readonly seconds: number } {
  const seconds = Math.max(0, Math.floor((now - createdAt) / 1000));
  return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
}
