/**
 * A TLS error can come after the server has read the whole request: if it then sends a broken record, Chromium reports
 * net::ERR_SSL_PROTOCOL_ERROR.
 */
import { expect, it } from 'vitest';
import { gatewayTo } from '../support/local-server.ts';
import { anOrder, NUMBER } from '../support/samples.ts';

it.each(['ERR_SSL_PROTOCOL_ERROR', 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH'])(
  '%s may come after the request was read, so a byte may have been sent',
  async (code) => {
    const gateway = gatewayTo('https://openapi-hk.qfapi.com', {
      payFetch: () => Promise.reject(new Error(`net::${code}`)),
    });
    expect(await gateway.pay(gateway.prepare(NUMBER, anOrder()))).toMatchObject({
      kind: 'unanswered',
      mayHaveLeft: true,
    });
  },
);
