/**
 * Checks what must hold at every step of a run. Watches the till from outside: the ledger's commits, the gateway's
 * books and the states that the windows receive.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Enquiry, Prepared } from '../../electron/till/ports/gateway.ts';
import type { TillState } from '../../electron/till/till.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal, hasMoneyMoved, type Attempt, type AttemptChange } from '../../shared/attempt/record.ts';
import type { AttemptView } from '../../shared/contract/payments.ts';
import { hkDateTime, type MonoMs, type WallMs } from '../../shared/time.ts';
import type { Books, Capture, Fields, Order, Owner } from './books.ts';
import { isTooLong, type ToldRow } from './enquiry-answers.ts';
import { createEvidenceCheck } from './evidence-check.ts';
import { createFailureCheck } from './failure-check.ts';
import type { Manners } from './manners.ts';
import { createPaceCheck } from './pace-check.ts';
import type { RefundBooks } from './refund-books.ts';
import type { Find, Violation } from './violation.ts';

/** What the checks know about one attempt: its durable row, and how often its request was sent. */
type Fact = {
  attempt: Attempt;
  readonly bodyHash: string;
  /** True time, in milliseconds. */
  readonly openedAt: number;
  sends: number;
  bytesLeft: number;
};

/** On some machines the monotonic clock stands still in a sleep: the till learns from an answer how late it is. */
const HEARS_TIME_MS = 10 * 60_000;

/** Two minutes of a live sale, a refusal that took its time, and a clock that was set meanwhile. */
const SENT_WITHIN_MS = 5 * 60_000;

export type Checks = {
  readonly violations: readonly Violation[];
  readonly find: Find;
  attempt(number: AttemptNumber): Attempt | null;
  attempts(): readonly Attempt[];
  /** True time at which the ledger recorded the attempt, in milliseconds. */
  openedAt(number: AttemptNumber): number;
  /**
   * An older ledger was put in place. @param isForgetful its backups are older too, so the checks forget the attempts
   * that it lacks. If false, the till must ask the gateway for the lost attempts.
   */
  putBack(find: (number: AttemptNumber) => Attempt | null, isForgetful: boolean): void;
  /** The till adopted an attempt that the ledger had lost. */
  adopted(attempt: Attempt): void;
  /** The till told a person to look at this attempt, because the ledger could not adopt it. */
  leftOut(number: AttemptNumber): void;
  isForgotten(number: AttemptNumber): boolean;
  /**
   * Whether only the machine's wrong clock dated the attempt, because the run that made it ended before it could write
   * the gateway's time. Its order may then seem older than the attempt; a person is told, and decides.
   */
  isUndatable(number: AttemptNumber): boolean;
  unfinished(): readonly AttemptNumber[];
  payments(): number;

  opened(attempt: Attempt, request: Prepared): void;
  /** A change was committed. @param attempt the row after the change */
  changed(attempt: Attempt, change: AttemptChange): void;

  sending(request: Prepared): void;
  sent(number: AttemptNumber, mayHaveLeft: boolean): void;
  /** The till is about to learn how its request ended. */
  ended(number: AttemptNumber, mayHaveLeft: boolean): void;
  enquiring(fields: Fields): void;
  numbersIn(fields: Fields): readonly AttemptNumber[];
  numbersOf(enquiry: Enquiry): readonly AttemptNumber[];
  /** The till is about to receive these rows. @param request the attempt whose own request the rows answer, if any */
  told(rows: readonly ToldRow[], request: AttemptNumber | null): void;
  /** The gateway tells the till that this number was used before. */
  toldUsed(number: AttemptNumber): void;
  /** A call hangs after its answer arrived: the till never hears what it said. */
  unheard(number: AttemptNumber): void;
  /** The gateway has two orders of two tills under one number. */
  metAnother(number: AttemptNumber): void;
  syssnOfAnother(number: AttemptNumber): string | null;
  /** The till met an error with the answer about this attempt, and logged that it will enquire again. */
  willAskAgain(number: AttemptNumber): void;
  /** The till is about to receive rows that prove these attempts paid. */
  proven(numbers: readonly AttemptNumber[]): void;

  captured(order: Order): void;
  /** The amount that was keyed in for a sale. */
  keyed(saleId: string, amountCents: number): void;
  shown(state: TillState): void;
  /** A person looks at the screen: everything that waits for a person must be on it. */
  lookedAt(state: TillState): void;

  tillStarted(): void;
  tillGone(): void;
  /** @param ms by which the monotonic clock went on meanwhile @param until true time at which the machine wakes */
  slept(ms: number, until: number): void;
  /** After every event while a till is up. */
  step(hasNextAction: boolean): void;
};

