/**
 * Reads QFPay's answers: lenient where production varies (amounts as text or number, absent and unknown fields), strict
 * where money depends on it (the status code must be a text of four digits).
 */
import { z } from 'zod';
import type { GatewayRow, UnreadRow } from '../../shared/attempt/evidence.ts';
import type { HistoryRow } from '../till/ports/gateway.ts';
import { parseHkDateTime } from '../../shared/time.ts';
import { classOf } from './codes.ts';
import { refundClassOf } from './refund-codes.ts';

/** Absent, null and '' all mean: not given. So does a value of an unexpected type. */
const text = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' && value !== '' ? value : null));

/** Whole numbers come as text in most answers and as a JSON number in some. */
const wholeNumber = z
  .unknown()
  .optional()
  .transform((value) => {
    if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : null;
    return typeof value === 'string' && value !== '' ? value : null;
  });

/** A field that may contradict a payment. If present it must be readable: an unread one might be the contradiction. */
const readable = z
  .union([z.string(), z.int().transform(String)])
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

const statusCode = z.string().regex(/^\d{4}$/);

/** QFPay's own clock, in Hong Kong time. */
const hkTime = text.transform((value) => (value === null ? null : parseHkDateTime(value)));

const row = z.object({
  respcd: statusCode,
  out_trade_no: text,
  syssn: text,
  txamt: wholeNumber,
  txcurrcd: text,
  pay_type: readable,
  mchid: readable,
  order_type: readable,
  cancel: readable,
  sysdtm: hkTime,
});

/** The most bytes that fit into one QR as the customer's window draws it: version 40 at level M. */
export const QR_BYTES_MAX = 2_331;

/** A text too long for a QR counts as absent: the customer's window could not draw it, and nobody could pay by it. */
const qrText = text.transform((value) => (value !== null && Buffer.byteLength(value) <= QR_BYTES_MAX ? value : null));

export const paymentMessage = row.extend({ qrcode: qrText });

export const refundMessage = row;

export const enquiryMessage = z.object({
  respcd: statusCode,
  resperr: text,
  respmsg: text,
  // The gateway's page size, which may be smaller than the requested one.
  page_size: wholeNumber.transform((value) => (value !== null && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : null)),
  // A refusal may have null or {} here; its code counts all the same.
  data: z
    .unknown()
    .optional()
    .transform((value): unknown[] | null => (Array.isArray(value) ? value : null)),
});

/** Why a message cannot be read, for the log and for a person who goes live: names the field, never its value. */
export function whyUnread({ issues }: z.ZodError): string {
  const field = issues[0]?.path[0];
  return field === undefined ? 'is no object' : `has no readable ${String(field)}`;
}

export function toRow(message: z.infer<typeof row>): GatewayRow {
  const codeClass = classOf(message.respcd);
  return {
    code: message.respcd,
    codeClass,
    refundClass: refundClassOf(message.respcd, codeClass),
    number: message.out_trade_no,
    gatewayRef: message.syssn,
    amount: message.txamt,
    currency: message.txcurrcd,
    payType: message.pay_type,
    merchant: message.mchid,
    orderType: message.order_type,
    cancel: message.cancel,
    madeAt: message.sysdtm,
  };
}

type Read<Row> = { readonly rows: readonly Row[]; readonly unread: readonly UnreadRow[] };

/** An enquiry's readable rows, and the numbers in unread ones, so that an unread row never counts as "not found". */
export const readRows = (data: readonly unknown[]): Read<GatewayRow> => readWith(row, toRow, data);

function readWith<Message, Row>(
  schema: z.ZodType<Message>,
  toKept: (message: Message) => Row,
  data: readonly unknown[],
): Read<Row> {
  const rows: Row[] = [];
  const unread: UnreadRow[] = [];
  for (const entry of data) {
    const read = schema.safeParse(entry);
    if (read.success) rows.push(toKept(read.data));
    else unread.push(whoseRow.catch(NOBODYS).parse(entry));
  }
  return { rows, unread };
}

const NOBODYS: UnreadRow = { number: null, gatewayRef: null };
const whoseRow = z
  .object({ out_trade_no: text, syssn: text })
  .transform(({ out_trade_no: number, syssn }): UnreadRow => ({ number, gatewayRef: syssn }));

const statementRow = row.extend({ txdtm: text, origssn: text });

export const readStatement = (data: readonly unknown[]): Read<HistoryRow> =>
  readWith(
    statementRow,
    ({ txdtm, origssn, ...message }) => ({ ...toRow(message), requestedAtText: txdtm, paymentRef: origssn }),
    data,
  );
