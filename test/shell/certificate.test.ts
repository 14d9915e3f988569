/** The verdict on a gateway's certificate, without TLS; test/e2e/live.test.ts tests it with real TLS. */
import { expect, it } from 'vitest';
import { BY_CHROMIUM, certificateRefusal, isOfClock, REFUSED } from '../../electron/shell/certificate.ts';
import { noAnswer } from '../../renderer/cashier/settings/no-answer.ts';

const facts = (verificationResult: string) => ({ hostname: 'gateway.example', verificationResult });

it.each([
  ['good, from a root of the world', 'net::OK', true, false, BY_CHROMIUM],
  ["good by this machine's store alone", 'net::OK', false, false, REFUSED],
  ['the same with a switch that ignores errors', 'net::OK', false, true, REFUSED],
  ['refused by Chromium, which names why', 'net::ERR_CERT_DATE_INVALID', true, false, BY_CHROMIUM],
  ['refused by Chromium, which would ignore it', 'net::ERR_CERT_DATE_INVALID', true, true, REFUSED],
  ['from nobody', 'net::ERR_CERT_AUTHORITY_INVALID', false, false, BY_CHROMIUM],
  ['from nobody, with a switch that ignores errors', 'net::ERR_CERT_AUTHORITY_INVALID', false, true, REFUSED],
])('one that is %s', (_what, result, isIssuedByKnownRoot, isIgnoring, verdict) => {
  expect(certificateRefusal({ ...facts(result), isIssuedByKnownRoot }, isIgnoring)).toBe(verdict);
});

it('distinguishes a wrong clock from an untrusted certificate, and both from a missing network', () => {
  expect(isOfClock(facts('net::ERR_CERT_DATE_INVALID'))).toBe(true);
  expect(isOfClock(facts('net::ERR_CERT_AUTHORITY_INVALID'))).toBe(false);
  expect(noAnswer('Error ERR_CERT_DATE_INVALID')).toBe('no-answer-clock');
  for (const why of ['ERR_CERT_AUTHORITY_INVALID', 'ERR_SSL_PROTOCOL_ERROR', 'ERR_FAILED']) {
    expect(noAnswer(`Error ${why}`)).toBe('no-answer-certificate');
  }
  expect(noAnswer('Error ERR_NAME_NOT_RESOLVED')).toBe('no-answer');
});
