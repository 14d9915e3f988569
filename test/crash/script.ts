/**
 * What cashier and customers do in one life of a till that will be killed. Plain data, so that a test can repeat it.
 */
import { OUTCOMES } from '../../electron/simulator/scenarios.ts';
import type { GatewayAddress } from '../support/counter-till.ts';
import type { Dice } from '../support/dice.ts';
import type { Presentment } from '../../shared/wallet.ts';

export type Sale = {
  readonly mode: Presentment;
  /** The last two digits choose the simulator's outcome. */
  readonly amountCents: number;
  /** When the cashier goes on: when the result is known, when the QR is shown (then it is removed), or at once. */
  readonly patience: 'until-known' | 'until-qr' | 'none';
  /** How the cashier refunds the payment at once if it was seen paid. */
  readonly refund?: 'whole' | 'two-halves';
};

/** The program's only argument, in JSON. */
export type Life = {
  readonly folder: string;
  readonly simulator: GatewayAddress;
  /** The till's and the simulator's clocks run so many times faster than real time. */
  readonly speed: number;
  readonly sales: readonly Sale[];
  /** How long the cashier waits for one customer, in milliseconds of real time. */
  readonly patienceMs: number;
  /** Whether the till closes its ledger at the end, which writes once more, or leaves it open like a kill. */
  readonly ends: 'closed' | 'left';
};

/** Long enough for a whole script on the busiest machine. */
export const ALL_THE_TIME_MS = 20_000;

/** A wrong amount or currency is an alert that no enquiry resolves, so such a payment never ends. */
const WITHOUT_END = new Set(['wrong-amount', 'wrong-currency']);
const ENDINGS = OUTCOMES.filter(({ id }) => !WITHOUT_END.has(id)).map((outcome) => Number(outcome.cents));
const ORDINARY_CENTS = 0;

/**
 * Half of the sales have the ordinary outcome, the cashier waits for half of the customers, and two in five want a
 * refund.
 */
export function randomSales(dice: Dice, count: number): readonly Sale[] {
  return Array.from({ length: count }, () => {
    const ending = dice.fraction() < 0.5 ? ORDINARY_CENTS : dice.pick(ENDINGS);
    const refund = dice.pick(['whole', 'two-halves', null, null, null] as const);
    return {
      mode: dice.pick(['mpm', 'cpm'] as const),
      amountCents: 100 * dice.whole(2, 500) + ending,
      patience: dice.pick(['until-known', 'until-known', 'until-qr', 'none'] as const),
      ...(refund === null ? {} : { refund }),
    };
  });
}
