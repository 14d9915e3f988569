/**
 * Counts what arrived, whatever the answer: calls in the last minute against QFPay's limit of 400 a minute for a
 * merchant, requests per number, and signatures that did not match.
 */

import type { WallMs } from '../../shared/time.ts';

const WINDOW_MS = 60_000;

export class Traffic {
  readonly #now: () => WallMs;
  readonly #limitPerMinute: number;
  readonly #requestsByNumber = new Map<string, number>();
  #arrivedAtMs: readonly WallMs[] = [];
  #admittedAtMs: readonly WallMs[] = [];
  #signaturesRejected = 0;

  constructor(now: () => WallMs, limitPerMinute: number) {
    this.#now = now;
    this.#limitPerMinute = limitPerMinute;
  }

  /** Counts a call. False: over the limit. Refused calls do not count, so a client that waits gets in again. */
  admitCall(): boolean {
    const nowMs = this.#now();
    const inWindow = (atMs: WallMs): boolean => atMs > nowMs - WINDOW_MS;
    this.#arrivedAtMs = [...this.#arrivedAtMs.filter(inWindow), nowMs];
    this.#admittedAtMs = this.#admittedAtMs.filter(inWindow);
    if (this.#admittedAtMs.length >= this.#limitPerMinute) return false;
    this.#admittedAtMs = [...this.#admittedAtMs, nowMs];
    return true;
  }

  /** All calls that arrived, including refused ones. */
  callsInLastMinute(): number {
    const fromMs = this.#now() - WINDOW_MS;
    return this.#arrivedAtMs.filter((atMs) => atMs > fromMs).length;
  }

  countRequest(number: string): void {
    this.#requestsByNumber.set(number, this.requestsReceived(number) + 1);
  }

  requestsReceived(number: string): number {
    return this.#requestsByNumber.get(number) ?? 0;
  }

  allRequestsReceived(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#requestsByNumber);
  }

  countRejectedSignature(): void {
    this.#signaturesRejected += 1;
  }

  signaturesRejected(): number {
    return this.#signaturesRejected;
  }
}
