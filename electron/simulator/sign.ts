/**
 * QFPay's request signature, on the gateway's side. The form is decoded to raw UTF-8, its parameters are sorted by name
 * and joined as k=v with &, the client key is appended, and the digest of those bytes is the signature. Nothing is
 * shared with the till's own signing, so that one mistake cannot hide in both.
 */

import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../shared/result.ts';

/** Decoded parameters of one request; a name appears once. */
export type Params = ReadonlyMap<string, string>;
export type SignType = 'MD5' | 'SHA256';

/** Strict: a form that two readers could read differently is refused. */
export function parseForm(body: Buffer): Result<Params, string> {
  const params = new Map<string, string>();
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return err('body is not UTF-8');
  }
  if (text === '') return ok(params);
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    if (equals <= 0) return err('body is not a form');
    const name = decodePart(pair.slice(0, equals));
    const value = decodePart(pair.slice(equals + 1));
    if (name === null || value === null) return err('percent-encoding is not UTF-8');
    if (params.has(name)) return err(`${name} is given twice`);
    params.set(name, value);
  }
  return ok(params);
}

function decodePart(encoded: string): string | null {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** The text that is signed, without the key. A parameter called `sign` is left out. */
export function textToSign(params: Params): string {
  return [...params]
    .filter(([name]) => name !== 'sign')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Lower-case hex. */
export function expectedSign(params: Params, clientKey: string, type: SignType): string {
  const algorithm = type === 'MD5' ? 'md5' : 'sha256';
  return createHash(algorithm)
    .update(textToSign(params) + clientKey, 'utf8')
    .digest('hex');
}

/** `X-QF-SIGNTYPE`: absent means MD5; null for a value that the documents do not have. */
export function readSignType(header: string | undefined): SignType | null {
  if (header === undefined || header === 'MD5') return 'MD5';
  return header === 'SHA256' ? 'SHA256' : null;
}

/** QFPay's own samples show hex in both cases, so the case is ignored. */
export function signMatches(params: Params, clientKey: string, type: SignType, given: string): boolean {
  return given.toLowerCase() === expectedSign(params, clientKey, type);
}

/** The signature of an answer: upper-case MD5 of the body's bytes and the key. */
export function answerSign(body: Buffer, clientKey: string): string {
  return createHash('md5').update(body).update(clientKey, 'utf8').digest('hex').toUpperCase();
}
