/** H3 and H4: what a whole label is, and what the cashier is told before anything is sent. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCode } from '../../electron/scanner/read-code.ts';
import { cleanLabel, DEFAULT_LABEL_RULES, labelRules, readLabel } from '../../electron/scanner/label.ts';
import type { LabelReading, LabelRule } from '../../electron/scanner/label.ts';
import { addWallet, MADE_UP } from '../support/made-up-wallet.ts';
import { aLabel } from '../support/samples.ts';

const readBy = (text: string, rules: readonly LabelRule[], prefix = ''): LabelReading =>
  readLabel(aLabel(text), rules, prefix);
const read = (text: string): LabelReading => readBy(text, DEFAULT_LABEL_RULES);
const isLabel = (text: string): LabelReading => ({ kind: 'label', label: text, wallet: null });

/** The reading in one word. */
function named(text: string): string {
  const cleaned = cleanLabel(text);
  if (!cleaned.ok) return cleaned.error;
  const reading = read(text);
  switch (reading.kind) {
    case 'label':
      return 'label';
    case 'other-wallet':
      return reading.wallet;
    case 'not-a-code':
      return reading.what;
    case 'unreadable':
      return reading.why;
  }
}

describe('H3: the ending', () => {
  it.each(['\r', '\n', '\r\n', '\t'])('is removed when it is %j', (ending) => {
    expect(cleanLabel(`CODE 1${ending}`)).toEqual({ ok: true, value: 'CODE 1' });
  });

  it.each(['\r\r', '\n\n', '\n\r', '\r\n\r\n', '\t\t', '\r\t', '\t\r\n'])(
    'is removed only once, so %j is refused',
    (ending) => {
      expect(cleanLabel(`CODE${ending}`)).toEqual({ ok: false, error: 'unprintable' });
    },
  );

  it('is the only part that is removed: spaces stay, also at both ends', () => {
    expect(cleanLabel('  a b  \r')).toEqual({ ok: true, value: '  a b  ' });
  });

  it.each(['', '\r', '\r\n', '\t'])('leaves nothing of %j', (text) => {
    expect(cleanLabel(text)).toEqual({ ok: false, error: 'empty' });
  });

  it('reads the bytes of a scanner as it reads text', () => {
    expect(cleanLabel([0x41, 0x7e, 0x20, 0x0d, 0x0a])).toEqual({ ok: true, value: 'A~ ' });
  });
});

describe('H3: a byte outside 20 to 7E is refused', () => {
  it('for every byte value, at every place', () => {
    for (let byte = 0; byte <= 0xff; byte += 1) {
      const isPrintable = byte >= 0x20 && byte <= 0x7e;
      for (const bytes of [
        [byte, 0x41, 0x41],
        [0x41, byte, 0x41],
        [byte, 0x0d],
      ]) {
        expect(cleanLabel(bytes).ok, `byte ${byte}`).toBe(isPrintable);
      }
    }
  });

  it.each(['收款', 'payme\u0000', '１２３', 'a\u00a0b', 'a\u2028b', 'FNC1\u001d01'])('%j', (text) => {
    expect(named(text)).toBe('unprintable');
  });
});

describe('H4: 1 to 128 characters', () => {
  it('accepts both limits and refuses more', () => {
    expect(read('P')).toEqual(isLabel('P'));
    expect(read('P'.repeat(128))).toEqual(isLabel('P'.repeat(128)));
    expect(read(`${'P'.repeat(128)}\r\n`)).toEqual(isLabel('P'.repeat(128)));
    expect(named('P'.repeat(129))).toBe('too-long');
    expect(named('')).toBe('empty');
  });
});

