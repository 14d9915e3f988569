/** Valid answers of QFPay for one attempt, as its documents and production show them: what the mutations begin with. */
import { NUMBER, SYSSN } from '../support/samples.ts';

export const AMOUNT_CENTS = 1234;
export const MCHID = 'eqqmYMn0Zj';
export const TAKEN_SYSSN = '20261122154100020012760000';
export const QR = 'https://qr.payme.hsbc.com.hk/2/A1b2C3d4';

/** As production writes it: other keys than documented, some empty, the text says success whatever happened. */
const row = {
  respcd: '0000',
  resperr: '交易成功',
  errmsg: '交易成功',
  respmsg: '',
  out_trade_no: NUMBER as string,
  syssn: SYSSN,
  txamt: String(AMOUNT_CENTS),
  txcurrcd: 'HKD',
  txdtm: '2026-11-22 21:05:09',
  sysdtm: '2026-11-22 21:05:10',
  paydtm: '2026-11-22 21:05:10',
  cardcd: '',
  chnlsn: '9f1c8e6a-0f2b-4e55-9f4c-1e2d3c4b5a69',
};

export const PAY_ANSWERS = (payType: string, way: 'mpm' | 'cpm') => [
  {
    ...row,
    pay_type: payType,
    ...(way === 'mpm' ? { qrcode: QR, respmsg: 'PR001:Request for Payment Initiated' } : {}),
  },
  { ...row, pay_type: payType, respcd: '1143' },
  { ...row, pay_type: payType, respcd: '1201', resperr: '余额不足(1201)' },
  { ...row, pay_type: payType, respcd: '1145', txamt: AMOUNT_CENTS },
  { ...row, pay_type: payType, mchid: MCHID },
  { respcd: '1108', resperr: '', respmsg: '' },
];

/** The first finds the attempt paid, and only the first. */
export const ENQUIRY_ANSWERS = (payType: string) => {
  const listed = { ...row, pay_type: payType, order_type: 'payment', cancel: '0', exchange_rate: 1, userid: '2487123' };
  const outer = { respcd: '0000', resperr: '请求成功', respmsg: '', page: 1, page_size: 100 };
  const failed = { ...listed, respcd: '1201', syssn: '20261122154100020012764700' };
  return [
    { ...outer, data: [listed] },
    { ...outer, data: [{ ...listed, respcd: '1143', cancel: 0 }] },
    { ...outer, data: [failed] },
    {
      ...outer,
      data: [
        { ...listed, out_trade_no: '01K7QF3M0009991X' },
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
    { ...outer, data: [{ ...listed, mchid: MCHID }] },
    { ...outer, data: [] },
    { respcd: '1108', resperr: 'signature error', respmsg: '' },
  ];
};

export const REFUND_ANSWERS = [
  { ...row, orig_syssn: SYSSN, syssn: '20261122154100020012764888', out_trade_no: '01K7QF3M0001242X' },
  { ...row, respcd: '1143' },
  { respcd: '1265', resperr: '23:30-00:30', respmsg: '' },
];
