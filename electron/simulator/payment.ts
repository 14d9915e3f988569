/**
 * POST /trade/v1/payment, by the till's QR or by the customer's code (pay-types.ts). The last two digits of the amount
 * decide what happens.
 */

import { createHash, randomInt, randomUUID } from 'node:crypto';
import { assertNever } from '../../shared/result.ts';
import { cents } from '../../shared/money.ts';
import { hkDateTime } from '../../shared/time.ts';
import { answer, type Desk, type Reply } from './desk.ts';
import { schedule, type Order, type State } from './orders.ts';
import { badParameter } from './parameters.ts';
import { payTypeOf, toldPayType, type PayType } from './pay-types.ts';
import {
  MISREPORTED_CURRENCY,
  MISREPORT_BY_CENTS,
  outcomeOf,
  type FailedCode,
  type OrderReply,
  type Plan,
  type Steps,
} from './scenarios.ts';
import type { Params } from './sign.ts';
import { refusal, textOf, type WireObject } from './wire.ts';

const DEFAULT_EXPIRY_MINUTES = 30;
const QR_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

const ALWAYS = ['txamt', 'txcurrcd', 'pay_type', 'out_trade_no', 'txdtm'];

export function takePayment(params: Params, desk: Desk): Reply {
  const bad = badParameter(params, ALWAYS);
  if (bad !== null) return answer(refusal('1104', `${bad} error`));
  const payType = payTypeOf(params.get('pay_type') ?? '');
  if (payType === undefined) return answer(refusal('1104', 'filter error'));
  const misplaced = misplacedIn(params, payType);
  if (misplaced !== null) return answer(refusal('1104', `${misplaced} error`));

  const number = params.get('out_trade_no') ?? '';
  // QFPay published the answer to a duplicate for refunds only; a payment is assumed to get the same.
  if (desk.book.numberTaken(number)) {
    return answer({ ...refusal('1251', 'out_trade_no is used'), out_trade_no: number });
  }

  const plan = outcomeOf(cents(Number(params.get('txamt'))))[payType.mode];
  switch (plan.kind) {
    case 'refused':
      return answer(refusal(plan.respcd, plan.respmsg));
    case 'lost':
      return { kind: plan.reply };
    case 'order': {
      const authCode = params.get('auth_code');
      if (authCode !== undefined && desk.switches.singleUseCodes && !desk.book.useCode(authCode)) {
        return placeOrder(params, payType, { kind: 'order', reply: 'answer', steps: [failedAtOnce('1202')] }, desk);
      }
      return placeOrder(params, payType, plan, desk);
    }
    default:
      return assertNever(plan);
  }
}

/** The customer's code belongs to CPM only, and the QR's life to MPM only, as in QFPay's tables. */
function misplacedIn(params: Params, { mode, lifeMinutes, stepCents }: PayType): string | null {
  if (Number(params.get('txamt')) % stepCents !== 0) return 'txamt';
  const setsOwnLife = mode === 'cpm' || lifeMinutes !== null;
  const forbidden = [...(setsOwnLife ? ['expired_time'] : []), ...(mode === 'mpm' ? ['auth_code'] : [])];
  return badParameter(params, mode === 'cpm' ? ['auth_code'] : [], forbidden);
}

function failedAtOnce(respcd: FailedCode): Steps[0] {
  return { afterMs: 0, becomes: { kind: 'failed', respcd } };
}

