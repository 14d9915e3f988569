/**
 * The request signature, compared with the vectors that QFPay published (V1, V2) and with the request on QFPay's PayMe
 * page (V5). Changing any single character of the signed text changes the signature.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerSigned, sign, type Fields } from '../../electron/gateway/sign.ts';
import { Secret } from '../../electron/vault/secret.ts';
import type { SignType } from '../../shared/settings.ts';

type Vector = { readonly name: string; readonly fields: Fields; readonly key: string } & Readonly<
  Partial<Record<SignType, string>>
>;

const V1: Vector = {
  name: 'V1: Chinese text, signed as raw UTF-8',
  key: '789012',
  MD5: 'E019253E135863C335333C983DF05359',
  fields: {
    address: 'XX区XX路XX号',
    bankaccount: '1234567890',
    bankaddr: '银行详细地址',
    bankcity: '成都',
    bankcode: '123',
    bankcountry: '中国',
    bankname: '中国建设银行',
    bankswiftcode: '001',
    bankuser: '王',
    channel_type: '1',
    city: '成都',
    country: '中国',
    email: 'email@example.com',
    idnumber: '110000201608220123',
    licenseactive_date: '2016-07-10',
    licensenumber: '12345678',
    mcc_id: '6125485337528623306',
    mobile: '14401234567',
    name: '测试企业',
    shopname: 'XX商店',
    username: 'some_user',
  },
};

/** Published as one string with the key at its end; copied unchanged. */
const V2_PUBLISHED =
  'address=TST&bankaccount=168477081838&bankaddr=TST&bankcity=Hong Kong&bankcode=123&bankcountry=Hong Kong' +
  '&bankname=HSBC&bankswiftcode=HSBCHKHHHKH&bankuser=Peter&channel_type=&city=Hong Kong&country=Hong Kong' +
  '&email=peter@test.com&idnumber=172845391795&legalperson=Peter&licenseactive_date=20160810&licensenumber=123456' +
  '&mcc_id=21002&mobile=123456&name=Peter &shopname=PeterShopR' +
  '&username=peter@test.com001c49ce1d444994b419934286eb07b40f2';

const V2: Vector = {
  name: 'V2: spaces inside and behind a value, and an empty value',
  key: V2_PUBLISHED.slice(-32),
  MD5: '3A7A3BBA647FB6FBC28F6687D78212E2',
  fields: Object.fromEntries(
    V2_PUBLISHED.slice(0, -32)
      .split('&')
      .map((pair) => {
        const [name = '', value = ''] = pair.split('=');
        return [name, value];
      }),
  ),
};

const V5: Vector = {
  name: "V5: the PayMe page's own request",
  key: '0123456789ABCDEF0123456789ABCDEF',
  MD5: 'BE88EE11299E83D5FC802E16897A93DD',
  SHA256: 'a08cda6d7620f95ca414641e92d58e79e80b1e3a218e9239f760b1201c099faa',
  fields: {
    out_trade_no: '16565588217444950016',
    pay_type: '805801',
    return_url: 'https://www.qfpay.global',
    txamt: '200',
    txcurrcd: 'HKD',
    txdtm: '2022-06-30 11:13:41',
    udid: 'my_udid',
  },
};

type Case = readonly [title: string, vector: Vector, type: SignType, expected: string];
const CASES: readonly Case[] = [V1, V2, V5].flatMap((vector) =>
  (['MD5', 'SHA256'] as const).flatMap((type): Case[] => {
    const expected = vector[type];
    return expected === undefined ? [] : [[`${vector.name}, ${type}`, vector, type, expected]];
  }),
);

const signed = (fields: Fields, key: string, type: SignType): string => sign(fields, new Secret(key), type);

/** A text with the character at one place replaced by another. */
function changed(text: string, place: number, by: string): string {
  const characters = [...text];
  characters[place % characters.length] = by;
  return characters.join('');
}

/** A character that a field may contain; tests skip it if it equals the one that it replaces. */
const character = fc.constantFrom(...'0123456789ABCXYZabcxyz .-_:/@中号');
const place = fc.nat({ max: 200 });

