/** The till's real ledger, with checks at each commit. It can fail, and the power can fail at its commits. */
import type { OpenLedger } from '../../electron/ledger/ledger.ts';
import { LedgerError, type Ledger } from '../../electron/till/ports/ledger.ts';
import type { AttemptChange } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Checks } from './checks.ts';
import type { Faults } from './faults.ts';
import type { LogLine } from './log-line.ts';
import type { Manners } from './manners.ts';
import { oddError } from './odd-error.ts';
import { guarded } from '../../electron/ledger/file/errors.ts';
import type { Dice } from '../support/dice.ts';

export type WitnessDeps = {
  readonly raw: OpenLedger;
  readonly checks: Checks;
  readonly faults: Faults;
  readonly manners: Manners;
  readonly dice: Dice;
  readonly log: LogLine;
  /** May end this life of the program. */
  readonly atCommit: () => void;
  readonly isGone: () => boolean;
  /** Whether the program already knows that this ledger is in trouble. */
  readonly isInTrouble: () => boolean;
};

/** Reports adoptions of lost attempts to the checks. Adopting a refund can also change its payment. */
export function witnessAdoptions(raw: OpenLedger, checks: Checks): OpenLedger {
  return {
    ...raw,
    adopt(found, at, elsewhere) {
      const outcome = raw.adopt(found, at, elsewhere);
      const adopted = outcome === 'adopted' ? raw.find(found.number) : null;
      if (adopted === null) return outcome;
      checks.adopted(adopted);
      const payment = adopted.refundOf === null ? null : raw.find(adopted.refundOf);
      if (payment !== null && payment.version !== checks.attempt(payment.number)?.version) {
        checks.changed(payment, { returnedElsewhere: payment.returnedElsewhere });
      }
      return outcome;
    },
  };
}

export function witnessLedger(deps: WitnessDeps): Ledger {
  const { raw, checks, faults, manners, dice, log, atCommit, isGone, isInTrouble } = deps;
  let isBroken = false;
  let metDamage = false;
  /** Fails with an odd error, as the product's guard reports it. */
  const fail = (numbers: readonly AttemptNumber[], probability: number): void => {
    if (!manners.has('odd errors') || !faults.strike('odd-error', probability, numbers)) return;
    guarded(() => {
      throw oddError(dice);
    });
  };
  const refuse = (): void => {
    if (isGone() || isBroken) throw new LedgerError('disk', new Error(isBroken ? 'fsync' : 'the power is gone'));
  };
  const commit = <Result>(numbers: readonly AttemptNumber[], work: () => Result): Result => {
    atCommit();
    refuse();
    fail(numbers, 0.01);
    if (faults.strike('ledger', 0.0008, numbers)) throw new LedgerError('full', new Error('no space'));
    const result = work();
    // The disk reports an error although the write may be durable. SQLite then accepts no write until it is reopened.
    isBroken = faults.strike('ledger', 0.0004, numbers);
    refuse();
    atCommit();
    return result;
  };
  const read = <Result>(work: () => Result): Result => {
    refuse();
    fail([], 0.002);
    if (manners.has('damage met') && faults.strike('damage-met', 0.03, [])) {
      metDamage = true;
      throw new LedgerError('damaged', new Error('a page that makes no sense'));
    }
    return work();
  };
  const witness = (number: AttemptNumber, change: AttemptChange): void => {
    const attempt = raw.find(number);
    if (attempt !== null) checks.changed(attempt, change);
  };
  return {
    open: (draft, prepare) =>
      commit([], () => {
        // The till must not sell on a ledger that it knows to be damaged.
        if (metDamage && !isInTrouble()) checks.find('damage stops', 'a sale is begun after damage was met');
        const opened = raw.open(draft, prepare);
        log(`ledger ${opened.attempt.number} opened`);
        checks.opened(opened.attempt, opened.request);
        return opened;
      }),
    record: (number, version, change, at) =>
      commit([number], () => {
        const isChanged = raw.record(number, version, change, at);
        log(`ledger ${number} ${isChanged ? '' : 'moved on'}`, change);
        if (isChanged) witness(number, change);
        return isChanged;
      }),
    recordAll: (changes, at) =>
      commit(
        changes.map(({ number }) => number),
        () => {
          raw.recordAll(changes, at);
          for (const { number, change } of changes) {
            log(`ledger ${number}`, change);
            witness(number, change);
          }
        },
      ),
    find: (number) => read(() => raw.find(number)),
    holderOf: (syssn) => read(() => raw.holderOf(syssn)),
    unfinished: () => read(() => raw.unfinished()),
    endedUnpaid: (since) => read(() => raw.endedUnpaid(since)),
    unaskedRestoreOf: (payment) => read(() => raw.unaskedRestoreOf(payment)),
    refundsOf: (payment) => read(() => raw.refundsOf(payment)),
    awaitingDecision: () => read(() => raw.awaitingDecision()),
    history: (wanted, part, most) => read(() => raw.history(wanted, part, most)),
    journalOf: (number) => read(() => raw.journalOf(number)),
    actsAbout: (number) => read(() => raw.actsAbout(number)),
    between: (from, to) => read(() => raw.between(from, to)),
    codeUsed: (codeHash, since) => read(() => raw.codeUsed(codeHash, since)),
  };
}