function placeOrder(params: Params, payType: PayType, plan: Extract<Plan, { kind: 'order' }>, desk: Desk): Reply {
  const nowMs = desk.now();
  const askedCents = cents(Number(params.get('txamt')));
  const askedCurrency = params.get('txcurrcd') ?? '';
  const order: Order = {
    kind: 'payment',
    number: params.get('out_trade_no') ?? '',
    syssn: desk.book.newSyssn(),
    payType: payType.code,
    createdAtMs: nowMs,
    txdtm: params.get('txdtm') ?? '',
    udid: params.get('udid') ?? 'qiantai2',
    chnlsn: randomUUID(),
    chnlsn2: randomUUID(),
    goodsName: params.get('goods_name') ?? '',
    askedCents,
    askedCurrency,
    bookedCents: plan.misreports === 'amount' ? cents(askedCents + MISREPORT_BY_CENTS) : askedCents,
    bookedCurrency: plan.misreports === 'currency' ? MISREPORTED_CURRENCY : askedCurrency,
    // Not divided by speed: the till counts down the same minutes on the customer's screen.
    expiresAtMs: nowMs + (payType.lifeMinutes ?? Number(params.get('expired_time') ?? DEFAULT_EXPIRY_MINUTES)) * 60_000,
    turns: schedule(plan.steps, nowMs, desk.speed),
  };
  desk.book.record(order);
  const body = payType.mode === 'mpm' ? qrAnswer(order, payType) : codeAnswer(order, desk.book.stateOf(order));
  return replyWith(plan.reply, body);
}

function replyWith(reply: OrderReply, body: WireObject): Reply {
  switch (reply) {
    case 'answer':
      return answer(body);
    case 'cut-json-half-declared':
      return { kind: 'cut-json', body, declared: 'half' };
    case 'cut-json-whole-declared':
      return { kind: 'cut-json', body, declared: 'whole' };
    case 'silence':
    case 'drop':
    case 'html-page':
      return { kind: reply };
    default:
      return assertNever(reply);
  }
}

/** As in QFPay's PayMe sample: the code and words of success and a filled `paydtm` for an order that is not paid. */
function qrAnswer(order: Order, { qr }: PayType): WireObject {
  const logo = createHash('sha256').update('training shop').digest('hex');
  return {
    ...commonFields(order),
    txamt: String(order.bookedCents),
    paydtm: hkDateTime(order.createdAtMs),
    resperr: textOf('0000'),
    respmsg: 'PR001:Request for Payment Initiated',
    respcd: '0000',
    qrcode: `${qr}${randomText(22)}`,
    pay_url: '',
    payme_logo: `https://shopfront.paymebiz.hsbc.com.hk/onboarding/${logo}/businessLogo_300x300.png`,
    surcharge_fee: 0,
    surcharge_rate: '0',
  };
}

/** As in QFPay's CPM sample, with the amount as a number. A decline has fewer fields but keeps its `syssn`. */
function codeAnswer(order: Order, state: State): WireObject {
  switch (state.kind) {
    case 'paid':
      return {
        ...commonFields(order),
        txamt: order.bookedCents,
        paydtm: hkDateTime(state.atMs),
        resperr: textOf('0000'),
        respmsg: 'OK',
        respcd: '0000',
        goods_name: order.goodsName,
      };
    case 'pending':
      return {
        ...commonFields(order),
        txamt: order.bookedCents,
        paydtm: '',
        resperr: textOf(state.respcd),
        respmsg: '',
        respcd: state.respcd,
      };
    case 'failed':
      return {
        pay_type: toldPayType(order),
        txcurrcd: order.bookedCurrency,
        txdtm: order.txdtm,
        txamt: order.bookedCents,
        out_trade_no: order.number,
        syssn: order.syssn,
        resperr: textOf(state.respcd),
        respmsg: '',
        respcd: state.respcd,
      };
    default:
      return assertNever(state);
  }
}

function commonFields(order: Order): WireObject {
  return {
    pay_type: toldPayType(order),
    sysdtm: hkDateTime(order.createdAtMs),
    txdtm: order.txdtm,
    txcurrcd: order.bookedCurrency,
    out_trade_no: order.number,
    syssn: order.syssn,
    udid: order.udid,
    chnlsn: order.chnlsn,
    cardcd: '',
  };
}

function randomText(length: number): string {
  return Array.from({ length }, () => QR_ALPHABET.charAt(randomInt(QR_ALPHABET.length))).join('');
}
