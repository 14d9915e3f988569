/**
 * QFPay's request signature: all parameters sorted by name, joined as `name=value` with `&`, raw and in UTF-8, the client
 * key appended without a separator, hashed. Checked against the vectors QFPay published in test/gateway/sign.test.ts.
 */
import { createHash } from 'node:crypto';
import type { SignType } from '../../shared/settings.ts';
import type { Secret } from '../secret.ts';

export type Fields = Readonly<Record<string, string>>;

/**
 * The value of `X-QF-SIGN`: hex, upper case for MD5 as QFPay's page shows it, lower case for SHA256 as the only published
 * value is. Values are signed as they are, never percent-encoded.
 */
export function sign(fields: Fields, clientKey: Secret, type: SignType): string {
  const base = joinSorted(fields) + clientKey.reveal();
  switch (type) {
    case 'MD5':
      return createHash('md5').update(base, 'utf8').digest('hex').toUpperCase();
    case 'SHA256':
      return createHash('sha256').update(base, 'utf8').digest('hex');
  }
}

/** By code unit, which for the ASCII names of the API is ASCII order; never by the machine's locale. */
function joinSorted(fields: Fields): string {
  return Object.keys(fields)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => `${name}=${fields[name]}`)
    .join('&');
}

/**
 * Whether a response's `X-QF-SIGN` is MD5 over the raw body and the key. Which algorithm QFPay's production uses is not
 * known, so the answer is only logged: a payment is never failed by it.
 */
export function responseSignatureMatches(body: string, signature: string, clientKey: Secret): boolean {
  const expected = createHash('md5')
    .update(body + clientKey.reveal(), 'utf8')
    .digest('hex');
  return expected === signature.toLowerCase();
}
