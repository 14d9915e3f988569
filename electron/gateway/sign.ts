/**
 * QFPay's request signature: all parameters sorted by name, joined as `name=value` with `&`, raw and in UTF-8, the client
 * key appended without a separator, hashed. Checked against the vectors QFPay published in test/gateway/sign.quick.test.ts.
 */
import { createHash } from 'node:crypto';
import type { SignType } from '../../shared/settings.ts';
import type { Secret } from '../vault/secret.ts';

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

export type AnswerSigned = 'right' | 'wrong' | 'missing';

/**
 * How an answer is signed: hex of MD5, or SHA256, over its raw body and the key. Which of the documented ways QFPay's
 * production uses, and whether it signs every answer, is not known.
 *
 * @param signature the answer's `X-QF-SIGN`; null when it had none
 */
export function answerSigned(body: string, signature: string | null, clientKey: Secret): AnswerSigned {
  if (signature === null) return 'missing';
  const ways = ['md5', 'sha256'].map((way) => {
    return createHash(way)
      .update(body + clientKey.reveal(), 'utf8')
      .digest('hex');
  });
  return ways.includes(signature.toLowerCase()) ? 'right' : 'wrong';
}
