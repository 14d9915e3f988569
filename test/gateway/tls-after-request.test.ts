/**
 * A TLS failure can come after the whole request was read: a server that reads the payment and then sends a broken record
 * gives net::ERR_SSL_PROTOCOL_ERROR in Chromium.
 */
import { expect, it } from 'vitest';
import { gatewayTo } from '../support/local-server.ts';
import { anOrder, NUMBER } from '../support/samples.ts';

it.each(['ERR_SSL_PROTOCOL_ERROR', 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH'])(
  '%s may come after the request was read: a byte may have left',
  async (code) => {
    const gateway = gatewayTo('https://openapi-hk.qfapi.com', {
      payFetch: () => Promise.reject(new Error(`net::${code}`)),
    });
    expect(await gateway.pay(gateway.prepare(NUMBER, anOrder()))).toMatchObject({ kind: 'unanswered', byteLeft: true });
  },
);