describe('H4: labels that the till names', () => {
  it.each([
    ['wechat', '100000000000000000'],
    ['wechat', '134567890123456789'],
    ['wechat', '159999999999999999'],
    ['label', '160000000000000000'],
    ['label', '099999999999999999'],
    ['label', '13456789012345678'],
    ['label', '1345678901234567890'],
    ['alipay', '2500000000000001'],
    ['alipay', '287654321098765432'],
    ['alipay', '309999999999999999999999'],
    ['label', '310000000000000000'],
    ['label', '240000000000000000'],
    ['label', '280000000000000'],
    ['label', '2800000000000000000000000'],
    ['unionpay', '6212345678901234567'],
    ['label', '621234567890123456'],
    ['label', '62123456789012345678'],
    ['label', '6312345678901234567'],
    ['label', '13456789012345678X'],
    ['url', 'https://payme.example/p?x=1'],
    ['url', 'HTTP://A.HK'],
    ['url', 'alipays://platformapi/startapp'],
    ['url', 'www.example.hk/menu'],
    ['label', 'see https://a.hk'],
    ['label', '://'],
    ['label', 'wwwhat'],
    ['label', 'PAYME:8372'],
    ['gs1', ']C10104012345678901'],
    ['gs1', '(01)04012345123456'],
    ['gs1', '0104006381333931'],
    ['label', '0104006381333932'],
    ['gs1', '010400638133393117261231'],
    ['label', '010400638133393198261231'],
    ['gs1', '00340123450000000000'],
    ['label', '00340123450000000001'],
    ['product', '4006381333931'],
    ['label', '4006381333932'],
    ['product', '96385074'],
    ['product', '036000291452'],
    ['product', '04006381333931'],
    ['label', '400638133393'],
    ['label', '7'],
    ['emv-merchant', '0002010102112632'],
    ['emv-merchant', `000201${'0'.repeat(200)}`],
    ['emv-customer', 'hQVDUFYwMWFQTw=='],
    // A customer's EMV code of UnionPay has 132 characters: more than QFPay accepts, but the till still names it.
    ['emv-customer', `hQVDUFYwMW${'A'.repeat(122)}`],
    ['payme-receive', 'https://qr.payme.hsbc.com.hk/2/A1b2C3'],
    ['url', 'https://qr.payme.hsbc.com.hk.example.com/2'],
    ['product', '01234565'],
    ['product', '04252614'],
    ['label', '01234566'],
    ['product', '977000000000312345'],
    ['product', '977000000000312'],
  ])('%s: %s', (name, text) => {
    expect(named(text)).toBe(name);
  });

  it('the reading contains the text only if it is a label', () => {
    for (const text of ['134567890123456789', 'https://a.hk', '4006381333931', 's'.repeat(129)]) {
      expect(JSON.stringify(read(text))).not.toContain(text.slice(0, 6));
    }
  });
});

describe("H4b: the scanner's prefix is removed from the code", () => {
  const behind = (text: string, prefix = ''): LabelReading => readBy(text, DEFAULT_LABEL_RULES, prefix);

  it.each([
    [']Q1PAYME1234', ''],
    [']Q2\\000026PAYME1234', ''],
    ['\\000026PAYME1234', ''],
    ['POS:PAYME1234', 'POS:'],
    ['POS:]Q1PAYME1234', 'POS:'],
    [']Q2\\000026POS:PAYME1234', 'POS:'],
    ['PAYME1234', 'POS:'],
    ['PAYME1234', ''],
  ])('%s, with the prefix %j', (text, prefix) => {
    expect(behind(text, prefix)).toEqual(isLabel('PAYME1234'));
  });

  it.each([
    ['wechat', ']Q1134567890123456789'],
    ['alipay', 'POS:2812345678901234'],
    ['gs1', ']C10104012345678901'],
    ['gs1', ']d2whatever'],
    ['product', ']E04006381333931'],
    ['product', ']E00000000000000'],
    ['url', ']Q1https://a.hk'],
    ['empty', ']Q1'],
    ['empty', 'POS:'],
    ['too-long', `]Q1${'P'.repeat(129)}`],
  ])('%s: %s', (name, text) => {
    const reading = behind(text, 'POS:');
    expect(Object.values(reading).slice(1)).toEqual([name]);
  });

  it('before the length of the code is checked', () => {
    expect(behind(`]Q1${'P'.repeat(128)}`)).toEqual(isLabel('P'.repeat(128)));
  });

  it('but not in the middle, and only once', () => {
    expect(behind('PAYME]Q1\\0000261')).toEqual(isLabel('PAYME]Q1\\0000261'));
    expect(behind('XX1', 'X')).toEqual(isLabel('X1'));
  });
});

