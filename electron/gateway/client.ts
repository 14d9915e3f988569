/**
 * QFPay as the till's Gateway: builds the parameters of payment, query and refund, signs and sends them, and turns the
 * responses into typed answers. It decides nothing about money: shared/attempt/ does.
 */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { SignType } from '../../shared/settings.ts';
import type { WallMs } from '../../shared/time.ts';
import { termsOf } from '../../shared/wallet.ts';
import type { KeyedHash, Log, Timers } from '../till/ports/world.ts';
import type { Enquiry, EnquiryAnswer, Gateway, Order, Prepared, GatewayHistory } from '../till/ports/gateway.ts';
import { adviceOn } from './codes.ts';
import { formEncoded, post, unreadable, type Fetch } from './http.ts';
import type { Credentials } from '../vault/secret.ts';
import {
  enquiryMessage,
  paymentMessage,
  readRows,
  readStatement,
  refundMessage,
  toRow,
  whyUnread,
} from './messages.ts';
import { isForLater } from './refund-codes.ts';
import type { AnswerSigned, Fields } from './sign.ts';

export type GatewayOptions = {
  /** Origin only: "https://openapi-hk.qfapi.com". */
  readonly host: string;
  readonly credentials: Credentials;
  /** '' when QFPay issued none: then it must not be sent. */
  readonly mchid: string;
  readonly signType: SignType;
  readonly answersMustBeSigned: boolean;
  readonly expiredMinutes: number;
  readonly goodsName: string;
  readonly udid: string;
  readonly returnUrl: string;
  /** `payFetch` is for payments and refunds, `askFetch` for enquiries; each has its own pool of connections. */
  readonly payFetch: Fetch;
  readonly askFetch: Fetch;
  readonly keyedHash: KeyedHash;
  readonly log: Log;
  /** Timers for the timeouts of calls; the machine's own if left out. */
  readonly timers?: Timers;
};

/** A CPM call may stay open while the customer enters a password; the till enquires in the meantime. */
const PAY_TIMEOUT_MS = 30_000;
const ASK_TIMEOUT_MS = 10_000;
/** QFPay caps a page at 100 rows. */
const PAGE_SIZE = 100;
/** For a gateway that ignores paging. The longest answer holds fewer whole rows; this many are read within a second. */
const ROWS_MAX = 5_000;

export function createGateway(options: GatewayOptions): Gateway & GatewayHistory {
  const { host, mchid } = options;
  const { call, close } = createCaller(options);

  const prepared = (number: AttemptNumber, parameters: Record<string, string>): Prepared => {
    const fields = sayable({ ...parameters, out_trade_no: number, mchid, udid: options.udid });
    return { number, fields, bodyHash: options.keyedHash(formEncoded(fields)) };
  };

  return {
    host,
    merchantId: mchid === '' ? null : mchid,
    adviceOn,
    isForLater,

    lifeMsOf: (tender) => (termsOf(tender).lifeMinutes ?? options.expiredMinutes) * 60_000,

    prepare(number, order) {
      return prepared(number, {
        txamt: String(order.amount),
        txcurrcd: order.currency,
        pay_type: order.payType,
        txdtm: order.requestedAtText,
        goods_name: options.goodsName,
        ...modeParameters(order, options),
      });
    },

    async pay(payment) {
      const posted = await call(options.payFetch, '/trade/v1/payment', payment.fields, PAY_TIMEOUT_MS);
      if (posted.kind !== 'json') return posted;
      const message = paymentMessage.safeParse(posted.json);
      if (!message.success) return unreadable(`payment answer that ${whyUnread(message.error)}`);
      return { kind: 'answered', row: toRow(message.data), qr: message.data.qrcode, gatewayTime: posted.date };
    },

    async enquire(enquiry, page) {
      const fields = sayable({
        ...enquiryParameters(enquiry),
        page: String(page),
        page_size: String(PAGE_SIZE),
        mchid,
      });
      const posted = await call(options.askFetch, '/trade/v1/query', fields, ASK_TIMEOUT_MS);
      return posted.kind === 'json' ? readEnquiry(posted.json, posted.date) : posted;
    },

    async page({ start, end }, page) {
      const range = { start_time: start, end_time: end, page: String(page), page_size: String(PAGE_SIZE), mchid };
      const posted = await call(options.askFetch, '/trade/v1/query', sayable(range), ASK_TIMEOUT_MS);
      if (posted.kind !== 'json') return posted;
      const answered = readAnswered(posted.json);
      if (answered.kind !== 'page') return answered;
      return { kind: 'answered', ...readStatement(answered.data), isLast: answered.isLast, gatewayTime: posted.date };
    },

    prepareRefund(number, order) {
      return prepared(number, { syssn: order.gatewayRef, txamt: String(order.amount), txdtm: order.requestedAtText });
    },

    async refund(refund) {
      const posted = await call(options.payFetch, '/trade/v1/refund', refund.fields, PAY_TIMEOUT_MS);
      if (posted.kind !== 'json') return posted;
      const message = refundMessage.safeParse(posted.json);
      if (!message.success) return unreadable(`refund answer that ${whyUnread(message.error)}`);
      return { kind: 'answered', row: toRow(message.data), qr: null, gatewayTime: posted.date };
    },

    close,
  };
}

