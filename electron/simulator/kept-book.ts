/**
 * Keeps the orders of one run as text for the next, so that a lesson continues after the program was closed or its
 * power cut. The till never takes an order as unpaid that its gateway had acknowledged: if the gateway forgot it, the
 * till would check it for ever. Customers' codes are not kept, because they are secrets in training too.
 */
import { z } from 'zod';
import { cents } from '../../shared/money.ts';
import type { Order, Refund } from './orders.ts';

/** Where a book is kept. An error from `keep` is reported, but the order is taken all the same. */
export type Shelf = {
  /** The text that was kept last, or null. */
  load(): string | null;
  keep(text: string): void;
};

/** More orders than anybody practises, and few enough to be written with every order. */
const KEPT_MAX = 500;

const amount = z.int().nonnegative().transform(cents);
const becomes = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pending'), respcd: z.enum(['1143', '1145', '1298']) }),
  z.strictObject({
    kind: z.literal('failed'),
    respcd: z.enum(['1155', '1181', '1201', '1202', '1250', '1264', '1265', '1269', '1271', '1272']),
  }),
  z.strictObject({ kind: z.literal('paid') }),
]);
const turn = z.strictObject({ atMs: z.number(), becomes });
const entry = {
  number: z.string(),
  syssn: z.string(),
  payType: z.string(),
  createdAtMs: z.number(),
  txdtm: z.string(),
  udid: z.string(),
  chnlsn: z.string(),
  bookedCents: amount,
  bookedCurrency: z.string(),
  turns: z.tuple([turn], turn),
};
const order = z.strictObject({
  ...entry,
  kind: z.literal('payment'),
  askedCents: amount,
  askedCurrency: z.string(),
  chnlsn2: z.string(),
  goodsName: z.string(),
  expiresAtMs: z.number(),
});
const refund = z.strictObject({ ...entry, kind: z.literal('refund'), origSyssn: z.string() });
const kept = z.array(z.discriminatedUnion('kind', [order, refund]));

/** Oldest first. An unreadable text gives an empty book: it is practice, and starts again. */
export function bookIn(text: string | null): readonly (Order | Refund)[] {
  const parsed = kept.safeParse(jsonIn(text ?? '[]'));
  return parsed.success ? parsed.data : [];
}

/** @param entries oldest first */
export function textOf(entries: readonly (Order | Refund)[]): string {
  return JSON.stringify(entries.slice(-KEPT_MAX));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
