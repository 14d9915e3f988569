/**
 * POST /trade/v1/refund, in full or in part. A refund that is refused for the payment's state is recorded too and uses
 * up its number, because QFPay's enquiry shows failed refunds. Close and reversal are here too; PayMe has neither.
 */

import { randomUUID } from 'node:crypto';
import { cents, sumCents, type Cents } from '../../shared/money.ts';
import { assertNever } from '../../shared/result.ts';
import { hkDateTime, type WallMs } from '../../shared/time.ts';
import { answer, type Desk, type Reply } from './desk.ts';
import { schedule, type Order, type Refund, type State } from './orders.ts';
import { badParameter } from './parameters.ts';
import { payTypeOf, type PayType } from './pay-types.ts';
import {
  REFUND_DONE,
  REFUND_DONE_UNANSWERED,
  REFUND_LOST,
  REFUND_PENDING_THEN_DONE,
  REFUND_PENDING_THEN_REFUSED,
  refundPlanOf,
  type RefundPlan,
} from './refund-scenarios.ts';
import type { FailedCode, Steps } from './scenarios.ts';
import type { Params } from './sign.ts';
import type { Switches } from './switches.ts';
import { refusal, textOf, type WireObject } from './wire.ts';

const DAY_MS = 86_400_000;

export function giveBack(params: Params, desk: Desk): Reply {
  const bad = badParameter(params, ['syssn', 'out_trade_no', 'txamt', 'txdtm']);
  if (bad !== null) return answer(refusal('1104', `${bad} error`));
  const number = params.get('out_trade_no') ?? '';
  const syssn = params.get('syssn') ?? '';
  const unrecorded = { out_trade_no: number, orig_syssn: syssn };
  if (desk.book.numberTaken(number)) return answer({ ...refusal('1251', 'out_trade_no is used'), ...unrecorded });
  const order = desk.book.paymentBySyssn(syssn);
  if (!order) return answer({ ...refusal('1136', ''), ...unrecorded });
  if (desk.book.stateOf(order).kind !== 'paid') return answer({ ...refusal('1261', ''), ...unrecorded });

  const amountCents = cents(Number(params.get('txamt')));
  const payType = payTypeOf(order.payType);
  if (payType === undefined) return answer({ ...refusal('1104', 'filter error'), ...unrecorded });
  if (amountCents % payType.stepCents !== 0) return answer({ ...refusal('1104', 'txamt error'), ...unrecorded });
  const plan = planOf(desk.switches, order, amountCents);
  const refused =
    refusalOf(order, amountCents, payType, desk) ?? (plan.kind === 'refused' ? { ...plan, respmsg: '' } : null);
  if (refused) {
    desk.book.record(refundOf(params, order, amountCents, [failedAfter(refused.respcd, 0)], desk));
    const body = refusal(refused.respcd, refused.respmsg, refused.resperr ?? textOf(refused.respcd));
    return answer({ ...body, ...unrecorded, txcurrcd: order.bookedCurrency });
  }
  if (plan.kind !== 'refund') return { kind: 'silence' };
  const refund = refundOf(params, order, amountCents, plan.steps, desk);
  desk.book.record(refund);
  return plan.reply === 'silence' ? { kind: 'silence' } : answer(refundAnswer(refund, desk.book.stateOf(refund)));
}

type Refused = { readonly respcd: FailedCode; readonly respmsg: string; readonly resperr?: string };

/** Why a paid order cannot be refunded at the moment; null if it can. */
function refusalOf(
  order: Order,
  amountCents: Cents,
  { refundDays, refundsInPart }: PayType,
  desk: Desk,
): Refused | null {
  const nowMs = desk.now();
  const { doneCents, pendingCents } = desk.book.refundSums(order);
  if (isBlackout(desk.switches.refundBlackout, nowMs)) return { respcd: '1265', respmsg: '' };
  if (nowMs - order.createdAtMs > refundDays * DAY_MS) return { respcd: '1250', respmsg: '' };
  if (doneCents >= order.bookedCents) return { respcd: '1264', respmsg: 'wrong cancel' };
  // This text was seen in production, but not its code. 1155 (refund request denied) fits.
  if (pendingCents > 0) return { respcd: '1155', respmsg: '', resperr: STILL_PROCESSING };
  if (sumCents([doneCents, amountCents]) > order.bookedCents) return { respcd: '1272', respmsg: '' };
  if (amountCents < order.bookedCents && !refundsInPart) return { respcd: '1271', respmsg: '' };
  if (desk.switches.lowBalance) return { respcd: '1269', respmsg: '' };
  return null;
}

