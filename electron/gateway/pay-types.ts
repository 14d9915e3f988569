/**
 * The pay types of a Hong Kong shop counter, as QFPay's documents list them: how each is paid and what can be undone at
 * the gateway. The till charges PayMe only, and no code of it closes, reverses or asks whether a part can be refunded:
 * those columns are what a further wallet will need, whose code is still to be written.
 */
import type { Currency } from '../../shared/money.ts';
import type { Way } from '../../shared/attempt/record.ts';

export type PayType = {
  readonly code: string;
  readonly wallet: string;
  readonly way: Way;
  readonly currency: Currency;
  /** Whether an unpaid order can be closed; PayMe's cannot, in any edition of the documents. */
  readonly canClose: boolean;
  readonly canReverse: boolean;
  /** `unknown` where nobody has confirmed it for this code: it is tried and the gateway's answer counts. */
  readonly partRefund: 'yes' | 'no' | 'unknown';
};

type Row = readonly [string, string, Way, boolean, boolean, PayType['partRefund']];

const HKD_ROWS: readonly Row[] = [
  // code, wallet, way, can close, can reverse, part refund
  ['805801', 'PayMe', 'mpm', false, false, 'unknown'],
  ['805808', 'PayMe', 'cpm', false, false, 'unknown'],
  ['800008', 'WeChat, Alipay, UnionPay or PayMe', 'cpm', true, false, 'unknown'],
  ['800101', 'Alipay', 'mpm', false, true, 'yes'],
  ['800108', 'Alipay', 'cpm', false, true, 'yes'],
  ['801501', 'Alipay HK', 'mpm', false, true, 'yes'],
  ['800201', 'WeChat Pay', 'mpm', true, false, 'yes'],
  ['800208', 'WeChat Pay', 'cpm', true, true, 'yes'],
  ['801008', 'WeChat Pay HK', 'cpm', true, false, 'yes'],
  ['800701', 'UnionPay QuickPass', 'mpm', true, false, 'unknown'],
  ['800708', 'UnionPay QuickPass', 'cpm', false, true, 'unknown'],
  ['802001', 'FPS', 'mpm', false, false, 'unknown'],
  ['803701', 'Octopus', 'mpm', false, false, 'unknown'],
];

export const PAY_TYPES: readonly PayType[] = HKD_ROWS.map(([code, wallet, way, canClose, canReverse, partRefund]) => ({
  code,
  wallet,
  way,
  currency: 'HKD',
  canClose,
  canReverse,
  partRefund,
}));

/** PayMe's pay type for a way of paying. */
export function payMe(way: Way): PayType {
  const found = PAY_TYPES.find((row) => row.wallet === 'PayMe' && row.way === way);
  if (!found) throw new Error(`No PayMe pay type for ${way}`);
  return found;
}
