/** A ledger in memory, for the many inputs that do not test the disk. Checks versions like the real ledger. */
import type { Ledger } from '../../electron/till/ports/ledger.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal, hasMoneyMoved, needsDecision, newAttempt, type Attempt } from '../../shared/attempt/record.ts';
import { numberOf } from '../support/samples.ts';

export type MemoryLedger = Ledger & { all(): readonly Attempt[] };

/** @param known the attempts that it holds at the start @param taken `syssn`s that another attempt holds */
export function memoryLedger(known: readonly Attempt[], taken: ReadonlySet<string>): MemoryLedger {
  const attempts = new Map<string, Attempt>(known.map((attempt) => [attempt.number, attempt]));
  const former = new Map<string, AttemptNumber>();
  const all = () => [...attempts.values()];
  const record: Ledger['record'] = (number, version, change) => {
    const before = attempts.get(number);
    if (before?.version !== version) return false;
    const after = { ...before, ...change, version: version + 1 };
    attempts.set(number, after);
    if (before.gatewayRef !== null && after.gatewayRef !== before.gatewayRef) former.set(before.gatewayRef, number);
    return true;
  };
  return {
    all,
    open({ tillId: _till, codeHash: _hash, ...fields }, prepare) {
      const number = numberOf(123 + attempts.size);
      const request = prepare(number);
      const attempt = newAttempt(number, fields);
      attempts.set(number, attempt);
      return { attempt, request };
    },
    record,
    recordAll(changes, at) {
      for (const { number, version, change } of changes) {
        if (!record(number, version, change, at)) throw new Error(`Attempt ${number} has moved on`);
      }
    },
    find: (number) => attempts.get(number) ?? null,
    holderOf(gatewayRef) {
      if (taken.has(gatewayRef)) return numberOf(1);
      return all().find((attempt) => attempt.gatewayRef === gatewayRef)?.number ?? former.get(gatewayRef) ?? null;
    },
    unfinished: () => all().filter(({ status }) => !isFinal(status)),
    endedUnpaid: () => all().filter(({ status }) => isFinal(status) && !hasMoneyMoved(status)),
    unaskedRestoreOf: () => null,
    refundsOf: (payment) => all().filter(({ refundOf }) => refundOf === payment),
    awaitingDecision: () => all().filter(needsDecision),
    history: ({ amount }) => ({
      attempts: all().filter((attempt) => amount === null || attempt.amount === amount),
      next: null,
    }),
    journalOf: () => [],
    actsAbout: () => [],
    between: () => all(),
    codeUsed: () => false,
  };
}
