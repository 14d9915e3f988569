/** Calculates the time left with the monotonic clock, from the moment a state arrived. */
import { useEffect, useState } from 'react';

const TICK_MS = 250;

/**
 * @param at performance.now() when `leftMs` was true
 * @returns milliseconds, never below zero
 */
export function leftNow(leftMs: number, at: number, now: number): number {
  return Math.max(0, leftMs - (now - at));
}

/** "1:59". Rounds up, so that 0:00 means the time is over. */
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
  // A state may arrive after the last tick; it then starts with its full time.
  return leftNow(leftMs, at, Math.max(now, at));
}

/** An age in its largest unit that is not zero, with the next smaller unit. */
export type Age =
  | { readonly unit: 'days'; readonly days: number; readonly hours: number }
  | { readonly unit: 'hours'; readonly hours: number; readonly minutes: number }
  | { readonly unit: 'minutes'; readonly minutes: number }
  | { readonly unit: 'seconds'; readonly seconds: number };

/** The age of a wall-clock time. If the clock was set back, the age is zero, not negative. */
export function ageOf(createdAt: number, now: number): Age {
  const seconds = Math.max(0, Math.floor((now - createdAt) / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return { unit: 'days', days, hours: hours % 24 };
  if (hours > 0) return { unit: 'hours', hours, minutes: minutes % 60 };
  return minutes > 0 ? { unit: 'minutes', minutes } : { unit: 'seconds', seconds };
}
