/** Adds rows of the gateway's list to a ledger that has lost them. */
import { orderTypeOf, type UnreadRow } from '../../shared/attempt/evidence.ts';
import { epochOf, isAttemptNumber, tillIdOf, type AttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal, type Attempt } from '../../shared/attempt/record.ts';
import type { Cents } from '../../shared/money.ts';
import type { WallMs } from '../../shared/time.ts';
import type { OnEvent } from './event.ts';
import { createElsewhere, paymentIn, refundIn, type RowsDeps } from './lost-rows.ts';
import type { HistoryRow } from './ports/gateway.ts';
import type { Found, Ledger, RestoredLedger } from './ports/ledger.ts';
import type { Log } from './ports/world.ts';

export type AdoptingDeps = RowsDeps & {
  readonly tillId: string;
  readonly ledger: Pick<Ledger, 'find' | 'holderOf'> & Pick<RestoredLedger, 'adopt'>;
  readonly log: Log;
  /** The ledger has adopted this attempt; enquire about it. */
  readonly onAdopted: (number: AttemptNumber) => void;
  readonly onEvent: OnEvent;
};

/** Epochs of numbers: of runs that the ledger has lost, and of runs that it knows. */
export type Epochs = { readonly lost: ReadonlySet<string>; readonly own: ReadonlySet<string> };

export type Adopting = {
  /** Adopts a payment at once; a refund waits for `takeRefunds`. @throws LedgerError */
  take(row: HistoryRow): void;
  /** The same for an unreadable row. @throws LedgerError */
  takeUnread(row: UnreadRow): void;
  /**
   * Adopts the refunds; all payments are known by then. @throws LedgerError
   * @param mayWait whether a refund may wait for the next call while its payment's result is unknown
   */
  takeRefunds(mayWait: boolean): 'all-taken' | 'some-wait';
  /** Counts numbers with this till's id from epochs that its ledger does not know; `since` is the oldest known time. */
  strangers(): { readonly count: number; readonly since: WallMs | null };
};

export function createAdopting(deps: AdoptingDeps, { lost, own }: Epochs): Adopting {
  const { ledger, clock, log } = deps;
  /** Each number with its time of creation. */
  const strangers = new Map<AttemptNumber, WallMs | null>();
  /** The gateway lists the newest first, but a refund must be adopted after its payment. */
  let refunds: { readonly number: AttemptNumber; readonly row: HistoryRow }[] = [];
  /** The lost payments by `gatewayRef`. */
  const payments = new Map<string, AttemptNumber>();
  const elsewhere = createElsewhere((number) => own.has(epochOf(number)) || lost.has(epochOf(number)));

  /** @param found null if the row has too few facts to adopt it; an attempt already in the ledger is watched there */
  const adopt = (number: AttemptNumber, found: Found | null, byOthers?: Cents): void => {
    const leftOut = ledger.find(number) === null ? 'refused' : 'known';
    const outcome = found === null ? leftOut : ledger.adopt(found, clock.wall(), byOthers);
    if (outcome === 'known') return;
    log('missing.found', { number, outcome });
    if (outcome === 'adopted') deps.onAdopted(number);
    else deps.onEvent({ kind: 'left-out', number });
  };

  /** A refund's payment; null if the ledger has none. */
  const paymentOf = ({ paymentRef: gatewayRef }: HistoryRow): Attempt | null => {
    const number = gatewayRef === null ? null : (payments.get(gatewayRef) ?? ledger.holderOf(gatewayRef));
    return number === null ? null : ledger.find(number);
  };

  /** The refund's payment was just adopted too, and the gateway has not said yet whether it was paid. */
  const isOfOneInDoubt = ({ row }: (typeof refunds)[number]): boolean => {
    const payment = paymentOf(row);
    return payment !== null && !isFinal(payment.status);
  };

  return {
    take(row) {
      const { number } = row;
      elsewhere.note(row);
      if (number === null || !isAttemptNumber(number)) return;
      const epoch = epochOf(number);
      if (tillIdOf(number) === deps.tillId && !own.has(epoch) && !lost.has(epoch)) strangers.set(number, row.madeAt);
      if (!lost.has(epoch)) return;
      const type = orderTypeOf(row) ?? 'payment';
      if (type === 'refund') refunds.push({ number, row });
      else if (type === 'payment') {
        if (row.gatewayRef !== null) payments.set(row.gatewayRef, number);
        adopt(number, paymentIn(row, number, deps));
      } else if (type === 'unclear') adopt(number, null);
    },

    // If an attempt with a lost number is not in the ledger, a person is told.
    takeUnread({ number }) {
      if (number !== null && isAttemptNumber(number) && lost.has(epochOf(number))) adopt(number, null);
      else log('missing.unreadable', { named: number !== null });
    },

    takeRefunds(mayWait) {
      const later = mayWait ? refunds.filter(isOfOneInDoubt) : [];
      for (const one of refunds) {
        const { number, row } = one;
        if (later.includes(one)) continue;
        const payment = paymentOf(row);
        adopt(number, payment === null ? null : refundIn(row, number, payment, deps), elsewhere.of(row));
      }
      refunds = later;
      return later.length > 0 ? 'some-wait' : 'all-taken';
    },

    strangers() {
      const times = [...strangers.values()].filter((at) => at !== null);
      return { count: strangers.size, since: times.length === 0 ? null : Math.min(...times) };
    },
  };
}
