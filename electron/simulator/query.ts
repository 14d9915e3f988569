/**
 * POST /trade/v1/query. The outer code says that the call worked; each row's own code gives the state of its payment.
 * An enquiry without `syssn` sees one calendar month of Hong Kong time: the current one, unless it names another.
 */

import { assertNever, err, ok, type Result } from '../../shared/result.ts';
import { hkDateTime } from '../../shared/time.ts';
import { answer, type Desk, type Reply } from './desk.ts';
import { respcdOf, type Order, type Refund } from './orders.ts';
import { isDateTime } from './parameters.ts';
import { toldPayType } from './pay-types.ts';
import type { Params } from './sign.ts';
import type { Switches } from './switches.ts';
import { refusal, textOf, type WireObject } from './wire.ts';

const PAGE_SIZE_DEFAULT = 10;
const PAGE_SIZE_MAX = 100;

type Search = {
  readonly syssns: readonly string[] | null;
  readonly numbers: readonly string[] | null;
  readonly payTypes: readonly string[] | null;
  readonly respcd: string | null;
  /** Null when a `syssn` is given, because times are then ignored. */
  readonly window: { readonly start: string; readonly end: string } | null;
  readonly page: number;
  readonly pageSize: number;
};

export function enquire(params: Params, desk: Desk): Reply {
  const search = readSearch(params, hkDateTime(desk.now()));
  if (!search.ok) return answer(refusal('1104', search.error));
  const { page, pageSize } = search.value;
  const found = desk.book.newestFirst().filter((entry) => matches(entry, search.value, desk));
  const body: WireObject = {
    respcd: '0000',
    resperr: '请求成功',
    respmsg: '',
    page,
    page_size: pageSize,
    data: found.slice((page - 1) * pageSize, page * pageSize).map((entry) => row(entry, desk)),
  };
  return replyUnder(desk.switches.queryFault, body);
}

function replyUnder(fault: Switches['queryFault'], body: WireObject): Reply {
  switch (fault) {
    case 'none':
      return answer(body);
    case 'cut-json':
      return { kind: 'cut-json', body, declared: 'half' };
    case 'silence':
    case 'drop':
    case 'http-500':
    case 'html-page':
      return { kind: fault };
    default:
      return assertNever(fault);
  }
}

/** Compares times as QFPay's texts: in this format the order of texts is the order of times. */
function readSearch(params: Params, now: string): Result<Search, string> {
  const syssns = list(params, 'syssn');
  const numbers = list(params, 'out_trade_no');
  const start = params.get('start_time');
  const end = params.get('end_time');
  const hasRange = start !== undefined && end !== undefined;
  if (!syssns && !numbers && !hasRange) return err('syssn, out_trade_no or a time range is needed');

  const page = readCount(params.get('page') ?? '1');
  const pageSize = readCount(params.get('page_size') ?? String(PAGE_SIZE_DEFAULT));
  if (page === null || pageSize === null) return err('page error');

  const common = {
    syssns,
    numbers,
    payTypes: list(params, 'pay_type'),
    respcd: params.get('respcd') ?? null,
    page,
    pageSize: Math.min(pageSize, PAGE_SIZE_MAX),
  };
  if (syssns) return ok({ ...common, window: null });

  const month = now.slice(0, 7);
  const window = { start: start ?? `${month}-01 00:00:00`, end: end ?? `${month}-31 23:59:59` };
  if (start !== undefined && !isDateTime(start)) return err('start_time error');
  if (end !== undefined && !isDateTime(end)) return err('end_time error');
  if (window.start > window.end) return err('start_time is after end_time');
  if (window.start.slice(0, 7) !== window.end.slice(0, 7)) return err('time range is not within one month');
  return ok({ ...common, window });
}

function list(params: Params, name: string): readonly string[] | null {
  const text = params.get(name);
  return text === undefined ? null : text.split(',').map((item) => item.trim());
}

function readCount(text: string): number | null {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : null;
}

/** A serial number and an own number given together must both match: each filter narrows the result. */
function matches(entry: Order | Refund, search: Search, desk: Desk): boolean {
  if (search.syssns && !search.syssns.includes(entry.syssn)) return false;
  if (search.numbers && !search.numbers.includes(entry.number)) return false;
  if (search.payTypes && !search.payTypes.includes(toldPayType(entry))) return false;
  if (search.respcd !== null && search.respcd !== respcdOf(desk.book.stateOf(entry))) return false;
  if (search.window === null) return true;
  const sysdtm = hkDateTime(entry.createdAtMs);
  return sysdtm >= search.window.start && sysdtm <= search.window.end;
}

function row(entry: Order | Refund, desk: Desk): WireObject {
  const state = desk.book.stateOf(entry);
  const respcd = respcdOf(state);
  const isPaid = state.kind === 'paid';
  return {
    syssn: entry.syssn,
    out_trade_no: entry.number,
    order_type: entry.kind,
    pay_type: toldPayType(entry),
    txdtm: entry.txdtm,
    txamt: String(entry.bookedCents),
    txcurrcd: entry.bookedCurrency,
    sysdtm: hkDateTime(entry.createdAtMs),
    paydtm: isPaid ? hkDateTime(state.atMs) : '',
    respcd,
    errmsg: textOf(respcd),
    respmsg: '',
    udid: entry.udid,
    chnlsn: entry.chnlsn,
    cardcd: '',
    userid: '1000000000',
    goods_info: '',
    clisn: entry.syssn.slice(-6),
    cardtp: '5',
    ...(entry.kind === 'payment'
      ? {
          origssn: null,
          cancel: cancelOf(entry, desk),
          goods_name: entry.goodsName,
          chnlsn2: isPaid ? entry.chnlsn2 : '',
        }
      : { origssn: entry.origSyssn, cancel: '0', goods_name: '', chnlsn2: '' }),
  };
}

/** "0" nothing refunded, "5" a part, "3" all of it. The row's own code stays 0000. */
function cancelOf(order: Order, desk: Desk): '0' | '3' | '5' {
  const { doneCents } = desk.book.refundSums(order);
  if (doneCents === 0) return '0';
  return doneCents < order.bookedCents ? '5' : '3';
}
