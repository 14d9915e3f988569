/**
 * The store of the endpoints: orders and refunds by number, customers' codes that were used, and the gateway's own
 * serial numbers. It is in memory; `onChange` hears of every change and can keep it.
 */

import { randomInt } from 'node:crypto';
import { sumCents, type Cents } from '../../shared/money.ts';
import { hkDay, type WallMs } from '../../shared/time.ts';
import { stateAt, takenOver, type Order, type Refund, type State } from './orders.ts';
import type { Becomes } from './scenarios.ts';

export class OrderBook {
  readonly #now: () => WallMs;
  readonly #orders = new Map<string, Order>();
  readonly #refunds = new Map<string, Refund>();
  readonly #numberBySyssn = new Map<string, string>();
  readonly #usedCodes = new Set<string>();

  readonly #onChange: ((entries: readonly (Order | Refund)[]) => void) | null;

  /** @param entries of an earlier run, oldest first @param onChange gets all entries after each change */
  constructor(
    now: () => WallMs,
    entries: readonly (Order | Refund)[] = [],
    onChange: ((entries: readonly (Order | Refund)[]) => void) | null = null,
  ) {
    this.#now = now;
    this.#onChange = onChange;
    for (const entry of entries) this.#put(entry);
  }

  /** @throws Error when the number is taken; the endpoints refuse such a request earlier */
  record(entry: Order | Refund): void {
    if (this.numberTaken(entry.number)) throw new Error(`Number recorded twice: ${entry.number}`);
    this.#put(entry);
    this.#onChange?.(this.#all());
  }

  #put(entry: Order | Refund): void {
    this.#numberBySyssn.set(entry.syssn, entry.number);
    if (entry.kind === 'payment') this.#orders.set(entry.number, entry);
    else this.#refunds.set(entry.number, entry);
  }

  /** Oldest first. */
  #all(): readonly (Order | Refund)[] {
    return [...this.#orders.values(), ...this.#refunds.values()].toSorted((a, b) => a.createdAtMs - b.createdAtMs);
  }

  /** Changes a payment's state at once, by hand. */
  turnNow(order: Order, becomes: Becomes): void {
    this.#orders.set(order.number, { ...order, turns: takenOver(order.turns, this.#now(), becomes) });
    this.#onChange?.(this.#all());
  }

  /** Marks a customer's code as used. False: it was used before. */
  useCode(authCode: string): boolean {
    if (this.#usedCodes.has(authCode)) return false;
    this.#usedCodes.add(authCode);
    return true;
  }

  /**
   * 26 digits as in QFPay's samples: the day, then more. They are random and not counted, because a till's ledger
   * outlives this book and must not meet a number of an earlier run.
   */
  newSyssn(): string {
    for (;;) {
      const tail = Array.from({ length: 14 }, () => randomInt(10)).join('');
      const syssn = `${hkDay(this.#now()).replaceAll('-', '')}1541${tail}`;
      if (!this.#numberBySyssn.has(syssn)) return syssn;
    }
  }

  /** A number is unique among payments and refunds together. */
  numberTaken(number: string): boolean {
    return this.#orders.has(number) || this.#refunds.has(number);
  }

  payment(number: string): Order | undefined {
    return this.#orders.get(number);
  }

  paymentBySyssn(syssn: string): Order | undefined {
    return this.#orders.get(this.#numberBySyssn.get(syssn) ?? '');
  }

  /** In the order in which they were recorded. */
  payments(): readonly Order[] {
    return [...this.#orders.values()];
  }

  refunds(): readonly Refund[] {
    return [...this.#refunds.values()];
  }

  newestFirst(): readonly (Order | Refund)[] {
    return this.#all().toReversed();
  }

  stateOf(entry: Order | Refund): State {
    return stateAt(entry, this.#now());
  }

  /** Cents of a payment that were refunded, and cents whose refund is in progress. */
  refundSums(order: Order): { readonly doneCents: Cents; readonly pendingCents: Cents } {
    const sumOf = (kind: State['kind']): Cents =>
      sumCents(
        this.refunds()
          .filter((refund) => refund.origSyssn === order.syssn && this.stateOf(refund).kind === kind)
          .map((refund) => refund.bookedCents),
      );
    return { doneCents: sumOf('paid'), pendingCents: sumOf('pending') };
  }
}
