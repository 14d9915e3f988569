/** The simulator's signature check, with the strings that QFPay published and with requests over real HTTP. */

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  answerSign,
  expectedSign,
  parseForm,
  readSignType,
  signMatches,
  textToSign,
} from '../../electron/simulator/sign.ts';
import { gatewayAt, NOON, paymentFields, post, type Fields, type Gateway } from './simulator-support.ts';

function params(fields: Fields): ReadonlyMap<string, string> {
  const parsed = parseForm(Buffer.from(new URLSearchParams(fields).toString()));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

/** Splits a published string to sign. None of its values contains & or =. */
function fieldsOf(published: string): Fields {
  return Object.fromEntries(published.split('&').map((pair) => pair.split('=') as [string, string]));
}

const CHINESE =
  'address=XX区XX路XX号&bankaccount=1234567890&bankaddr=银行详细地址&bankcity=成都&bankcode=123&bankcountry=中国&' +
  'bankname=中国建设银行&bankswiftcode=001&bankuser=王&channel_type=1&city=成都&country=中国&email=email@example.com&' +
  'idnumber=110000201608220123&licenseactive_date=2016-07-10&licensenumber=12345678&mcc_id=6125485337528623306&' +
  'mobile=14401234567&name=测试企业&shopname=XX商店&username=some_user';
const EMPTY_AND_SPACE =
  'address=TST&bankaccount=168477081838&bankaddr=TST&bankcity=Hong Kong&bankcode=123&bankcountry=Hong Kong&bankname=HSBC&' +
  'bankswiftcode=HSBCHKHHHKH&bankuser=Peter&channel_type=&city=Hong Kong&country=Hong Kong&email=peter@test.com&' +
  'idnumber=172845391795&legalperson=Peter&licenseactive_date=20160810&licensenumber=123456&mcc_id=21002&mobile=123456&' +
  'name=Peter &shopname=PeterShopR&username=peter@test.com';
const PAYME =
  'out_trade_no=16565588217444950016&pay_type=805801&return_url=https://www.qfpay.global&txamt=200&txcurrcd=HKD&' +
  'txdtm=2022-06-30 11:13:41&udid=my_udid';
const PAYME_KEY = '0123456789ABCDEF0123456789ABCDEF';

describe('published strings', () => {
  it('Chinese text, raw UTF-8', () => {
    expect(textToSign(params(fieldsOf(CHINESE)))).toBe(CHINESE);
    expect(expectedSign(params(fieldsOf(CHINESE)), '789012', 'MD5')).toBe('e019253e135863c335333c983df05359');
  });

  it('an empty value and a space at the end of one', () => {
    expect(expectedSign(params(fieldsOf(EMPTY_AND_SPACE)), '001c49ce1d444994b419934286eb07b40f2', 'MD5')).toBe(
      '3a7a3bba647fb6fbc28f6687d78212e2',
    );
  });

  it("the PayMe page's own request, by MD5 and by SHA256", () => {
    const request = params(fieldsOf(PAYME));
    expect(expectedSign(request, PAYME_KEY, 'MD5')).toBe('be88ee11299e83d5fc802e16897a93dd');
    expect(expectedSign(request, PAYME_KEY, 'SHA256')).toBe(
      'a08cda6d7620f95ca414641e92d58e79e80b1e3a218e9239f760b1201c099faa',
    );
  });

  it('does not depend on the order of the form or the case of the hex, but on every digit', () => {
    const shuffled = params(Object.fromEntries(Object.entries(fieldsOf(PAYME)).toReversed()));
    expect(signMatches(shuffled, PAYME_KEY, 'MD5', 'BE88EE11299E83D5FC802E16897A93DD')).toBe(true);
    expect(signMatches(shuffled, PAYME_KEY, 'MD5', 'be88ee11299e83d5fc802e16897a93dd')).toBe(true);
    expect(signMatches(shuffled, PAYME_KEY, 'MD5', 'be88ee11299e83d5fc802e16897a93de')).toBe(false);
    expect(signMatches(shuffled, PAYME_KEY, 'SHA256', 'be88ee11299e83d5fc802e16897a93dd')).toBe(false);
    expect(signMatches(shuffled, PAYME_KEY, 'MD5', '')).toBe(false);
    const changed = params({ ...fieldsOf(PAYME), txamt: '201' });
    expect(signMatches(changed, PAYME_KEY, 'MD5', 'BE88EE11299E83D5FC802E16897A93DD')).toBe(false);
  });

  it('answers are signed over their bytes', () => {
    const body = '{"status": "1", "notify_type": "payment", "pay_type": "805801", "txamt": "200", "respcd": "0000"}';
    expect(answerSign(Buffer.from(body), PAYME_KEY)).toBe('7E0AAC4E8906E6CAB6FE32F561170A0E');
  });
});

describe('reading a form', () => {
  it('reads + and %20 as a space and %2B as a plus', () => {
    expect(parseForm(Buffer.from('a=1+2%203%2B4'))).toEqual({ ok: true, value: new Map([['a', '1 2 3+4']]) });
  });

  it.each(['a', '=1', 'a=1&', 'a=%E4%BD', 'a=%zz', 'a=1&a=1'])('refuses %s', (text) => {
    expect(parseForm(Buffer.from(text)).ok).toBe(false);
  });

  it('refuses bytes that are not UTF-8, and does not sign a parameter called sign', () => {
    expect(parseForm(Buffer.from([0x61, 0x3d, 0xff])).ok).toBe(false);
    expect(textToSign(params({ b: '2', sign: 'x', a: '1' }))).toBe('a=1&b=2');
  });

  it('knows two digests', () => {
    expect([undefined, 'MD5', 'SHA256', 'SHA1', ''].map(readSignType)).toEqual(['MD5', 'MD5', 'SHA256', null, null]);
  });
});

describe('over HTTP', () => {
  let gateway: Gateway;
  beforeEach(async () => {
    gateway = await gatewayAt(NOON);
  });
  afterEach(() => gateway.close());

  it('accepts MD5 in both cases and SHA256, with Chinese text and special characters in the values', async () => {
    const fields = { goods_name: '凍檸茶 (少甜)+1', return_url: 'https://shop.example/?a=1&b=二' };
    expect((await gateway.payment(fields)).json['respcd']).toBe('0000');
    expect((await gateway.payment(fields, { lowerCase: true })).json['respcd']).toBe('0000');
    expect((await gateway.payment(fields, { signType: 'SHA256' })).json['respcd']).toBe('0000');
    expect(gateway.books.signaturesRejected()).toBe(0);
  });

  it('refuses a wrong key, code, digest or missing header with 1108, three fields and HTTP 200', async () => {
    const refused = [
      await gateway.payment({}, { clientKey: 'another' }),
      await gateway.payment({}, { appCode: 'another' }),
      await gateway.payment({}, { headers: { 'X-QF-SIGN': '0'.repeat(32) } }),
      await gateway.payment({}, { headers: { 'X-QF-SIGN': '' } }),
      await gateway.payment({}, { headers: { 'X-QF-SIGNTYPE': 'SHA256' } }),
      await gateway.payment({}, { headers: { 'X-QF-SIGNTYPE': 'SHA1' } }),
    ];
    for (const { status, json } of refused) {
      expect(status).toBe(200);
      expect(json['respcd']).toBe('1108');
      expect(Object.keys(json).toSorted()).toEqual(['respcd', 'resperr', 'respmsg']);
    }
    expect(gateway.books.signaturesRejected()).toBe(refused.length);
    expect(gateway.books.orders()).toEqual([]);
  });

  it('signs its answer with MD5 of the bytes and the key, unless switched off', async () => {
    const { text, headers } = await gateway.payment({});
    const expected = createHash('md5')
      .update(text + gateway.simulator.clientKey)
      .digest('hex')
      .toUpperCase();
    expect(headers.get('x-qf-sign')).toBe(expected);
    gateway.simulator.setSwitches({ signatureHeader: false });
    expect((await gateway.payment({})).headers.get('x-qf-sign')).toBeNull();
  });

  it('requires the merchant number if one was issued, and refuses it if none was', async () => {
    expect((await gateway.payment({ mchid: 'm1' })).json['respcd']).toBe('1108');
    const outlet = await gatewayAt(NOON, { mchid: 'm1' });
    const pay = async (fields: Fields) =>
      (await post(outlet.simulator, '/trade/v1/payment', paymentFields({ out_trade_no: 'A', ...fields }))).json[
        'respcd'
      ];
    expect(await pay({})).toBe('1108');
    expect(await pay({ mchid: 'm2' })).toBe('1108');
    expect(await pay({ mchid: 'm1' })).toBe('0000');
    await outlet.close();
  });
});
