/** Takes rows of the gateway's list into a ledger that has lost them. */
import { orderTypeOf, type UnreadRow } from '../../shared/attempt/evidence.ts';
import { epochOf, isAttemptNumber, tillIdOf, type AttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal, type Attempt } from '../../shared/attempt/record.ts';
import type { Cents } from '../../shared/money.ts';
import type { WallMs } from '../../shared/time.ts';
import type { OnEvent } from './event.ts';
import { createElsewhere, paymentIn, refundIn, type RowsDeps } from './lost-rows.ts';
import type { StatementRow } from './ports/gateway.ts';
import type { Found, Ledger, RestoredLedger } from './ports/ledger.ts';
import type { Log } from './ports/world.ts';

export type AdoptingDeps = RowsDeps & {
  readonly tillId: string;
  readonly ledger: Pick<Ledger, 'find' | 'holderOf'> & Pick<RestoredLedger, 'adopt'>;
  readonly log: Log;
  /** Was taken in, and is to be enquired about. */
  readonly onAdopted: (number: AttemptNumber) => void;
  readonly onEvent: OnEvent;
};

/** Under which numbers are drawn: by runs that the ledger has lost, and by those it knows. */
export type Epochs = { readonly lost: ReadonlySet<string>; readonly own: ReadonlySet<string> };

export type Adopting = {
  /** Takes a payment in at once; a refund waits for `takeRefunds`. @throws LedgerError */
  take(row: StatementRow): void;
  /** The same of a row that could not be read. @throws LedgerError */
  takeUnread(row: UnreadRow): void;
  /**
   * Takes the refunds in, all payments being known now. @throws LedgerError
   * @param mayWait a refund whose payment's end is not known yet stays for the next time
   */
  takeRefunds(mayWait: boolean): 'all-taken' | 'some-wait';
  /** Numbers that begin as this till's, and were drawn by no run that its ledger knows; since the oldest of them, if it is known. */
  strangers(): { readonly count: number; readonly since: WallMs | null };
};

export function createAdopting(deps: AdoptingDeps, { lost, own }: Epochs): Adopting {
  const { ledger, clock, log } = deps;
  /** With when each was made. */
  const strangers = new Map<AttemptNumber, WallMs | null>();
  /** A refund is taken in after its payment, and the gateway lists the newest first. */
  let refunds: { readonly number: AttemptNumber; readonly row: StatementRow }[] = [];
  /** The lost payments, by QFPay's numbers for them. */
  const payments = new Map<string, AttemptNumber>();
  const elsewhere = createElsewhere((number) => own.has(epochOf(number)) || lost.has(epochOf(number)));

  /** @param found null for one of which too little is told to take it in: what stands in the ledger is watched there */
  const adopt = (number: AttemptNumber, found: Found | null, byOthers?: Cents): void => {
    const leftOut = ledger.find(number) === null ? 'refused' : 'known';
    const outcome = found === null ? leftOut : ledger.adopt(found, clock.wall(), byOthers);
    if (outcome === 'known') return;
    log('missing.found', { number, outcome });
    if (outcome === 'adopted') deps.onAdopted(number);
    else deps.onEvent({ kind: 'left-out', number });
  };

  /** The payment of a refund; null when the ledger has none. */
  const paymentOf = ({ paymentSyssn: syssn }: StatementRow): Attempt | null => {
    const number = syssn === null ? null : (payments.get(syssn) ?? ledger.holderOf(syssn));
    return number === null ? null : ledger.find(number);
  };

  /** Taken in with it a moment ago, and the gateway has yet to say whether it was paid. */
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
        if (row.syssn !== null) payments.set(row.syssn, number);
        adopt(number, paymentIn(row, number, deps));
      } else if (type === 'unclear') adopt(number, null);
    },

    // Of whatever is under the lost part's numbers and not in the ledger a person is told.
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