it('splits the published string of V2 without loss', () => {
  const { fields, key } = V2;
  expect(fields['name']).toBe('Peter ');
  expect(fields['channel_type']).toBe('');
  const again = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  expect(again.join('&') + key).toBe(V2_PUBLISHED);
});

it('has all published vectors', () => {
  expect(CASES.map(([, , type]) => type)).toEqual(['MD5', 'MD5', 'MD5', 'SHA256']);
});

describe.each(CASES)('%s', (_title, { fields, key }, type, expected) => {
  const names = Object.keys(fields);

  it('gives the published signature', () => {
    expect(signed(fields, key, type)).toBe(expected);
  });

  it('does not depend on the order of the fields', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (order) => {
        const shuffled = Object.fromEntries(order.map((name) => [name, fields[name] ?? '']));
        expect(signed(shuffled, key, type)).toBe(expected);
      }),
    );
  });

  it('differs when one character of any value changes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), place, character, (name, at, by) => {
        const value = fields[name] ?? '';
        const other = value === '' ? by : changed(value, at, by);
        fc.pre(other !== value);
        expect(signed({ ...fields, [name]: other }, key, type)).not.toBe(expected);
      }),
    );
  });

  it('differs when one character of any name changes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), place, character, (name, at, by) => {
        const other = changed(name, at, by);
        fc.pre(other !== name && !(other in fields));
        const { [name]: value = '', ...rest } = fields;
        expect(signed({ ...rest, [other]: value }, key, type)).not.toBe(expected);
      }),
    );
  });

  it('differs when one character of the key changes', () => {
    fc.assert(
      fc.property(place, character, (at, by) => {
        const other = changed(key, at, by);
        fc.pre(other !== key);
        expect(signed(fields, other, type)).not.toBe(expected);
      }),
    );
  });

  it('differs when a field is left out or added', () => {
    for (const name of names) {
      const { [name]: _left, ...rest } = fields;
      expect(signed(rest, key, type)).not.toBe(expected);
    }
    expect(signed({ ...fields, mchid: 'x' }, key, type)).not.toBe(expected);
  });
});

it('signs spaces, Chinese and addresses unchanged, never percent-encoded', () => {
  const fields = { return_url: 'https://a.example/?q=1&r=茶 2', txdtm: '2022-06-30 11:13:41' };
  const encoded = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, encodeURIComponent(value)]));
  expect(signed(fields, 'k', 'MD5')).not.toBe(signed(encoded, 'k', 'MD5'));
  // The same bytes, signed by hand: md5("return_url=https://a.example/?q=1&r=茶 2&txdtm=2022-06-30 11:13:41k").
  expect(signed(fields, 'k', 'MD5')).toBe('CB44538B21F70D4FE7377EB5BBFEB2EE');
});

it('sorts names by ASCII: capitals, then _, then small letters, whatever the locale', () => {
  // md5("A=3&B=1&_=4&a=2k")
  expect(signed({ a: '2', _: '4', B: '1', A: '3' }, 'k', 'MD5')).toBe('AE02DFA0875F9CA432CCE347363A2968');
});

describe('the signature of an answer', () => {
  const BODY = '{"status": "1", "notify_type": "payment", "pay_type": "805801", "txamt": "200", "respcd": "0000"}';
  const SIGNATURE = '7E0AAC4E8906E6CAB6FE32F561170A0E';
  const key = new Secret(V5.key);

  it('is MD5 over the raw body and the key, in capitals or not', () => {
    expect(answerSigned(BODY, SIGNATURE, key)).toBe('right');
    expect(answerSigned(BODY, SIGNATURE.toLowerCase(), key)).toBe('right');
  });

  it('does not match another body, key or signature', () => {
    expect(answerSigned(`${BODY} `, SIGNATURE, key)).toBe('wrong');
    expect(answerSigned(BODY, SIGNATURE, new Secret('another'))).toBe('wrong');
    expect(answerSigned(BODY, changed(SIGNATURE, 0, '8'), key)).toBe('wrong');
    expect(answerSigned(BODY, '', key)).toBe('wrong');
    expect(answerSigned(BODY, null, key)).toBe('missing');
  });
});
