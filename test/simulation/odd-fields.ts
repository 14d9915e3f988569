/** A row with one field as production sometimes sends it: missing, empty, of another type, in upper or lower case. */
import type { Message } from './books.ts';
import { without } from './payment-answers.ts';
import type { Dice } from '../support/dice.ts';

const FIELDS = [
  'respcd',
  'out_trade_no',
  'syssn',
  'txamt',
  'txcurrcd',
  'pay_type',
  'order_type',
  'cancel',
  'mchid',
  'sysdtm',
] as const;

/**
 * @param isAnothers whether the row is a stranger's: keep its `sysdtm`, the only field that tells its order from ours
 */
export function oddly(row: Message, dice: Dice, isAnothers: boolean): Message {
  const field = dice.pick(FIELDS);
  if (isAnothers && field === 'sysdtm') return row;
  const value = row[field];
  const text = typeof value === 'string' ? value : '';
  switch (dice.whole(0, 7)) {
    case 0:
      return without(row, field);
    case 1:
      return { ...row, [field]: null };
    case 2:
      return { ...row, [field]: '' };
    case 3:
      return { ...row, [field]: /^\d{1,15}$/.test(text) ? Number(text) : dice.pick<unknown>([0, 1, true]) };
    case 4:
      return { ...row, [field]: dice.pick<unknown>([{}, [], [text], { value: text }]) };
    case 5:
      return { ...row, [field]: dice.chance(0.5) ? text.toUpperCase() : text.toLowerCase() };
    case 6:
      // A `syssn` in other characters would be another `syssn`, which no gateway was seen to send.
      return field === 'syssn' ? without(row, field) : { ...row, [field]: ` ${text} ` };
    default:
      return field === 'syssn'
        ? without(row, field)
        : { ...row, [field]: dice.pick(['0', 'x', 'null', '0.00', '-1', '９']) };
  }
}

/** @returns `isTrue`: the order type is only capitalised, as in QFPay's own table and sample */
export function withOrderType(row: Message, dice: Dice): { readonly row: Message; readonly isTrue: boolean } {
  const text = String(row.order_type);
  if (dice.chance(0.7)) {
    const other = dice.chance(0.8) ? text.slice(0, 1).toUpperCase() + text.slice(1) : text.toUpperCase();
    return { row: { ...row, order_type: other }, isTrue: true };
  }
  return {
    row: { ...row, order_type: dice.pick<unknown>(['trade', 'pay', 1, null, 'PAYMENT_MPM', '']) },
    isTrue: false,
  };
}
