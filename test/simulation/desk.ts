/** QFPay's side of the model: answers, in JSON, each request that reached QFPay. The books hold the truth. */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { STRANGER, type Fields, type Message, type Owner } from './books.ts';
import type { Checks } from './checks.ts';
import { answerToEnquiry, isTooLong, strangersRows, type EnquiryDeps, type ToldRow } from './enquiry-answers.ts';
import { answerToPayment, answerToUsed } from './payment-answers.ts';
import { wrongIn, wrongInRefund } from './wallet-rules.ts';

/** An answer on its way. */
export type Answer = {
  readonly status: number;
  readonly body: string;
  /** To be called when the answer arrives at the till. */
  readonly heard: () => void;
};

export type Desk = {
  pay(fields: Fields, from: Sender): Answer;
  refund(fields: Fields, from: Sender): Answer;
  query(fields: Fields, from: Sender): Answer;
};

/** The till that sent a request, and the checks that watch the till. */
export type Sender = { readonly owner: Owner; readonly checks: Checks };

export type DeskDeps = Omit<EnquiryDeps, keyof Sender>;

type Paged = { readonly rows: readonly ToldRow[]; readonly proven: readonly AttemptNumber[] };
/** The most answers that are kept for their further pages. */
const PAGED_MAX = 50;
const ROWS_MAX = 100;
const ROWS = 10;

export const plain = (status: number, body: string): Answer => ({ status, body, heard: () => undefined });
const json = (message: Message, heard: () => void = () => undefined): Answer => ({
  status: 200,
  body: JSON.stringify(message),
  heard,
});

export function createDesk(deps: DeskDeps): Desk {
  const { world, dice, faults, manners, books, refunds } = deps;
  /** Answers by enquiry: further pages come from the same answer, even if other enquiries come in between. */
  const paged = new Map<string, Paged>();

  const answered = (fields: Fields, from: Sender): Paged => {
    const { rows, proven } = answerToEnquiry(fields, { ...deps, ...from });
    const others = manners.has('strangers') ? strangersRows(deps.strangers, world, dice) : [];
    return { rows: [...others, ...rows], proven };
  };
  const refusal = (respcd: string): Answer => json({ respcd, resperr: `(${respcd})`, respmsg: '' });

  return {
    pay(fields, { owner, checks }) {
      const number = fields.out_trade_no as AttemptNumber;
      const isAnothers = books.of(number).some((there) => there.owner !== owner && there.owner !== STRANGER);
      if (isAnothers) checks.metAnother(number);
      const wrong = wrongIn(fields);
      if (wrong !== null) checks.find('as the wallet takes it', `${number} asks for ${wrong}`);
      const { kind, order } = books.arrive(fields, owner);
      if (kind === 'used') {
        return json(answerToUsed(number, dice), () => checks.toldUsed(number));
      }
      const message = answerToPayment(order, { dice, faults, manners, books });
      return json({ sysdtm: order.filedAt, ...message }, () => {
        checks.told([{ row: message, about: number, isBent: message.out_trade_no !== number }], number);
        if (typeof message.qrcode === 'string' && message.txamt === String(order.amountCents)) books.showQr(order);
      });
    },

    refund(fields, { owner, checks }) {
      const number = fields.out_trade_no as AttemptNumber;
      const wrong = wrongInRefund(fields, books.withSyssn(fields.syssn ?? '')?.payType ?? '');
      if (wrong !== null) checks.find('as the wallet takes it', `${number} gives back ${wrong}`);
      const message = refunds.arrive(fields, owner);
      return json(message, () => checks.told([{ row: message, about: number, isBent: false }], number));
    },

    query(fields, from) {
      const { checks } = from;
      const page = Number(fields.page ?? '1');
      const size = Math.min(ROWS_MAX, Number(fields.page_size ?? String(ROWS)));
      const isLong = isTooLong(fields.out_trade_no) || isTooLong(fields.syssn);
      if (isLong && manners.has('short lists')) {
        faults.note('list-too-long', []);
        if (deps.refusesLongLists) return refusal('1104');
      }
      const asked = [fields.out_trade_no, fields.syssn, fields.start_time, fields.end_time].join(' ');
      const known = page === 1 ? undefined : paged.get(asked);
      const { rows, proven } = known ?? answered(fields, from);
      paged.set(asked, { rows, proven });
      if (paged.size > PAGED_MAX) paged.delete([...paged.keys()][0] ?? '');
      const told = rows.slice((page - 1) * size, page * size);
      // After a full page the till has to ask for one more.
      const isLast = page * size > rows.length;
      return json(
        {
          respcd: '0000',
          resperr: '请求成功',
          page: String(page),
          page_size: String(size),
          data: told.map(({ row }) => row),
        },
        () => {
          checks.told(told, null);
          // From a statement (no numbers) the till adopts only lost attempts, so it proves nothing here.
          const isStatement = fields.out_trade_no === undefined && fields.syssn === undefined;
          if (isLast && !isStatement) checks.proven(proven);
        },
      );
    },
  };
}
