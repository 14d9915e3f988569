/** Sentences name the wallet of their payment; one that is about no payment of its own names all that can be paid with. */
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
  // Words are ready as soon as it is loaded.
  await import('../../renderer/window/i18n.ts');
});

let remove: () => void;
beforeEach(() => {
  remove = () => undefined;
});
afterEach(() => remove());

const { t } = i18next;

it('of a payment is the one it was made with, in the language of the sentence', () => {
  remove = addWallet();
  expect(t('way.mpm', named(t, PAYME_QR))).toBe('PayMe QR');
  expect(t('customer.qr', { lng: 'zh-HK', ...named(t, PAYME_QR, 'zh-HK') })).toBe(
    '請開啟 PayMe 掃描 QR Code 並確認付款',
  );
  i18next.addResource('en', 'translation', `wallet.${MADE_UP.id}`, 'Tram');
  expect(t('way.cpm', named(t, { wallet: MADE_UP.id }))).toBe('Scan Tram');
});

it('of no payment are all that can be paid with', () => {
  expect(t('customer.idle')).toBe('Pay here with PayMe');
  expect(t('customer.closed', { lng: 'zh-CN' })).toContain('PayMe');
  remove = addWallet();
  i18next.addResource('en', 'translation', `wallet.${MADE_UP.id}`, 'Tram');
  expect(t('customer.idle')).toBe('Pay here with PayMe / Tram');
});

it('that no catalogue has stands as ledgers have it', () => {
  const wallet = 'of another version' as typeof PAYME_QR.wallet;
  expect(t('way.mpm', named(t, { wallet }))).toBe('of another version QR');
});

it('is in every sentence that has a place for it, and other places stay as they are', () => {
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
