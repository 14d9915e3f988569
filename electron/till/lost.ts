/**
 * Asks the gateway for what a restored ledger has lost: everything under the lost part's numbers since then. What the
 * gateway knows and the ledger does not is taken in as an attempt in doubt, and from there on it is watched like any
 * other; if it was paid, it is paid late, and a person says what becomes of it. And whatever was restored or not: numbers
 * that begin as this till's and that it has never drawn are told to a person.
 */
import { epochOf, isAttemptNumber, tillIdOf, type AttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal } from '../../shared/attempt/record.ts';
import { orderTypeOf, type UnreadRow } from '../../shared/attempt/evidence.ts';
import { cents, isCurrency, sumCents, type Cents } from '../../shared/money.ts';
import { hkDateTime, type WallMs } from '../../shared/time.ts';
import type { Gateway, Statement, StatementRow } from './ports/gateway.ts';
import { LedgerError, type Found, type Ledger, type RestoredLedger } from './ports/ledger.ts';
import { searchStatement, type SearchDeps } from './history.ts';

export type MissingDeps = SearchDeps & {
  readonly tillId: string;
  readonly ledger: Pick<Ledger, 'find' | 'holderOf'> & RestoredLedger;
  readonly gateway: Pick<Gateway, 'host' | 'merchant' | 'payType'> & Statement;
  /** Was taken in, and is to be enquired about. */
  readonly onAdopted: (number: AttemptNumber) => void;
  /** The gateway knows this one, and the ledger could not take it in: a person has to look at it. */
  readonly onLeftOut: (number: AttemptNumber) => void;
  /**
   * The gateway knows so many numbers under this till's id that no run of its ledger has drawn, the oldest of this time: a
   * folder was put back with its backups, or another till has the same id. They may be another's, and are not taken in.
   */
  readonly onStrangers: (count: number, since: WallMs | null) => void;
  /** The gateway would not list this month, as "2026-11": what is missing of it nobody knows. */
  readonly onUnlisted: (month: string) => void;
  /** The gateway has told all it knows. */
  readonly onAsked: () => void;
  readonly onLedgerTrouble: (error: LedgerError) => void;
};

/** Not at once: the till has its own unfinished attempts to ask about first. */
const AFTER_MS = 1000;
/**
 * Once more: the gateway lists some orders minutes after they were made, and a request may have been under way when the
 * ledger was lost. A refund that is not known would be made a second time.
 */
const AGAIN_AFTER_MS = 10 * 60_000;
/** Where nothing is known to be missing there is time, and the shop is opening. */
const IN_PEACE_AFTER_MS = 30_000;
/** How often, and how long at the most, a refund waits until its payment's end is known: it is of a paid one or of none. */
const REFUND_WAIT_MS = 2_000;
const MOST_REFUND_WAITS = 300;
/** Without an attempt nothing tells how far back to look. */
const LOOK_BACK_MS = 25 * 3_600_000;

/**
 * Begins to ask, and goes on until all is answered: for what a restore has left to be asked for, else only for what may
 * have been drawn under this till's id by somebody else. Returns how to stop it.
 */
