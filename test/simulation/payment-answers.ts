/** What the gateway answers to a payment request that reached it: for MPM that a QR exists, for CPM how it went. */
import type { Books, Message, Order } from './books.ts';
import { FAILURES, ODD_CODES } from './customer.ts';
import type { Faults } from './faults.ts';
import type { Dice } from '../support/dice.ts';

type Deps = { readonly dice: Dice; readonly faults: Faults; readonly books: Books };

export function answerToPayment(order: Order, { dice, faults, books }: Deps): Message {
  const about = [order.number];
  const whole = books.message(order, order.code, order.captures[0]?.syssn ?? order.syssn);
  const message = faults.strike('syssn-absent', 0.06, about) ? without(whole, 'syssn') : whole;
  if (order.way === 'cpm') return message;
  if (faults.strike('odd-code', 0.02, about)) {
    return without({ ...message, respcd: dice.pick([...ODD_CODES, ...FAILURES]) }, 'syssn');
  }
  // PayMe's own answer fills in a time of payment and a word of success though nobody has paid.
  const made = { ...message, respcd: '0000', respmsg: 'PR001:Request for Payment Initiated', resperr: '交易成功' };
  if (faults.strike('qr-absent', 0.01, about)) return made;
  const withQr = { ...made, qrcode: `https://qr.invalid/${order.syssn}` };
  return faults.strike('qr-other-amount', 0.01, about) ? { ...withQr, txamt: String(order.amountCents + 1) } : withQr;
}

export function without(message: Message, ...fields: readonly string[]): Message {
  return Object.fromEntries(Object.entries(message).filter(([field]) => !fields.includes(field)));
}
