/** A sentence about a payment names its wallet; a sentence about no payment names all wallets on offer. */
import i18next from 'i18next';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { named } from '../../renderer/window/wallet-name.ts';
import { LANGUAGES } from '../../shared/settings.ts';
import en from '../../shared/words/en.json';
import { addWallet, MADE_UP } from '../support/made-up-wallet.ts';
import { PAYME_QR } from '../support/samples.ts';

beforeAll(async () => {
  vi.stubGlobal('navigator', { language: 'en' });
  vi.stubGlobal('document', { documentElement: {} });
  // The texts are ready as soon as the module is loaded.
  await import('../../renderer/window/i18n.ts');
});

let remove: () => void;
beforeEach(() => {
  remove = () => undefined;
});
afterEach(() => remove());

const { t } = i18next;

it('a sentence about a payment has the name of its wallet in the language of the sentence', () => {
  remove = addWallet();
  expect(t('way.mpm', named(t, PAYME_QR))).toBe('PayMe QR');
  expect(t('customer.qr', { lng: 'zh-HK', ...named(t, PAYME_QR, 'zh-HK') })).toBe(
    '請開啟 PayMe 掃描 QR Code 並確認付款',
  );
  i18next.addResource('en', 'translation', `wallet.${MADE_UP.id}`, 'Tram');
  expect(t('way.cpm', named(t, { wallet: MADE_UP.id }))).toBe('Scan Tram');
});

it('a sentence about no payment has the names of all wallets on offer', () => {
  expect(t('customer.idle')).toBe('Pay here with PayMe');
  expect(t('customer.closed', { lng: 'zh-CN' })).toContain('PayMe');
  remove = addWallet();
  i18next.addResource('en', 'translation', `wallet.${MADE_UP.id}`, 'Tram');
  expect(t('customer.idle')).toBe('Pay here with PayMe / Tram');
});

it('a wallet without a name in the catalogues appears with its id from the ledger', () => {
  const wallet = 'of another version' as typeof PAYME_QR.wallet;
  expect(t('way.mpm', named(t, { wallet }))).toBe('of another version QR');
});

it('the name is filled into every sentence with a place for it, and other places do not change', () => {
  const keys = (node: object, path = ''): readonly string[] =>
    Object.entries(node).flatMap(([key, value]) =>
      typeof value === 'string' ? (value.includes('{{wallet}}') ? [path + key] : []) : keys(value, `${path}${key}.`),
    );
  const all = keys(en);
  expect(all.length).toBeGreaterThan(25);
  for (const lng of LANGUAGES) {
    for (const key of all) {
      const sentence: string = t(key as 'customer.idle', { lng });
      expect(sentence, `${key} ${lng}`).toContain('PayMe');
      expect(sentence, `${key} ${lng}`).not.toContain('{{wallet}}');
    }
  }
  expect(t('keypad.limit')).toContain('{{limit}}');
});
