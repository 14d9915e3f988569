/**
 * Checks that each status rests on rows about this attempt, and that it is up to date: if the attempt's own order was
 * paid before the till last enquired about it, the till must not show "not paid".
 */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal, hasMoneyMoved, type Attempt } from '../../shared/attempt/record.ts';
import type { MonoMs } from '../../shared/time.ts';
import type { Books, Owner } from './books.ts';
import type { ToldRow } from './enquiry-answers.ts';
import type { Find } from './violation.ts';

export type EvidenceCheck = {
  /** A call about this attempt begins. */
  asked(number: AttemptNumber): void;
  /** The till is about to receive these rows. @param request the attempt whose own request the rows answer, if any */
  told(rows: readonly ToldRow[], request: AttemptNumber | null): void;
  changed(before: Attempt, after: Attempt): void;
  /** A call searches for these attempts by our own numbers, in the month where a row made now would be filed. */
  askedWidely(numbers: readonly AttemptNumber[]): void;
  /** The customer sees this attempt's QR. */
  qrShown(number: AttemptNumber): void;
  tillStarted(): void;
  slept(ms: number): void;
  step(): void;
};

export type EvidenceDeps = {
  readonly mono: () => MonoMs;
  /** True time, in milliseconds. */
  readonly now: () => number;
  readonly owner: Owner;
  readonly books: () => Books;
  /**
   * Whether the till must also search by our own number before it shows "not paid" because of a row found by `syssn`.
   */
  readonly asksByBoth: boolean;
  readonly find: Find;
};

/** What the till was told about one attempt, by rows with its number or in the answer to its own request. */
type Said = {
  readonly codes: Set<string>;
  /** The response codes in rows of enquiries. */
  readonly listed: Set<string>;
  readonly syssns: Set<string>;
  /** Whether a customer has seen its QR. */
  wasShown: boolean;
  /** True time of the first call about the attempt, which made its order. */
  begunAt: number | null;
  /** When the last such row came, and when the last altered row came. */
  rowAt: MonoMs;
  bentAt: MonoMs;
  /** True time of the last call about the attempt. */
  askedAt: number;
};

/** In the answer to a request for a QR these codes tell how one try went, or that the till must enquire. */
const ENDS_NO_QR = new Set(['1201', '1202', '1204', '1205', '2005', '1142', '1181', '1263']);
/** The shortest time between two enquiries that find nothing. */
const APART_MS = 5_000;
/** A declined QR can still be paid until it expires: the till must search for a payment at least this often. */
const LOOK_WITHIN_MS = 200_000;
/** The till evaluates an answer after all calls of the enquiry have ended, at the latest after this time. */
const WEIGHED_MS = 11_000;

export function createEvidenceCheck({ mono, now, owner, books, asksByBoth, find }: EvidenceDeps): EvidenceCheck {
  const heard = new Map<AttemptNumber, Said>();
  /** QRs declined in this run of the program: when the till must have searched again, and until which true time. */
  const declined = new Map<AttemptNumber, { lookBy: MonoMs; until: number }>();

  const of = (number: AttemptNumber): Said => {
    const said = heard.get(number) ?? {
      codes: new Set(),
      listed: new Set(),
      syssns: new Set(),
      wasShown: false,
      begunAt: null,
      rowAt: -Infinity,
      bentAt: -Infinity,
      askedAt: -Infinity,
    };
    heard.set(number, said);
    return said;
  };

  /** Whether the attempt's own order was paid and listed when the till last enquired. */
  const wasPaidWhenAsked = ({ number, amount, currency }: Attempt, { askedAt }: Said): boolean =>
    books()
      .of(number)
      .some(
        (order) =>
          order.owner === owner &&
          order.listedFrom < askedAt &&
          (order.hidden === null || order.hidden.from > askedAt) &&
          order.captures.some(
            (one) =>
              one.charge !== 'reversed' && one.at < askedAt && one.amountCents === amount && one.currency === currency,
          ),
      );

  return {
    asked(number) {
      const said = of(number);
      said.askedAt = now();
      said.begunAt ??= now();
    },
    askedWidely(numbers) {
      for (const number of numbers) {
        const one = declined.get(number);
        if (one !== undefined) one.lookBy = mono() + LOOK_WITHIN_MS;
      }
    },
    qrShown(number) {
      of(number).wasShown = true;
    },
    tillStarted() {
      declined.clear();
    },
    slept(ms) {
      for (const one of declined.values()) one.lookBy += ms;
    },
    step() {
      for (const [number, { lookBy, until }] of declined) {
        if (now() > until) declined.delete(number);
        else if (mono() > lookBy) {
          declined.delete(number);
          find('told is fresh', `${number} was declined, can still be paid, and nobody looks where that is filed`);
        }
      }
    },
    told(rows, request) {
      for (const { row, about, isBent } of rows) {
        if (typeof row !== 'object' || row === null) continue;
        const { out_trade_no: own, respcd, syssn } = row as Readonly<Record<string, unknown>>;
        const number = typeof own === 'string' && own !== '' ? (own as AttemptNumber) : (request ?? about);
        if (number === null) continue;
        const said = of(number);
        said.codes.add(String(respcd));
        if (request === null) said.listed.add(String(respcd));
        if (typeof syssn === 'string') said.syssns.add(syssn);
        if (about === number && own === number) said.rowAt = mono();
        if (isBent) said.bentAt = mono();
      }
    },
    changed(before, after) {
      const { number, kind, tender, status, gatewayRef, lastResponse } = after;
      const said = of(number);
      if (gatewayRef !== null && gatewayRef !== before.gatewayRef && !said.syssns.has(gatewayRef)) {
        find('row is ours', `${number} was given ${gatewayRef}, which nobody said of it`);
      }
      if (status !== 'failed') declined.delete(number);
      if (before.status === status || !isFinal(status) || hasMoneyMoved(status) || lastResponse === null) return;
      if (asksByBoth && tender.mode === 'mpm' && status === 'failed' && said.wasShown && said.begunAt !== null) {
        declined.set(number, { lookBy: mono() + LOOK_WITHIN_MS, until: said.begunAt + after.validForMs });
      }
      if (status === 'expired' && said.askedAt - (said.begunAt ?? Infinity) < after.validForMs) {
        find('told is fresh', `${number} is expired by an answer to what was asked before its end`);
      }
      const isCode = /^\d{4}$/.test(lastResponse);
      if (isCode && !said.codes.has(lastResponse)) {
        find('row is ours', `${number} is ${status} because of ${lastResponse}, which nobody said of it`);
      }
      if (
        kind === 'payment' &&
        tender.mode === 'mpm' &&
        ENDS_NO_QR.has(lastResponse) &&
        !said.listed.has(lastResponse)
      ) {
        find('failed is proven', `${number} is ${status} because its request was answered ${lastResponse}`);
      }
      if (lastResponse === 'not-found' && mono() - said.rowAt < APART_MS) {
        find('told is fresh', `${number} is ${status}, not found, with a row of its own before it`);
      }
      const isMisled = mono() - said.bentAt < WEIGHED_MS;
      if (
        kind === 'payment' &&
        // The answer to a scanned code is final. Only for a listed code could the till have searched by our own number
        // too.
        (!isCode || (asksByBoth && said.listed.has(lastResponse))) &&
        lastResponse !== 'not-sent' &&
        !isMisled &&
        wasPaidWhenAsked(after, said)
      ) {
        find('told is fresh', `${number} is ${status} because of ${lastResponse}, and was paid when the till asked`);
      }
    },
  };
}
