/** The hosts that a till may call: only QFPay's three hosts, and in a run from source a gateway on this machine. */
import { describe, expect, it } from 'vitest';
import { HOSTS, loopbackOrigin } from '../../electron/gateway/hosts.ts';
import { readSourceVariables } from '../../electron/counter/test-gateway.ts';

it('knows three hosts of QFPay, all behind TLS', () => {
  expect(HOSTS).toEqual({
    production: 'https://openapi-hk.qfapi.com',
    'live-test': 'https://test-openapi-hk.qfapi.com',
    sandbox: 'https://openapi-int.qfapi.com',
  });
});

const ON_THIS_MACHINE = [
  ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://127.0.0.1', 'http://127.0.0.1'],
  ['http://localhost:3000/', 'http://localhost:3000'],
  ['http://LOCALHOST:3000', 'http://localhost:3000'],
  ['http://[::1]:9', 'http://[::1]:9'],
  ['http://127.0.0.1:8080/trade/v1?x=1#y', 'http://127.0.0.1:8080'],
  // The origin drops the user name and the password.
  ['http://user:pass@127.0.0.1:8080/', 'http://127.0.0.1:8080'],
] as const;

const ELSEWHERE = [
  'http://127.0.0.1.evil.com',
  'http://localhost.evil',
  'http://localhost.evil.com:8080',
  'http://evil.com/127.0.0.1',
  'http://evil.com#127.0.0.1',
  'http://evil.com?@127.0.0.1',
  'http://127.0.0.1@evil.com',
  'http://user@127.0.0.1@x',
  'http://localhost:80@evil.com',
  'http://evil.com\\@127.0.0.1',
  'http://xn--lcalhost-6za',
  'http://localhost.',
  'http://0.0.0.0:8080',
  'http://0',
  'http://127.0.0.2',
  'http://[::]',
  'http://[::ffff:127.0.0.1]',
  'http://[::ffff:7f00:1]:80',
  'http://192.168.1.5',
  'http://openapi-hk.qfapi.com',
  'https://openapi-hk.qfapi.com',
  'https://127.0.0.1:8080',
  'https://localhost',
  'ws://127.0.0.1',
  'ftp://127.0.0.1',
  'file:///127.0.0.1',
  'javascript:alert(1)//127.0.0.1',
  '127.0.0.1:8080',
  'localhost',
  '//127.0.0.1',
  'http://',
  'http://127.0.0.1:99999',
  '',
  ' ',
];

describe('a gateway on this machine', () => {
  it.each(ON_THIS_MACHINE)('is %s', (address, origin) => {
    expect(loopbackOrigin(address)).toBe(origin);
  });
  it.each(ELSEWHERE)('is not %j', (address) => {
    expect(loopbackOrigin(address)).toBeNull();
  });
});

describe('the variables of a run from source', () => {
  const all = { TILL_GATEWAY_URL: 'http://127.0.0.1:8080/', TILL_APP_CODE: 'code', TILL_CLIENT_KEY: 'the-client-key' };

  it('point the till at a gateway on this machine, and the key stays secret', () => {
    const read = readSourceVariables(all, false);
    if (read.kind !== 'gateway') throw new Error(read.kind);
    expect(read.gateway.url).toBe('http://127.0.0.1:8080');
    expect(read.gateway.credentials.appCode.reveal()).toBe('code');
    expect(read.gateway.credentials.clientKey.reveal()).toBe('the-client-key');
    expect(JSON.stringify(read)).not.toContain('the-client-key');
  });

  it('may all be absent', () => {
    expect(readSourceVariables({ PATH: '/bin' }, false)).toEqual({ kind: 'none' });
    expect(readSourceVariables({}, true)).toEqual({ kind: 'none' });
  });

  it.each(Object.keys(all))('are refused when only %s is missing or empty', (name) => {
    const { [name as keyof typeof all]: _missing, ...others } = all;
    expect(readSourceVariables(others, false).kind).toBe('wrong');
    expect(readSourceVariables({ ...all, [name]: '' }, false).kind).toBe('wrong');
  });

  it.each(ELSEWHERE)('are refused when the gateway is %j', (address) => {
    const read = readSourceVariables({ ...all, TILL_GATEWAY_URL: address }, false);
    expect(read.kind).toBe('wrong');
    expect(JSON.stringify(read)).not.toContain('the-client-key');
  });

  it('are ignored by a packed till, wherever they point', () => {
    for (const address of [all.TILL_GATEWAY_URL, 'http://evil.com', '']) {
      expect(readSourceVariables({ ...all, TILL_GATEWAY_URL: address }, true)).toEqual({ kind: 'ignored' });
    }
  });
});
