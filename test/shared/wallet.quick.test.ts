/** The table of wallets, and what the till reads in it. PayMe is the one that is switched on. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  isOnOffer,
  payTypeOf,
  onlyTender,
  payTypesOf,
  PRESENTMENTS,
  tenderListedAs,
  tendersOnOffer,
  termsOf,
  takesCode,
  fitsStep,
  WALLETS,
  type Tender,
} from '../../shared/wallet.ts';
import { addWallet, MADE_UP } from '../support/made-up-wallet.ts';
import { payMe, PAYME_CODE, PAYME_QR } from '../support/samples.ts';

const QR: Tender = { wallet: MADE_UP.id, mode: 'mpm' };
const CODE: Tender = { wallet: MADE_UP.id, mode: 'cpm' };

it('says what an order of no pay type in it can only be of, while one wallet is on', () => {
  expect(onlyTender()).toEqual(PAYME_QR);
  const removeSecond = addWallet();
  expect(onlyTender()).toBeNull();
  removeSecond();
});

it('is of wallets that cannot be taken for each other', () => {
  const ids = WALLETS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const payTypes = ids.flatMap((wallet) => PRESENTMENTS.flatMap((mode) => payTypesOf({ wallet, mode })));
  expect(new Set(payTypes).size).toBe(payTypes.length);
  for (const payType of payTypes) expect(payType).toMatch(/^\d{6}$/);
});

describe('PayMe', () => {
  it('is all that is on offer, by QR and by code', () => {
    expect(tendersOnOffer()).toEqual([PAYME_QR, PAYME_CODE]);
    expect(isOnOffer(payMe('cpm'))).toBe(true);
  });

  it('has these pay types, and is told by them', () => {
    expect([payTypeOf(PAYME_QR), payTypeOf(PAYME_CODE)]).toEqual(['805801', '805808']);
    expect([tenderListedAs('805801'), tenderListedAs('805808')]).toEqual([PAYME_QR, PAYME_CODE]);
    expect([payTypesOf(PAYME_QR), payTypesOf(PAYME_CODE)]).toEqual([['805801'], ['805808']]);
  });
});

describe('a wallet that the table has not got', () => {
  it('is not on offer, and nothing is known of it', () => {
    expect(termsOf(QR)).toEqual({ stepCents: 1, lifeMinutes: null, refundsInPart: true, refundDays: null });
    expect(fitsStep(QR, 1)).toBe(true);
    expect(isOnOffer(QR)).toBe(false);
    expect(() => payTypeOf(QR)).toThrow('is not on offer');
    expect(payTypesOf(QR)).toEqual([]);
    expect(tenderListedAs('800101')).toBeNull();
  });
});

describe('a second wallet', () => {
  let remove: () => void;
  const add = (more: Parameters<typeof addWallet>[0] = {}) => (remove = addWallet(more));
  beforeEach(() => {
    remove = () => undefined;
  });
  afterEach(() => remove());

  it('is on offer behind the first', () => {
    add();
    expect(tendersOnOffer()).toEqual([PAYME_QR, PAYME_CODE, QR, CODE]);
    expect(payTypeOf(CODE)).toBe('899908');
  });

  it('that is switched off, or charges in another currency, is not on offer, and its old orders are known', () => {
    for (const more of [{ isOn: false }, { currency: 'CNY' }] as const) {
      add(more);
      expect(tendersOnOffer()).toEqual([PAYME_QR, PAYME_CODE]);
      expect(() => payTypeOf(QR)).toThrow('is not on offer');
      expect(payTypesOf(QR)).toEqual(['899901', '899902']);
      expect(tenderListedAs('899908')).toEqual(CODE);
      remove();
    }
  });

  it('that has one mode only is offered by that one', () => {
    add({ modes: { ...MADE_UP.modes, mpm: null } });
    expect(tendersOnOffer()).toEqual([PAYME_QR, PAYME_CODE, CODE]);
    expect(() => payTypeOf(QR)).toThrow('is not on offer');
    expect([payTypesOf(QR), payTypesOf(CODE)]).toEqual([[], ['899908']]);
  });
});

describe('what a wallet allows', () => {
  let remove: () => void;
  beforeEach(() => {
    remove = addWallet();
  });
  afterEach(() => remove());

  it('stands in its row', () => {
    expect(termsOf(QR)).toMatchObject({ stepCents: 10, lifeMinutes: 10, refundsInPart: true, refundDays: 30 });
    expect([fitsStep(QR, 120), fitsStep(QR, 125), fitsStep(PAYME_QR, 125)]).toEqual([true, false, true]);
  });

  it('an order of it may be listed under each of its pay types, and tells by them what it was made with', () => {
    expect([payTypesOf(QR), payTypesOf(CODE)]).toEqual([['899901', '899902'], ['899908']]);
    expect(tenderListedAs('899902')).toEqual(QR);
  });

  it('its own codes only; and PayMe takes what is no other wallet’s', () => {
    expect([takesCode(CODE, MADE_UP.id), takesCode(CODE, 'payme'), takesCode(CODE, null)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([takesCode(PAYME_CODE, null), takesCode(PAYME_CODE, MADE_UP.id)]).toEqual([true, false]);
  });
});

it('no code is charged with a wallet that the table has not got', () => {
  expect(takesCode(CODE, null)).toBe(false);
});
