/** The gateway's true books of refunds: each refund that reached it, by its own number. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { hkDateTime } from '../../shared/time.ts';
import type { Books, Capture, Fields, Message, Order, Owner } from './books.ts';
import { ODD_CODES } from './customer.ts';
import type { Faults } from './faults.ts';
import type { Manners } from './manners.ts';
import type { Dice } from '../support/dice.ts';
import type { World } from './world.ts';
import type { LogLine } from './log-line.ts';

export type Refund = {
  readonly number: AttemptNumber;
  readonly owner: Owner;
  readonly amountCents: number;
  readonly order: Order;
  readonly capture: Capture;
  readonly syssn: string;
  readonly filedAt: string;
  readonly listedFrom: number;
  code: string;
  doneAt: number | null;
};

export type RefundBooks = {
  /** Takes in a refund request; returns the gateway's immediate answer. */
  arrive(fields: Fields, owner: Owner): Message;
  all(): readonly Refund[];
  of(number: string): Refund | null;
  withSyssn(syssn: string): Refund | null;
  row(refund: Refund): Message;
};

export type RefundBooksDeps = {
  readonly world: World;
  readonly dice: Dice;
  readonly faults: Faults;
  readonly manners: Manners;
  readonly books: () => Books;
  readonly log: LogLine;
};

/** Codes that refuse a valid refund: not now, no funds, denied, forbidden. */
export const REFUSALS = ['1265', '1269', '1155', '1250', '1270'];

export function createRefundBooks({ world, dice, faults, manners, books, log }: RefundBooksDeps): RefundBooks {
  const byNumber = new Map<string, Refund>();
  const bySyssn = new Map<string, Refund>();

  const inWay = (capture: Capture): readonly Refund[] =>
    [...byNumber.values()].filter((refund) => refund.capture === capture && refund.code !== '0000' && !isOver(refund));
  const isOver = ({ doneAt, code }: Refund): boolean => doneAt !== null || REFUSALS.includes(code);

  const finish = (refund: Refund): void => {
    const left = refund.capture.amountCents - refund.capture.refundedCents;
    if (refund.doneAt !== null || isOver(refund)) return;
    if (refund.amountCents > left) {
      refund.code = '1272';
      return;
    }
    refund.capture.refundedCents += refund.amountCents;
    refund.code = '0000';
    refund.doneAt = world.now();
    log(`books ${refund.number} refunded ${refund.amountCents}`);
  };

  const row = (refund: Refund): Message => ({
    respcd: refund.code,
    out_trade_no: refund.number,
    syssn: refund.syssn,
    origssn: refund.capture.syssn,
    txamt: String(refund.amountCents),
    txcurrcd: refund.capture.currency,
    pay_type: refund.order.payType,
    order_type: 'refund',
    cancel: '0',
    sysdtm: refund.filedAt,
    errmsg: 'success',
  });

  const listedAfter = (number: AttemptNumber): number => {
    if (manners.has('late refunds') && faults.strike('refund-listed-late', 0.2, [number])) {
      return dice.whole(40_000, 8 * 60_000);
    }
    return faults.strike('listed-late', 0.03, [number]) ? dice.whole(1_000, 40_000) : 0;
  };

  const refused = (fields: Fields, code: string): Message => ({
    respcd: code,
    orig_syssn: fields.syssn,
    out_trade_no: fields.out_trade_no,
    resperr: `(${code})`,
  });

  return {
    arrive(fields, owner) {
      const number = (fields.out_trade_no ?? '') as AttemptNumber;
      if (byNumber.has(number)) return refused(fields, '1251');
      const order = books().withSyssn(fields.syssn ?? '');
      const capture = order?.captures.find(({ syssn }) => syssn === fields.syssn);
      if (order === null || capture === undefined) return refused(fields, '1136');
      const amountCents = Number(fields.txamt);
      const left = capture.amountCents - capture.refundedCents;
      if (left === 0) return refused(fields, '1264');
      if (amountCents > left || inWay(capture).length > 0) return refused(fields, '1272');

      const refund: Refund = {
        number,
        owner,
        amountCents,
        order,
        capture,
        syssn: `R${number}`,
        filedAt: hkDateTime(world.gatewayTime()),
        listedFrom: world.now() + listedAfter(number),
        code: '1143',
        doneAt: null,
      };
      byNumber.set(number, refund);
      bySyssn.set(refund.syssn, refund);
      const doneIn = (ms: number): void => world.outside(ms, () => finish(refund));
      if (faults.strike('refund-refused', 0.15, [number])) refund.code = dice.pick(REFUSALS);
      else if (faults.strike('refund-waits', 0.2, [number])) doneIn(dice.whole(2_000, 20 * 60_000));
      else if (faults.strike('odd-code', 0.05, [number])) {
        refund.code = dice.pick(ODD_CODES);
        doneIn(dice.whole(2_000, 120_000));
      } else finish(refund);
      log(`books ${number} refund arrived: ${refund.code}`);
      return row(refund);
    },
    all: () => [...byNumber.values()],
    of: (number) => byNumber.get(number) ?? null,
    withSyssn: (syssn) => bySyssn.get(syssn) ?? null,
    row,
  };
}
