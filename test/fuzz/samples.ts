/**
 * Valid answers of QFPay about one payment or one refund of it, as in its documents and in production. The mutations
 * start from them.
 */
import { NUMBER, numberOf, SYSSN } from '../support/samples.ts';
import type { Presentment } from '../../shared/wallet.ts';

export const AMOUNT_CENTS = 1234;
export const MCHID = 'eqqmYMn0Zj';
export const TAKEN_SYSSN = '20261122154100020012760000';
export const REFUND_NUMBER = numberOf(124);
const REFUND_SYSSN = '20261122154100020012764888';

type Body = Readonly<Record<string, unknown>>;
export type Samples = {
  /** Answers to the request itself. */
  readonly answers: readonly Body[];
  /** Answers to an enquiry. Only the first proves that the money moved. */
  readonly enquiries: readonly Body[];
};

/**
 * Fields as production sends them: some keys differ from the documents, some are empty, the text always says success.
 */
const common = {
  respcd: '0000',
  resperr: '交易成功',
  errmsg: '交易成功',
  respmsg: '',
  txamt: String(AMOUNT_CENTS),
  txcurrcd: 'HKD',
  txdtm: '2026-11-22 21:05:09',
  sysdtm: '2026-11-22 21:05:10',
  paydtm: '2026-11-22 21:05:10',
  cardcd: '',
  chnlsn: '9f1c8e6a-0f2b-4e55-9f4c-1e2d3c4b5a69',
};
const outer = { respcd: '0000', resperr: '请求成功', respmsg: '', page: 1, page_size: 100 };
const unsigned = { respcd: '1108', resperr: 'signature error', respmsg: '' };

export function paymentSamples(payType: string, mode: Presentment): Samples {
  const row = { ...common, out_trade_no: NUMBER as string, syssn: SYSSN, pay_type: payType };
  const qr = { qrcode: 'https://qr.payme.hsbc.com.hk/2/A1b2C3d4', respmsg: 'PR001:Request for Payment Initiated' };
  const listed = { ...row, order_type: 'payment', cancel: '0', exchange_rate: 1, userid: '2487123' };
  const failed = { ...listed, respcd: '1201', syssn: '20261122154100020012764700' };
  return {
    answers: [
      { ...row, ...(mode === 'mpm' ? qr : {}) },
      { ...row, respcd: '1143' },
      { ...row, respcd: '1201', resperr: '余额不足(1201)' },
      { ...row, respcd: '1145', txamt: AMOUNT_CENTS },
      { ...row, mchid: MCHID },
      unsigned,
    ],
    enquiries: [
      { ...outer, data: [listed] },
      { ...outer, data: [{ ...listed, respcd: '1143', cancel: 0 }] },
      { ...outer, data: [failed] },
      {
        ...outer,
        data: [
          { ...listed, out_trade_no: numberOf(999) },
          { ...listed, txamt: '1235' },
        ],
      },
      {
        ...outer,
        data: [
          { ...listed, order_type: 'refund', orig_syssn: SYSSN },
          { ...listed, cancel: '3' },
        ],
      },
      { ...outer, data: [{ ...listed, syssn: TAKEN_SYSSN }, failed] },
      { ...outer, data: [{ ...listed, mchid: 'anotherShop' }] },
      { ...outer, data: [] },
      unsigned,
    ],
  };
}

/** Answers about a refund of the whole payment above. */
export function refundSamples(payType: string): Samples {
  const row = { ...common, out_trade_no: REFUND_NUMBER as string, syssn: REFUND_SYSSN, orig_syssn: SYSSN };
  const listed = { ...row, pay_type: payType, order_type: 'refund', cancel: '0', origssn: SYSSN };
  const payment = { ...listed, out_trade_no: NUMBER as string, syssn: SYSSN, order_type: 'payment', cancel: '3' };
  return {
    answers: [
      row,
      { ...row, respcd: '1143', resperr: '處理中，請稍等(1143)' },
      { respcd: '1265', resperr: '23:30-00:30', respmsg: '' },
      { ...row, respcd: '1269', txamt: AMOUNT_CENTS },
      { ...row, syssn: SYSSN },
    ],
    enquiries: [
      { ...outer, data: [listed, payment] },
      { ...outer, data: [payment, { ...listed, respcd: '1143' }] },
      { ...outer, data: [payment] },
      { ...outer, data: [{ ...listed, txamt: '1' }] },
      { ...outer, data: [{ ...listed, order_type: 'payment' }] },
      { ...outer, data: [{ ...listed, syssn: SYSSN }] },
      { ...outer, data: [] },
      unsigned,
    ],
  };
}
