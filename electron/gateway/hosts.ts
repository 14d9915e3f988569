/** QFPay's addresses for a Hong Kong merchant, and the only other one a till may use: a gateway on this machine. */
import type { QfpayHost } from '../../shared/settings.ts';

export const HOSTS: Readonly<Record<QfpayHost, string>> = {
  production: 'https://openapi-hk.qfapi.com',
  // Moves real money between real wallets; test accounts are not settled.
  'live-test': 'https://test-openapi-hk.qfapi.com',
  // Simulates credit cards only; knows no PayMe.
  sandbox: 'https://openapi-int.qfapi.com',
};

export const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The origin of an address on this machine; null for any other address. Compares the whole parsed host name. */
export function loopbackOrigin(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'http:' && LOOPBACK.has(url.hostname) ? url.origin : null;
}
