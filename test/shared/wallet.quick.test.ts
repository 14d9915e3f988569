/** The table of wallets, and what the till reads from it. Only PayMe is switched on. */
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

it('gives the tender of an order with an unknown pay type, while only one wallet is on', () => {
  expect(onlyTender()).toEqual(PAYME_QR);
  const removeSecond = addWallet();
  expect(onlyTender()).toBeNull();
  removeSecond();
});

it('has different ids and pay types for all wallets', () => {
  const ids = WALLETS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const payTypes = ids.flatMap((wallet) => PRESENTMENTS.flatMap((mode) => payTypesOf({ wallet, mode })));
  expect(new Set(payTypes).size).toBe(payTypes.length);
  for (const payType of payTypes) expect(payType).toMatch(/^\d{6}$/);
});

describe('PayMe', () => {
  it('is the only wallet on offer, by QR and by code', () => {
    expect(tendersOnOffer()).toEqual([PAYME_QR, PAYME_CODE]);
    expect(isOnOffer(payMe('cpm'))).toBe(true);
  });

  it('has these pay types, and is recognised by them', () => {
    expect([payTypeOf(PAYME_QR), payTypeOf(PAYME_CODE)]).toEqual(['805801', '805808']);
    expect([tenderListedAs('805801'), tenderListedAs('805808')]).toEqual([PAYME_QR, PAYME_CODE]);
    expect([payTypesOf(PAYME_QR), payTypesOf(PAYME_CODE)]).toEqual([['805801'], ['805808']]);
  });
});

describe('a wallet that is not in the table', () => {
  it('is not on offer, and has default terms', () => {
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

  it('is on offer after the first', () => {
    add();
    expect(tendersOnOffer()).toEqual([PAYME_QR, PAYME_CODE, QR, CODE]);
    expect(payTypeOf(CODE)).toBe('899908');
  });

  it('that is switched off, or has another currency, is not on offer, but its old orders are recognised', () => {
    for (const more of [{ isOn: false }, { currency: 'CNY' }] as const) {
      add(more);
      expect(tendersOnOffer()).toEqual([PAYME_QR, PAYME_CODE]);
      expect(() => payTypeOf(QR)).toThrow('is not on offer');
      expect(payTypesOf(QR)).toEqual(['899901', '899902']);
      expect(tenderListedAs('899908')).toEqual(CODE);
      remove();
    }
  });

  it('that has only one mode is offered in that mode', () => {
    add({ modes: { ...MADE_UP.modes, mpm: null } });
    expect(tendersOnOffer()).toEqual([PAYME_QR, PAYME_CODE, CODE]);
    expect(() => payTypeOf(QR)).toThrow('is not on offer');
    expect([payTypesOf(QR), payTypesOf(CODE)]).toEqual([[], ['899908']]);
  });
});

describe('the terms of a wallet', () => {
  let remove: () => void;
  beforeEach(() => {
    remove = addWallet();
  });
  afterEach(() => remove());

  it('are in its row', () => {
    expect(termsOf(QR)).toMatchObject({ stepCents: 10, lifeMinutes: 10, refundsInPart: true, refundDays: 30 });
    expect([fitsStep(QR, 120), fitsStep(QR, 125), fitsStep(PAYME_QR, 125)]).toEqual([true, false, true]);
  });

  it('allow its orders to be listed under each of its pay types, which show the tender', () => {
    expect([payTypesOf(QR), payTypesOf(CODE)]).toEqual([['899901', '899902'], ['899908']]);
    expect(tenderListedAs('899902')).toEqual(QR);
  });

  it('accept only its own codes; PayMe accepts codes of no other wallet', () => {
    expect([takesCode(CODE, MADE_UP.id), takesCode(CODE, 'payme'), takesCode(CODE, null)]).toEqual([
      true,
      false,
      false,
    ]);
    expect([takesCode(PAYME_CODE, null), takesCode(PAYME_CODE, MADE_UP.id)]).toEqual([true, false]);
  });
});

it('no code is charged with a wallet that is not in the table', () => {
  expect(takesCode(CODE, null)).toBe(false);
});
