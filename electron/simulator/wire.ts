/**
 * The form of QFPay's answers: JSON in Python's style, an object's fields in random order, texts in several languages.
 * This finds a client that relies on order, spacing or words.
 */

import { randomInt } from 'node:crypto';
import type { FailedCode, PendingCode } from './scenarios.ts';

export type WireValue = string | number | null | WireObject | readonly WireValue[];
export interface WireObject {
  readonly [field: string]: WireValue;
}

export type Respcd = '0000' | PendingCode | FailedCode | '1103' | '1104' | '1108' | '1136' | '1251' | '1261' | '1297';

/** `resperr` and `errmsg` by code. Where production answers were published, the text is from there. */
const TEXTS: { readonly [Code in Respcd]: string } = {
  '0000': '交易成功',
  '1103': '请求格式错误',
  '1104': '参数错误',
  '1108': '签名错误',
  '1136': '交易不存在或不可操作',
  '1143': '订单还未支付，或者正在输入密码中',
  '1145': '處理中，請稍等(1145)',
  '1155': 'Refund request denied(1155)',
  '1181': '订单已过期',
  '1201': '余额不足',
  '1202': '付款码错误或已过期，请重新扫码',
  '1250': 'Transaction forbidden(1250)',
  '1251': 'Do not use duplicate out_trade_no for request(1251)',
  '1261': '订单未支付',
  '1264': 'Order closed, please confirm the order status before continuing(1264)',
  '1265': '23:30-00:30 不能退款(1265)',
  '1269':
    'Today this payment method refundable balance is 0 HKD, not enough.Please try it again when you have enough incomes.(1269)',
  '1271': '该交易不支持部分退款(1271)',
  '1272': '退款金额超过可退金额(1272)',
  '1297': '银行系统繁忙，或不支持该操作(1297)',
  '1298': '网络缓慢，若已付款请勿重复支付(1298)',
};

export function textOf(respcd: Respcd): string {
  return TEXTS[respcd];
}

/** The shape of an early refusal: only these three fields. */
export function refusal(respcd: Respcd, respmsg: string, resperr: string = textOf(respcd)): WireObject {
  return { resperr, respcd, respmsg };
}

/** An answer as JSON text, with ", " and ": " as separators and the fields in random order. */
export function encodeJson(value: WireValue, asciiOnly: boolean): string {
  const text = encode(value);
  return asciiOnly
    ? text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : text;
}

function encode(value: WireValue): string {
  if (value === null || typeof value === 'string' || typeof value === 'number') return JSON.stringify(value);
  // `isList` narrows a readonly array; Array.isArray does not.
  if (isList(value)) return `[${value.map(encode).join(', ')}]`;
  const fields = Object.entries(value).map(([name, field]) => `${JSON.stringify(name)}: ${encode(field)}`);
  return `{${shuffled(fields).join(', ')}}`;
}

function isList(value: WireObject | readonly WireValue[]): value is readonly WireValue[] {
  return Array.isArray(value);
}

function shuffled(fields: readonly string[]): readonly string[] {
  const out = [...fields];
  for (let last = out.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    // Both indices are inside the array.
    [out[last], out[other]] = [out[other] as string, out[last] as string];
  }
  return out;
}