/** If the gateway does not settle an attempt within a day, a person must settle it. */
const FOR_PERSON_AFTER_MS = 25 * 3_600_000;
/** The till evaluates an answer after all calls of the enquiry have ended; each page of the answer is one call. */
const CALL_ENDS_MS = 11_000;
const PAGES_END_MS = 35_000;
/** The till gives up a hanging call, and the pages after it, after a minute. */
const HUNG_ENDS_MS = 62_000;

export type ChecksDeps = {
  /** Receives the violations. All tills of a run share this list. */
  readonly violations: Violation[];
  readonly mono: () => MonoMs;
  /** True time, in milliseconds. */
  readonly now: () => number;
  readonly gatewayTime: () => WallMs;
  /** Whose till is watched. */
  readonly owner: Owner;
  readonly manners: Manners;
  readonly books: () => Books;
  readonly refunds: () => RefundBooks;
};

export function createChecks({
  violations,
  mono,
  now,
  gatewayTime,
  owner,
  manners,
  books,
  refunds,
}: ChecksDeps): Checks {
  let wokeAt = -Infinity;
  const facts = new Map<AttemptNumber, Fact>();
  const unfinished = new Set<AttemptNumber>();
  const undecided = new Set<AttemptNumber>();
  const refundsOf = new Map<AttemptNumber, AttemptNumber[]>();
  const bySyssn = new Map<string, AttemptNumber>();
  const sales = new Map<string, number>();
  const charged = new Set<string>();
  /** Attempts that the ledger lost. Those in `forgotten` were lost with the backups, so no till can know of them. */
  const lost = new Map<AttemptNumber, Fact>();
  const forgotten = new Set<AttemptNumber>();
  /** Adopted attempts. If a stranger's order has the same number, nothing shows which order was the till's own. */
  const takenIn = new Set<AttemptNumber>();
  const undatable = new Set<AttemptNumber>();
  /** Undated attempts that this run of the program made. */
  const made = new Set<AttemptNumber>();
  let wasTold = false;
  const expected = new Map<AttemptNumber, MonoMs>();
  let payments = 0;

  const isUndatable = (number: AttemptNumber): boolean =>
    undatable.has(number) && facts.get(number)?.attempt.lastResponse === 'mismatch-older';

  const find: Find = (check, what) => {
    violations.push({ check, what });
  };
  const callEndsMs =
    (manners.has('strangers') ? PAGES_END_MS : CALL_ENDS_MS) + (manners.has('hanging calls') ? HUNG_ENDS_MS : 0);
  const pace = createPaceCheck(mono, find);
  const failures = createFailureCheck(mono, find);
  const evidence = createEvidenceCheck({
    mono,
    now,
    owner,
    books,
    asksByBoth: manners.has('second row') || manners.has("month's end"),
    find,
  });

  /** Whether the gateway's books have this money moved: for this number, of this amount, in this currency. */
  const isInBooks = ({ kind, number, amount, currency, returnedElsewhere }: Attempt): boolean => {
    if (kind === 'refund') {
      const refund = refunds().of(number);
      return refund !== null && refund.doneAt !== null && refund.amountCents === amount;
    }
    const captures = books()
      .of(number)
      .filter((order) => order.owner === owner || takenIn.has(number))
      .flatMap((order) => order.captures);
    // A payment that the gateway reversed by itself counts as paid if the till shows the whole amount as returned.
    const isThere = ({ charge }: Capture): boolean => charge !== 'reversed' || returnedElsewhere === amount;
    return captures.some((one) => isThere(one) && one.amountCents === amount && one.currency === currency);
  };

  const moneyShown = (number: string, word: string): void => {
    if (word !== 'paid' && word !== 'paid-late' && word !== 'refunded') return;
    const attempt = facts.get(number as AttemptNumber)?.attempt;
    if (attempt === undefined || !hasMoneyMoved(attempt.status)) {
      find('paid is proven', `${number} shown ${word}, in the ledger ${attempt?.status ?? 'nothing'}`);
    } else if (!isInBooks(attempt)) {
      find('paid is proven', `${number} shown ${word}, not in the gateway's books`);
    }
  };
  const viewShown = ({ number, word }: AttemptView): void => moneyShown(number, word);

  const keep = (fact: Fact): void => {
    const { number, status, gatewayRef, resolved, lastResponse } = fact.attempt;
    if (isFinal(status)) unfinished.delete(number);
    else unfinished.add(number);
    const isContradicted =
      (status === 'failed' || status === 'expired') && lastResponse?.startsWith('mismatch-') === true;
    if ((status === 'late-paid' || isContradicted) && !resolved) undecided.add(number);
    else undecided.delete(number);
    if (gatewayRef !== null) bySyssn.set(gatewayRef, number);
    pace.changed(fact.attempt);
    if (hasMoneyMoved(status) && !isInBooks(fact.attempt)) {
      find('paid is proven', `${number} recorded ${status}, not in the gateway's books`);
    }
  };

  /** Refunds never exceed the payment, and the till sends none while an earlier one is in doubt. */
  const refundSent = ({ refundOf, number, amount }: Attempt): void => {
    if (refundOf === null) return;
    const payment = facts.get(refundOf)?.attempt;
    const others = (refundsOf.get(refundOf) ?? [])
      .filter((other) => other !== number)
      .flatMap((other) => facts.get(other)?.attempt ?? [])
      .filter(({ status }) => status !== 'refused');
    const returned = others.reduce((sum, other) => sum + other.amount, Number(amount));
    if (payment === undefined || returned > payment.amount) {
      find('refunds within', `${number} brings what is returned of ${refundOf} to ${returned}`);
    }
    if (others.some(({ status }) => !isFinal(status))) {
      find('refunds within', `${number} is sent while another refund of ${refundOf} is in doubt`);
    }
  };

  const numbersIn = ({ out_trade_no: numbers, syssn: syssns }: Fields): readonly AttemptNumber[] => [
    ...((numbers?.split(',') ?? []) as AttemptNumber[]),
    ...(syssns?.split(',') ?? []).flatMap((syssn) => bySyssn.get(syssn) ?? []),
  ];

  return {
    violations,
    find,
    attempt: (number) => facts.get(number)?.attempt ?? null,
    openedAt: (number) => facts.get(number)?.openedAt ?? 0,
    putBack(findIn, isForgetful) {
      for (const [number, fact] of [...facts, ...lost]) {
        const attempt = findIn(number);
        unfinished.delete(number);
        undecided.delete(number);
        expected.delete(number);
        pace.forget(number);
        if (attempt === null) {
          facts.delete(number);
          lost.set(number, fact);
          if (isForgetful) forgotten.add(number);
        } else {
          lost.delete(number);
          forgotten.delete(number);
          facts.set(number, fact);
          fact.attempt = attempt;
          keep(fact);
        }
      }
    },
    adopted(attempt) {
      const fact = lost.get(attempt.number);
      if (fact === undefined) return;
      lost.delete(attempt.number);
      forgotten.delete(attempt.number);
      takenIn.add(attempt.number);
      // An adopted attempt counts as a sale of its own.
      sales.set(attempt.saleId, attempt.amount);
      const known: Fact = { ...fact, attempt };
      facts.set(attempt.number, known);
      keep(known);
    },
    leftOut(number) {
      forgotten.add(number);
    },
    isUndatable,
    isForgotten: (number) => forgotten.has(number),
    attempts: () => [...facts.values()].map(({ attempt }) => attempt),
    unfinished: () => [...unfinished],
    payments: () => payments,

    opened(attempt, request) {
      const { number, refundOf } = attempt;
      if (facts.has(number)) find('sent once', `${number} was given to two attempts`);
      if (forgotten.has(number) || lost.has(number))
        find("one till's number", `${number} was drawn before the ledger was put back`);
      if (refundOf === null) payments += 1;
      else refundsOf.set(refundOf, [...(refundsOf.get(refundOf) ?? []), number]);
      const fact: Fact = { attempt, bodyHash: request.bodyHash, openedAt: now(), sends: 0, bytesLeft: 0 };
      facts.set(number, fact);
      keep(fact);
      if (attempt.gatewayAt === null) {
        undatable.add(number);
        made.add(number);
      }
    },

    changed(attempt, change) {
      const fact = facts.get(attempt.number);
      if (fact === undefined) {
        find('ledger holds', `${attempt.number} was changed and never opened`);
        return;
      }
      const before = fact.attempt;
      if (attempt.version !== before.version + 1) find('ledger holds', `${attempt.number} skipped a version`);
      const told: Attempt = { ...before, ...change, version: attempt.version };
      const other = (Object.keys(told) as (keyof Attempt)[]).filter(
        (field) => !isDeepStrictEqual(attempt[field], told[field]),
      );
      if (other.length > 0) find('ledger holds', `${attempt.number} is not what was committed: ${other.join(', ')}`);
      // The customer tries again, or the gateway works on the refund after all. The till had shown the attempt as over,
      // so money that moves now counts as late.
      const wasToldAsNot = before.status === 'failed' || before.status === 'refused';
      const isUnderWay = attempt.status === 'unknown' && wasToldAsNot && attempt.abandoned;
      const isLate =
        isUnderWay ||
        // The gateway lists the refund as in progress: it may still succeed, so nobody may refund again.
        (attempt.kind === 'refund' && attempt.status === 'unknown' && before.status === 'refused') ||
        (attempt.status === 'late-paid' && (before.status === 'failed' || before.status === 'expired')) ||
        (attempt.status === 'refunded' && before.status === 'refused');
      if (attempt.status !== before.status && isFinal(before.status) && !isLate) {
        find('final stays', `${attempt.number} went from ${before.status} to ${attempt.status}`);
      }
      if (attempt.status === 'paid' && takenIn.has(attempt.number)) {
        find('paid is proven', `${attempt.number} was taken in after a loss, and nobody has to decide about it`);
      }
      failures.changed(before, attempt);
      evidence.changed(before, attempt);
      fact.attempt = attempt;
      keep(fact);
    },

    sending({ number, bodyHash, fields }) {
      pace.called();
      const fact = facts.get(number);
      if (fact === undefined) {
        find('written before sent', `${number} is being sent and not in the ledger`);
        return;
      }
      if (fact.bodyHash !== bodyHash) find('sent once', `${number} is being sent with another body`);
      if (fields.txamt !== String(fact.attempt.amount) || fields.out_trade_no !== number) {
        find('written before sent', `${number} is being sent for something else than the ledger says`);
      }
      if (fact.bytesLeft > 0) find('sent once', `${number} is being sent again`);
      const lateMs = now() - fact.openedAt;
      if (lateMs > SENT_WITHIN_MS) find('sent in time', `${number} is being sent ${lateMs} ms after it was begun`);
      fact.sends += 1;
      if (fact.sends > 2) find('sent once', `${number} is being sent a third time`);
      refundSent(fact.attempt);
      failures.sending(number);
      pace.asked(number);
      evidence.asked(number);
    },

    sent(number, mayHaveLeft) {
      const fact = facts.get(number);
      if (fact !== undefined && mayHaveLeft) fact.bytesLeft += 1;
    },

    ended: failures.ended,

    enquiring(fields) {
      pace.called();
      // The gateway cuts or refuses a list that is too long, so the pace check does not count it as an enquiry.
      const isLong = manners.has('short lists') && (isTooLong(fields.out_trade_no) || isTooLong(fields.syssn));
      for (const number of numbersIn(fields)) {
        if (!isLong) pace.asked(number);
        // Further pages belong to the same enquiry.
        if ((fields.page ?? '1') === '1') evidence.asked(number);
      }
      const { out_trade_no: numbers, start_time: start = '', end_time: end = '' } = fields;
      const at = hkDateTime(gatewayTime());
      if (numbers !== undefined && start <= at && at <= end) evidence.askedWidely(numbersIn({ out_trade_no: numbers }));
    },

    numbersIn,
    numbersOf: (enquiry) =>
      enquiry.by === 'number' ? enquiry.numbers : enquiry.gatewayRefs.flatMap((syssn) => bySyssn.get(syssn) ?? []),
    told(rows, request) {
      wasTold = true;
      evidence.told(rows, request);
    },
    toldUsed(number) {
      failures.toldUsed(number);
      evidence.told([], number);
    },
    unheard: failures.unheard,
    metAnother(number) {
      find("one till's number", `${number} is carried by two orders of two tills`);
    },
    syssnOfAnother(number) {
      // Skip a `syssn` that its attempt has replaced: no till could tell whose it was.
      for (const [syssn, holder] of bySyssn) {
        if (holder !== number && facts.get(holder)?.attempt.gatewayRef === syssn) return syssn;
      }
      return null;
    },
    willAskAgain(number) {
      if (!manners.has('odd errors')) find('no bug thrown', `${number}: an answer met an error that nobody thought of`);
      // The till has not taken the answer in. The pace check verifies that it really enquires again.
      expected.delete(number);
    },
    proven(numbers) {
      for (const number of numbers) if (!expected.has(number)) expected.set(number, mono() + callEndsMs);
    },

    captured(order) {
      const sale = facts.get(order.number)?.attempt.saleId;
      if (order.owner !== owner || sale === undefined || order.captures.every(({ charge }) => charge === 'reversed'))
        return;
      // If the gateway itself captures twice for one request, the till is not at fault.
      if (charged.has(sale)) find('charged once', `${order.number} charged ${sale} again`);
      charged.add(sale);
      if (order.amountCents !== sales.get(sale)) {
        find('charged once', `${order.number} charged ${order.amountCents}, keyed in ${sales.get(sale) ?? 'nothing'}`);
      }
    },
    keyed(saleId, amountCents) {
      sales.set(saleId, amountCents);
    },

    shown({ stage, customer, news, checking, refundsToRetry, forPerson, lastSale }) {
      if (stage.kind === 'attempt') viewShown(stage.attempt);
      if (lastSale !== null) viewShown(lastSale);
      for (const view of [...news, ...checking, ...refundsToRetry, ...forPerson]) viewShown(view);
      if (customer.kind === 'qr' && stage.kind === 'attempt') evidence.qrShown(stage.attempt.number as AttemptNumber);
      if (customer.kind !== 'paid') return;
      // The customer's screen keeps "paid" for a moment after the cashier is back at the keypad.
      const thanked = stage.kind === 'keypad' ? lastSale : stage.kind === 'attempt' ? stage.attempt : null;
      if (thanked === null || thanked.amount !== customer.amount) {
        find('paid is proven', 'the customer is shown what the cashier is not');
      } else moneyShown(thanked.number, 'paid');
    },
    lookedAt({ news, forPerson, stage, checking }) {
      const hasHeardTime = now() - wokeAt > HEARS_TIME_MS;
      for (const { number, verdicts } of checking) {
        const openedAt = facts.get(number as AttemptNumber)?.openedAt ?? now();
        if (hasHeardTime && now() - openedAt > FOR_PERSON_AFTER_MS && verdicts.length === 0) {
          find('next step', `${number} is in doubt for more than a day, and nobody can do anything about it`);
        }
      }
      const told = new Set<string>([...news, ...forPerson].map(({ number }) => number));
      if (stage.kind === 'attempt') told.add(stage.attempt.number);
      for (const number of undecided)
        if (!told.has(number)) find('nothing is lost', `${number} was paid late, or otherwise, in silence`);
    },

    tillStarted() {
      pace.tillStarted();
      evidence.tillStarted();
      failures.tillStarted();
      made.clear();
      wasTold = false;
    },
    tillGone() {
      expected.clear();
      failures.tillGone();
    },
    slept(ms, until) {
      wokeAt = until;
      pace.slept(ms);
      evidence.slept(ms);
      for (const [number, by] of expected) expected.set(number, by + ms);
    },

    step(hasNextAction) {
      // The till is still up after the event in which it heard the time.
      if (wasTold) for (const number of made) undatable.delete(number);
      for (const [number, by] of expected) {
        const status = facts.get(number)?.attempt.status;
        if (status === undefined || hasMoneyMoved(status)) expected.delete(number);
        else if (mono() > by) {
          if (!isUndatable(number)) find('nothing is lost', `${number} was proven and is ${status}`);
          expected.delete(number);
        }
      }
      pace.step(hasNextAction);
      evidence.step();
    },
  };
}