describe('H4: nothing else is refused', () => {
  it('any printable text that begins with a letter and is no address', () => {
    const texts = fc.stringMatching(/^[A-Za-z][A-Za-z0-9 _\-+/=]{0,127}$/);
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(text)).toEqual(isLabel(text));
      }),
    );
  });

  it('any digits of a length that is in no row', () => {
    const lengths = fc.constantFrom(1, 7, 9, 10, 11, 15, 25, 26, 60, 128);
    const digits = lengths.chain((length) => fc.stringMatching(new RegExp(`^[1-9][0-9]{${length - 1}}$`)));
    fc.assert(
      fc.property(digits, (text) => {
        expect(read(text)).toEqual(isLabel(text));
      }),
    );
  });

  it('any text: reading never throws, and a label is part of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const cleaned = cleanLabel(text);
        if (!cleaned.ok) return;
        const reading = read(text);
        if (reading.kind === 'label') expect(text).toContain(reading.label);
      }),
    );
  });
});

describe('the table is a setting', () => {
  it('without rows every printable text is a label', () => {
    expect(readBy('134567890123456789', [])).toEqual(isLabel('134567890123456789'));
  });

  it('the first matching row decides, so a row that accepts may come first', () => {
    const accept: LabelRule = {
      when: { shape: 'begins-with', beginnings: ['https://pay.example/c/'] },
      means: { kind: 'label', wallet: null },
    };
    const rules = [accept, ...DEFAULT_LABEL_RULES];
    expect(readBy('HTTPS://PAY.EXAMPLE/C/1', rules)).toEqual(isLabel('HTTPS://PAY.EXAMPLE/C/1'));
    expect(readBy('https://pay.example/d/1', rules).kind).toBe('not-a-code');
  });

  it("begins with the wallets' own shapes, and tells the wallet of a code", () => {
    const told = (text: string) => readBy(text, labelRules());
    expect(told('TRAM-1')).toEqual(isLabel('TRAM-1'));
    const remove = addWallet();
    expect(told('tram-1')).toEqual({ kind: 'label', label: 'tram-1', wallet: MADE_UP.id });
    expect(told('92345678901234567')).toMatchObject({ kind: 'label', wallet: MADE_UP.id });
    expect(told('94345678901234567')).toMatchObject({ kind: 'label', wallet: null });
    expect(told('134567890123456789')).toEqual({ kind: 'other-wallet', wallet: 'wechat' });
    expect(readCode(aLabel('TRAM-1'))).toEqual({ kind: 'code', code: 'TRAM-1', wallet: MADE_UP.id });
    remove();
    expect(told('92345678901234567')).toEqual(isLabel('92345678901234567'));
  });

  it('can be stored in a settings file', () => {
    const rules = JSON.parse(JSON.stringify(DEFAULT_LABEL_RULES)) as readonly LabelRule[];
    expect(readBy('6212345678901234567', rules)).toEqual({ kind: 'other-wallet', wallet: 'unionpay' });
  });

  it('an empty beginning matches nothing', () => {
    const rules: readonly LabelRule[] = [
      { when: { shape: 'begins-with', beginnings: [''] }, means: { kind: 'not-a-code', what: 'url' } },
    ];
    expect(readBy('abc', rules)).toEqual(isLabel('abc'));
  });
});
