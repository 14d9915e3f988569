/** The gateway's answer to a payment request that reached it: for MPM the QR, for CPM the result. */
import type { Books, Message, Order } from './books.ts';
import { FAILURES, ODD_CODES } from './customer.ts';
import type { Faults } from './faults.ts';
import type { Manners } from './manners.ts';
import type { Dice } from '../support/dice.ts';

type Deps = { readonly dice: Dice; readonly faults: Faults; readonly manners: Manners; readonly books: Books };

export function answerToPayment(order: Order, { dice, faults, manners, books }: Deps): Message {
  const about = [order.number];
  const whole = books.message(order, order.code, order.captures[0]?.syssn ?? order.syssn);
  if (manners.has('mixed up') && faults.strike('mixed-up', 0.02, about)) {
    const other = dice.pick(books.orders());
    if (other.number !== order.number) return books.message(other, '1143', other.syssn);
  }
  const message = faults.strike('syssn-absent', 0.06, about) ? without(whole, 'syssn') : whole;
  if (order.mode === 'cpm') return message;
  if (faults.strike('odd-code', manners.has('mixed up') ? 0.1 : 0.02, about)) {
    return without({ ...message, respcd: dice.pick([...ODD_CODES, ...FAILURES]) }, 'syssn');
  }
  // PayMe's real answer contains a time of payment and a text for success although nobody has paid.
  const made = { ...message, respcd: '0000', respmsg: 'PR001:Request for Payment Initiated', resperr: '交易成功' };
  if (faults.strike('qr-absent', 0.01, about)) return made;
  const withQr = { ...made, qrcode: `https://qr.invalid/${order.syssn}` };
  return faults.strike('qr-other-amount', 0.01, about) ? { ...withQr, txamt: String(order.amountCents + 1) } : withQr;
}

/**
 * Codes for a number that was used before. It is unknown which code a payment gets: 1251 was seen for refunds, 1102 and
 * 2011 are in QFPay's list, and 1260 to 1262 are about an order that exists. None comes with a `syssn`.
 */
export const USED_CODES = ['1251', '1102', '2011', '1260', '1261', '1262'] as const;
const USED_TEXTS = ['out_trade_no is used', 'Do not use duplicate out_trade_no for request', '订单号重复', ''] as const;

export function answerToUsed(number: string, dice: Dice): Message {
  const respcd = dice.pick(USED_CODES);
  const message = { respcd, resperr: `${dice.pick(USED_TEXTS)}(${respcd})`, respmsg: dice.pick(USED_TEXTS) };
  return dice.chance(0.5) ? { ...message, out_trade_no: number } : message;
}

export function without(message: Message, ...fields: readonly string[]): Message {
  return Object.fromEntries(Object.entries(message).filter(([field]) => !fields.includes(field)));
}