/** Signs and posts; logs when the gateway begins or ceases to sign its answers. */
function createCaller({ host, log, ...options }: GatewayOptions) {
  const closing = new AbortController();
  let signed: AnswerSigned = 'right';

  /** Logs changes only, because a day has hundreds of answers. */
  const heardSigned = (now: AnswerSigned): void => {
    if (now !== signed) log('gateway.answer-signature', { is: now });
    signed = now;
  };

  const call = (fetch: Fetch, path: string, fields: Fields, timeoutMs: number) =>
    post({
      fetch,
      url: new URL(path, host).href,
      fields,
      credentials: options.credentials,
      signType: options.signType,
      timeoutMs,
      timers: options.timers,
      signal: closing.signal,
      mustBeSigned: options.answersMustBeSigned,
      onSigned: heardSigned,
    });

  return {
    call,
    /** Ends every call under way. */
    close(): void {
      closing.abort();
    },
  };
}

/**
 * Parameters of one mode. MPM: the order's life, unless the wallet fixes it, and a page to return to. CPM: the
 * customer's code.
 */
function modeParameters(order: Order, options: GatewayOptions): Record<string, string> {
  if (order.tender.mode === 'cpm') return { auth_code: order.authCode ?? '' };
  const { lifeMinutes } = termsOf(order.tender);
  return { expired_time: lifeMinutes === null ? String(options.expiredMinutes) : '', return_url: options.returnUrl };
}

/** An empty parameter is never sent: QFPay's documents disagree on whether it would be signed. */
function sayable(parameters: Record<string, string>): Fields {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''));
}

function enquiryParameters(enquiry: Enquiry): Record<string, string> {
  // Without dates QFPay searches only the current calendar month, and misses the night before the first of a month.
  const { start, end } = enquiry.window;
  const whom =
    enquiry.by === 'syssn' ? { syssn: enquiry.gatewayRefs.join(',') } : { out_trade_no: enquiry.numbers.join(',') };
  return { ...whom, start_time: start, end_time: end };
}

function readEnquiry(json: unknown, gatewayTime: WallMs | null): EnquiryAnswer {
  const answered = readAnswered(json);
  if (answered.kind !== 'page') return answered;
  return { kind: 'answered', ...readRows(answered.data), isLast: answered.isLast, gatewayTime };
}

type Page = { readonly kind: 'page'; readonly data: readonly unknown[]; readonly isLast: boolean };

/** The rows of an enquiry's answer as they came, or why there are none. */
function readAnswered(json: unknown): Page | Exclude<EnquiryAnswer, { kind: 'answered' }> {
  const message = enquiryMessage.safeParse(json);
  if (!message.success) return unreadable(`enquiry answer that ${whyUnread(message.error)}`);
  const { respcd, resperr, respmsg, data, page_size: pageSize } = message.data;
  // The outer 0000 says only that the enquiry was understood.
  if (respcd !== '0000') {
    const text = [resperr, respmsg].filter((part) => part !== null).join(' ');
    return { kind: 'enquiry-refused', code: respcd, text, advice: adviceOn(respcd, 'payment', false) };
  }
  if (data === null) return unreadable('enquiry answer without data');
  if (data.length > ROWS_MAX) return unreadable(`enquiry answer of more than ${ROWS_MAX} rows`);
  return { kind: 'page', data, isLast: data.length < Math.min(pageSize ?? PAGE_SIZE, PAGE_SIZE) };
}
