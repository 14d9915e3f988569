/** A till in a world that the test moves by hand, and the answers its gateway gives. */
import { afterEach, beforeEach } from 'vitest';
import { createTill, type Till, type TillState } from '../../electron/till/till.ts';
import type { EnquiryAnswer, PayAnswer, Unanswered } from '../../electron/till/ports/gateway.ts';
import { isAttemptNumber, readableNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import type { GatewayRow } from '../../shared/attempt/evidence.ts';
import { cents } from '../../shared/money.ts';
import { handWorld, type HandWorld } from './hand-world.ts';
import { newLedgerPlace, type LedgerPlace } from './ledger-files.ts';
import { MADE_UP } from './made-up-wallet.ts';
import { aLabel, aRow, payMe } from './samples.ts';
import type { Presentment, Tender } from '../../shared/wallet.ts';

export type HandTill = HandWorld & {
  readonly till: Till;
  /** The till's events besides its state, oldest first, each as [what, with]. */
  readonly told: readonly (readonly [what: 'ledger-failed' | 'paid-twice' | 'over-returned' | 'clock', of: unknown])[];
  /** The texts that the till hashed, oldest first. */
  readonly hashed: readonly string[];
  /** How often the till reported a change of its state. */
  changes(): number;
  /** The state at the last reported change: what the windows show. */
  shown(): TillState;
  attemptOf(number: AttemptNumber): Attempt;
};

export const LIMIT = cents(5_000_000);

export const newPlace = newLedgerPlace;

/**
 * Makes a place and a till in it for each test of this file, and removes the place after the test.
 *
 * @param begin stores both, because a test may put another till into the place
 */
export function handTillForEach(begin: (hand: HandTill, place: LedgerPlace) => void): void {
  let place: LedgerPlace;
  beforeEach(() => {
    place = newPlace();
    begin(handTill(place), place);
  });
  afterEach(() => {
    place.remove();
  });
}

export function handTill(
  place: LedgerPlace,
  merchant: string | null = null,
  unread: readonly AttemptNumber[] = [],
): HandTill {
  const world = handWorld(place, merchant);
  const told: HandTill['told'][number][] = [];
  const hashed: string[] = [];
  let changes = 0;
  let made: Till | null = null;
  let shown: TillState | null = null;
  const till = createTill({
    ...world.ports,
    unread,
    keyedHash(text) {
      hashed.push(text);
      return `hash of ${text}`;
    },
    tillId: '01',
    by: () => 'owner',
    limit: () => LIMIT,
    readCode: (text) =>
      text.startsWith('weixin')
        ? { kind: 'refused', refusal: 'wechat' }
        : { kind: 'code', code: text.trim(), wallet: text.startsWith('TRAM') ? MADE_UP.id : null },
    onEvent(event) {
      if (event.kind === 'clock') told.push(['clock', event.aheadMs]);
      if (event.kind === 'paid-twice' || event.kind === 'over-returned')
        told.push([event.kind, readableNumber(event.number)]);
      if (event.kind === 'ledger-failed') told.push(['ledger-failed', event.error.fault]);
      if (event.kind !== 'changed') return;
      changes += 1;
      // The till reports loaded attempts while it is being made, when its state cannot be read yet.
      if (made !== null) shown = made.state();
    },
  });
  made = till;
  return {
    ...world,
    till,
    told,
    hashed,
    changes: () => changes,
    shown: () => shown ?? till.state(),
    attemptOf(number) {
      const attempt = world.ports.ledger.find(number);
      if (attempt === null) throw new Error(`No attempt ${number}`);
      return attempt;
    },
  };
}

/** QFPay's own number for an attempt of ours, different for each. */
export const syssnOf = (number: AttemptNumber): string => `20261122154100020012${number.slice(8, 14)}`;

/** A row that proves that the money of this attempt moved, unless `more` has another code. */
export const rowOf = (attempt: Attempt, more: Partial<GatewayRow> = {}): GatewayRow =>
  aRow({
    number: attempt.number,
    gatewayRef: syssnOf(attempt.number),
    amount: String(attempt.amount),
    payType: attempt.payType,
    orderType: attempt.kind,
    madeAt: attempt.gatewayAt ?? attempt.createdAt,
    ...more,
  });

export const UNPAID = { code: '1143', codeClass: 'pending', refundClass: 'pending' } as const;
export const DECLINED = { code: '1201', codeClass: 'failed', refundClass: 'unknown' } as const;
/** "Not now": a refund that has to be requested again later. */
export const LATER = { code: '1265', codeClass: 'unknown', refundClass: 'failed' } as const;
/** A refund that is refused for good. */
export const FORBIDDEN = { code: '1250', codeClass: 'failed', refundClass: 'failed' } as const;

export const answerWith = (row: GatewayRow, qr: string | null = null): PayAnswer => ({
  kind: 'answered',
  row,
  qr,
  gatewayTime: null,
});
export const qrFor = (attempt: Attempt): PayAnswer =>
  answerWith(rowOf(attempt), `https://qr.example/${attempt.number}`);
export const rows = (...all: readonly GatewayRow[]): EnquiryAnswer => ({
  kind: 'answered',
  rows: all,
  unread: [],
  isLast: true,
  gatewayTime: null,
});
export const SILENCE: Unanswered = { kind: 'unanswered', mayHaveLeft: true, busy: false, why: 'time-out' };
export const NOTHING_LEFT: Unanswered = { ...SILENCE, mayHaveLeft: false, why: 'no network' };

let codes = 0;

/** Starts a payment with a new code and returns its number. @throws Error when it was not started */
export function startPayment(hand: HandTill, amount = 1234, mode: Presentment = 'mpm'): AttemptNumber {
  return startWith(hand, amount, payMe(mode));
}

/** Like startPayment, with any wallet. */
export function startWith({ till }: HandTill, amount: number, tender: Tender): AttemptNumber {
  const answer = till.start({ saleId: till.state().saleId, amount, tender });
  codes += 1;
  const code = `${tender.wallet === MADE_UP.id ? 'TRAM' : 'code'} ${codes}`;
  const scanned = tender.mode === 'cpm' && answer === 'started' ? till.code(aLabel(code)) : 'accepted';
  if (answer !== 'started' || scanned !== 'accepted') throw new Error(`${answer}, ${scanned}`);
  const { stage } = till.state();
  if (stage.kind !== 'attempt' || !isAttemptNumber(stage.attempt.number)) throw new Error(stage.kind);
  return stage.attempt.number;
}

/** A payment that is paid and off the screens. */
export async function paidBefore(hand: HandTill, amount = 1234): Promise<AttemptNumber> {
  const number = startPayment(hand, amount, 'cpm');
  await hand.answer(answerWith(rowOf(hand.attemptOf(number))));
  hand.till.next(hand.till.state().saleId);
  return number;
}

/** Lets the two look-backs after a payment pass, which find nothing. @returns the number of calls made by then */
export async function paymentLooksOver(hand: HandTill): Promise<number> {
  for (const ms of [10_000, 290_000]) {
    await hand.pass(ms);
    await hand.reply(rows());
    await hand.reply(rows());
  }
  return hand.asked.length;
}

/** Makes a payment that was cancelled with its QR shown, and that is watched in the background. */
export async function leftBehind(hand: HandTill, amount = 1234): Promise<AttemptNumber> {
  const number = startPayment(hand, amount);
  await hand.answer(qrFor(hand.attemptOf(number)));
  const { saleId } = hand.till.state();
  hand.till.cancel(saleId);
  hand.till.next(saleId);
  return number;
}

export function lastNumberSent({ sent }: HandTill): AttemptNumber {
  const number = sent.at(-1)?.request.number;
  if (number === undefined) throw new Error('Nothing was sent');
  return number;
}

/** Starts a refund and answers it with this row. */
export async function refundedBy(
  hand: HandTill,
  order: Parameters<Till['refund']>[0],
  said: Parameters<typeof rowOf>[1] = {},
): Promise<AttemptNumber> {
  const answer = hand.till.refund(order);
  if (answer !== 'started') throw new Error(answer);
  const number = lastNumberSent(hand);
  await hand.answer(answerWith(rowOf(hand.attemptOf(number), said)));
  return number;
}
