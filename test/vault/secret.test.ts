/** S5: a secret never shows, however it is printed, serialised, copied or thrown. */
import { Console } from 'node:console';
import { PassThrough } from 'node:stream';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../electron/vault/secret.ts';

const KEY = '0E32A59A8B454940A2FF39SECRETKEY0';
const secret = new Secret(KEY);
/** The type checker refuses a Secret in a text, but code that has lost the type might do it. */
const untyped = secret as unknown as string;

function logged(thing: unknown): string {
  const stream = new PassThrough();
  const console = new Console({ stdout: stream, stderr: stream });
  console.log(thing, { thing }, [thing]);
  console.error('%s %o', thing, thing);
  console.dir(thing, { showHidden: true });
  console.table([{ thing }]);
  return String(stream.read());
}

describe('a secret', () => {
  it('can be read only by reveal', () => {
    expect(secret.reveal()).toBe(KEY);
  });

  const views: readonly (readonly [string, () => string])[] = [
    ['String()', () => String(secret)],
    ['a template', () => `key: ${untyped}`],
    ['adding', () => 'key: ' + untyped],
    ['JSON', () => JSON.stringify(secret)],
    ['JSON around it', () => JSON.stringify({ credentials: [{ secret }] })],
    ['inspect', () => inspect(secret, { showHidden: true, depth: null, getters: true })],
    [
      'inspect without custom forms',
      () => inspect(secret, { customInspect: false, showHidden: true, showProxy: true }),
    ],
    ['inspect around it', () => inspect({ a: { b: new Map([[secret, [secret]]]) } }, { depth: null })],
    ['format', () => format('%s %o %O %j %d %i', secret, secret, secret, secret, secret, secret)],
    ['console', () => logged(secret)],
    ['an error', () => inspect(new Error(`failed with ${untyped}`, { cause: { secret } }))],
    ['keys and values', () => JSON.stringify([Reflect.ownKeys(secret), Object.entries(secret), { ...secret }])],
    ['a copy for another process', () => serialize(structuredClone(secret)).toString('latin1')],
  ];

  it.each(views)('does not show in %s', (_way, view) => {
    expect(view()).not.toContain(KEY);
    expect(view()).not.toContain(KEY.slice(0, 6));
    expect(view()).not.toContain(KEY.slice(-6));
  });
});