export function askForMissing(deps: MissingDeps): () => void {
  const { ledger, gateway, clock, tillId, log } = deps;
  const last = ledger.restored();
  const restored = last?.askedAt === null ? last : null;
  const lost = new Set(restored?.epochs);
  const own = new Set(ledger.epochs());
  /** Numbers that begin as this till's, and were drawn by no run that its ledger knows, with when they were made. */
  const strangers = new Map<AttemptNumber, WallMs | null>();
  /** A refund is taken in after its payment, and the gateway lists the newest first. */
  let refunds: { readonly number: AttemptNumber; readonly row: StatementRow }[] = [];
  /** The lost payments, by QFPay's numbers for them. */
  const payments = new Map<string, AttemptNumber>();
  /** What others than this till gave back, in cents: by QFPay's number of the payment, each refund once. */
  const elsewhere = new Map<string, Map<string, Cents>>();
  let cancelWait = (): void => undefined;
  let stopSearch = (): void => undefined;
  let isLookedAgain = false;

  const take = (row: StatementRow): void => {
    const { number } = row;
    noteElsewhere(row);
    if (number === null || !isAttemptNumber(number)) return;
    const epoch = epochOf(number);
    if (tillIdOf(number) === tillId && !own.has(epoch) && !lost.has(epoch)) strangers.set(number, row.madeAt);
    if (!lost.has(epoch)) return;
    const type = orderTypeOf(row) ?? 'payment';
    if (type === 'refund') refunds.push({ number, row });
    else if (type === 'payment') {
      if (row.syssn !== null) payments.set(row.syssn, number);
      adopt(number, paymentIn(row, number));
    } else if (type === 'unclear') leaveOut(number);
  };

  /** What stands in the ledger is watched there; of anything else under the lost part's numbers a person is told. */
  const takeUnread = ({ number }: UnreadRow): void => {
    if (number !== null && isAttemptNumber(number) && lost.has(epochOf(number))) leaveOut(number);
    else log('missing.unreadable', { named: number !== null });
  };

  const leaveOut = (number: AttemptNumber): void => {
    if (ledger.find(number) === null) adopt(number, null);
  };

  const noteElsewhere = (row: StatementRow): void => {
    const { number, refundClass, amount, paymentSyssn } = row;
    const isOurs =
      number !== null && isAttemptNumber(number) && (own.has(epochOf(number)) || lost.has(epochOf(number)));
    if (orderTypeOf(row) !== 'refund' || isOurs || refundClass !== 'ok') return;
    if (paymentSyssn === null || amount === null || !isAmount(amount)) return;
    const known = elsewhere.get(paymentSyssn) ?? new Map<string, Cents>();
    known.set(JSON.stringify([row.syssn, number]), cents(Number(amount)));
    elsewhere.set(paymentSyssn, known);
  };

  const elsewhereOf = ({ paymentSyssn }: StatementRow): Cents | undefined => {
    const known = elsewhere.get(paymentSyssn ?? '');
    return known === undefined ? undefined : sumCents([...known.values()]);
  };

  const adopt = (number: AttemptNumber, found: Found | null, byOthers?: Cents): void => {
    const outcome = found === null ? 'refused' : ledger.adopt(found, clock.wall(), byOthers);
    if (outcome === 'known') return;
    log('missing.found', { number, outcome });
    if (outcome === 'adopted') deps.onAdopted(number);
    else deps.onLeftOut(number);
  };

  const paymentIn = (row: StatementRow, number: AttemptNumber): Found | null => {
    const { amount, currency, payType, madeAt } = row;
    const isWhole = amount !== null && isAmount(amount) && currency !== null && isCurrency(currency);
    if (!isWhole || payType === null) return null;
    const createdAt = madeAt ?? clock.wall();
    return {
      number,
      kind: 'payment',
      refundOf: null,
      way: payType === gateway.payType('cpm').payType ? 'cpm' : 'mpm',
      payType,
      amount: cents(Number(amount)),
      currency,
      merchant: gateway.merchant,
      host: gateway.host,
      txdtm: row.txdtm ?? hkDateTime(createdAt),
      createdAt,
      // Several rows may stand under one number: an enquiry by the number sees them all.
      syssn: null,
    };
  };

  const refundIn = (row: StatementRow, number: AttemptNumber): Found | null => {
    const refundOf = paymentOf(row);
    const like = paymentIn(row, number);
    return like === null || refundOf === null ? null : { ...like, kind: 'refund', refundOf };
  };

  const paymentOf = ({ paymentSyssn: syssn }: StatementRow): AttemptNumber | null =>
    syssn === null ? null : (payments.get(syssn) ?? ledger.holderOf(syssn));

  /** Taken in with it a moment ago, and the gateway has yet to say whether it was paid. */
  const isOfOneInDoubt = ({ row }: (typeof refunds)[number]): boolean => {
    const number = paymentOf(row);
    const payment = number === null ? null : ledger.find(number);
    return payment !== null && !isFinal(payment.status);
  };

  const finish = (refused: readonly string[], waits = 0): void => {
    const later = waits < MOST_REFUND_WAITS ? refunds.filter(isOfOneInDoubt) : [];
    for (const one of refunds) {
      const { number, row } = one;
      if (!later.includes(one)) adopt(number, refundIn(row, number), elsewhereOf(row));
    }
    refunds = later;
    if (later.length > 0) {
      cancelWait = deps.timers.after(REFUND_WAIT_MS, () => {
        guarded(() => finish(refused, waits + 1));
      });
      return;
    }
    if (restored !== null && !isLookedAgain) {
      isLookedAgain = true;
      search(AGAIN_AFTER_MS);
      return;
    }
    if (strangers.size > 0) {
      const times = [...strangers.values()].filter((at) => at !== null);
      log('missing.strangers', { count: strangers.size });
      deps.onStrangers(strangers.size, times.length === 0 ? null : Math.min(...times));
    }
    if (restored === null) return;
    for (const start of refused) deps.onUnlisted(start.slice(0, 7));
    ledger.noteRestore('asked', clock.wall());
    log('missing.done', { refused: refused.length });
    deps.onAsked();
  };

  const onError = (error: unknown): void => {
    if (!(error instanceof LedgerError)) throw error;
    // The ledger is opened anew, and this begins again.
    deps.onLedgerTrouble(error);
  };
  const guarded = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      onError(error);
    }
  };

  const search = (afterMs: number): void => {
    const now = clock.wall();
    const since = restored?.missingSince ?? ledger.knownUntil(now) ?? now - LOOK_BACK_MS;
    stopSearch = searchStatement(deps, { since, afterMs, take, takeUnread, done: finish, onError });
  };
  search(restored === null ? IN_PEACE_AFTER_MS : AFTER_MS);
  return () => {
    stopSearch();
    cancelWait();
  };
}

/** Whole cents, more than none, of which none is lost in a number. */
const isAmount = (text: string): boolean => /^[1-9]\d{0,14}$/.test(text);