const STILL_PROCESSING =
  'You still have prosessing requests, please do not repeat the initiation. ' +
  '該筆訂單仍有正在處理中的退款請求，請勿重複提交申請。';

/** QFPay takes no refunds from 23:30 to 00:30 Hong Kong time. */
function isBlackout(blackout: Switches['refundBlackout'], nowMs: WallMs): boolean {
  switch (blackout) {
    case 'never':
      return false;
    case 'always':
      return true;
    case 'by-clock': {
      const clock = hkDateTime(nowMs).slice(11, 16);
      return clock >= '23:30' || clock < '00:30';
    }
    default:
      return assertNever(blackout);
  }
}

function planOf({ refundMode, refundsByAmount }: Switches, order: Order, amountCents: Cents): RefundPlan {
  if (refundsByAmount && amountCents < order.bookedCents) return refundPlanOf(amountCents);
  switch (refundMode) {
    case 'done':
      return REFUND_DONE;
    case 'pending-then-done':
      return REFUND_PENDING_THEN_DONE;
    case 'pending-then-refused':
      return REFUND_PENDING_THEN_REFUSED;
    case 'done-no-answer':
      return REFUND_DONE_UNANSWERED;
    case 'no-answer':
      return REFUND_LOST;
    default:
      return assertNever(refundMode);
  }
}

function failedAfter(respcd: FailedCode, afterMs: number): Steps[0] {
  return { afterMs, becomes: { kind: 'failed', respcd } };
}

function refundOf(params: Params, order: Order, amountCents: Cents, steps: Steps, desk: Desk): Refund {
  const nowMs = desk.now();
  return {
    kind: 'refund',
    number: params.get('out_trade_no') ?? '',
    syssn: desk.book.newSyssn(),
    origSyssn: order.syssn,
    payType: order.payType,
    createdAtMs: nowMs,
    txdtm: params.get('txdtm') ?? '',
    udid: params.get('udid') ?? 'qiantai2',
    chnlsn: randomUUID(),
    bookedCents: amountCents,
    bookedCurrency: order.bookedCurrency,
    turns: schedule(steps, nowMs, desk.speed),
  };
}

/** QFPay's own two spellings: the original is `orig_syssn` here and `origssn` in the enquiry. */
function refundAnswer(refund: Refund, state: State): WireObject {
  return {
    orig_syssn: refund.origSyssn,
    syssn: refund.syssn,
    out_trade_no: refund.number,
    sysdtm: hkDateTime(refund.createdAtMs),
    paydtm: hkDateTime(refund.createdAtMs),
    txdtm: refund.txdtm,
    udid: refund.udid,
    txcurrcd: refund.bookedCurrency,
    txamt: String(refund.bookedCents),
    chnlsn: refund.chnlsn,
    cardcd: '',
    respmsg: '',
    ...(state.kind === 'paid'
      ? { respcd: '0000', resperr: 'success' }
      : { respcd: state.respcd, resperr: '處理中，請稍等(1143)' }),
  };
}

/**
 * Close and reversal. No edition of QFPay's documents lists PayMe for either. For a wallet that cannot cancel, the
 * documents give 1297 without a `syssn` of its own. Nothing changes: the customer can still pay.
 */
export function cancelUnsupported(params: Params, desk: Desk): Reply {
  const bad = badParameter(params, ['txamt', 'txdtm']);
  if (bad !== null) return answer(refusal('1104', `${bad} error`));
  const number = params.get('out_trade_no');
  const syssn = params.get('syssn');
  if (number === undefined && syssn === undefined) return answer(refusal('1104', 'syssn or out_trade_no is needed'));
  const order = syssn === undefined ? desk.book.payment(number ?? '') : desk.book.paymentBySyssn(syssn);
  if (!order) return answer({ ...refusal('1136', ''), out_trade_no: number ?? '' });
  return answer({ ...refusal('1297', ''), orig_syssn: order.syssn, out_trade_no: order.number });
}
