/** What cashier and customers do in one life of a till that is going to be killed: plain data, so that it can be told again. */
import { OUTCOMES } from '../../electron/simulator/scenarios.ts';
import type { GatewayAddress } from '../support/counter-till.ts';
import type { Dice } from '../support/dice.ts';
import type { Presentment } from '../../shared/wallet.ts';

export type Sale = {
  readonly mode: Presentment;
  /** The last two digits pick what the simulator makes of it. */
  readonly amountCents: number;
  /** When the cashier goes on: when the end is known, when the QR is up (it is taken away), or at once. */
  readonly patience: 'until-known' | 'until-qr' | 'none';
  /** What is given back at once of a payment that was seen paid. */
  readonly refund?: 'whole' | 'two-halves';
};

/** What the program reads as its only argument, in JSON. */
export type Life = {
  readonly folder: string;
  readonly simulator: GatewayAddress;
  /** The till's clock and the simulator's run so many times faster than a shop's. */
  readonly speed: number;
  readonly sales: readonly Sale[];
  /** How long the cashier looks at one customer, by a clock that does not run faster. */
  readonly patienceMs: number;
  /** Whether the till closes its ledger at the end, which writes once more, or leaves it as a kill would. */
  readonly ends: 'closed' | 'left';
};

/** For a script that is to go its way on the busiest machine. */
export const ALL_THE_TIME_MS = 20_000;

/** A wrong amount or currency is an alert that no watching resolves; such a payment has no end that could be waited for. */
const WITHOUT_END = new Set(['wrong-amount', 'wrong-currency']);
const ENDINGS = OUTCOMES.filter(({ id }) => !WITHOUT_END.has(id)).map((outcome) => Number(outcome.cents));
const ORDINARY_CENTS = 0;

/** Half of the sales are ordinary ones, most customers are waited for, and many want their money back. */
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
