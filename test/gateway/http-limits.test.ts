/** Limits of a call: time, whatever the connection does, and memory, whatever the server sends. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { post, type Fetch, type PostOptions } from '../../electron/gateway/http.ts';
import { Secret } from '../../electron/vault/secret.ts';

let closing: AbortController;
let signals: AbortSignal[];
beforeEach(() => {
  closing = new AbortController();
  signals = [];
});
afterEach(() => {
  closing.abort();
});

const call = (fetch: Fetch, more: Partial<PostOptions> = {}) =>
  post({
    fetch: (url, init) => {
      if (init.signal) signals.push(init.signal);
      return fetch(url, init);
    },
    url: 'https://gateway.example/',
    fields: { a: 'b' },
    credentials: { appCode: new Secret('code'), clientKey: new Secret('key') },
    signType: 'MD5',
    timeoutMs: 50,
    signal: closing.signal,
    mustBeSigned: false,
    onSigned: () => undefined,
    ...more,
  });
const never = <Value>(): Promise<Value> => new Promise(() => undefined);

it('ends a call that never settles after its timeout, even if fetch ignores the signal', async () => {
  expect(await call(() => never())).toEqual({
    kind: 'unanswered',
    mayHaveLeft: true,
    busy: false,
    why: 'TimeoutError',
  });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

it('ends a body that never ends after its timeout', async () => {
  const stream = new ReadableStream({ start: (to) => to.enqueue(new TextEncoder().encode('{"respcd":')) });
  expect(await call(() => Promise.resolve(new Response(stream)))).toMatchObject({ why: 'TimeoutError' });
});

it('ends calls when the till closes, also a call that starts afterwards', async () => {
  const open = call(() => never(), { timeoutMs: 60_000 });
  closing.abort();
  expect(await open).toMatchObject({ kind: 'unanswered', why: 'AbortError' });
  expect(await call(() => never(), { timeoutMs: 60_000 })).toMatchObject({ kind: 'unanswered', why: 'AbortError' });
});

it('joins an answer of many chunks, and cancels its timeout afterwards', async () => {
  const bytes = new TextEncoder().encode('{"resperr":"成功"}');
  const stream = new ReadableStream({
    start(to) {
      for (const byte of bytes) to.enqueue(Uint8Array.of(byte));
      to.close();
    },
  });
  expect(await call(() => Promise.resolve(new Response(stream)))).toMatchObject({ json: { resperr: '成功' } });
  expect(await call(() => Promise.resolve(new Response(null)))).toMatchObject({ kind: 'unanswered' });
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(signals.map(({ aborted }) => aborted)).toEqual([false, false]);
});

it('stops reading an endless answer at the size limit', async () => {
  let chunks = 0;
  let isCancelled = false;
  const endless = new ReadableStream({
    async pull(to) {
      await new Promise(setImmediate);
      chunks += 1;
      to.enqueue(new Uint8Array(100_000).fill(0x20));
    },
    cancel() {
      isCancelled = true;
    },
  });
  expect(await call(() => Promise.resolve(new Response(endless)), { timeoutMs: 60_000 })).toEqual({
    kind: 'unanswered',
    mayHaveLeft: true,
    busy: false,
    why: 'answer of more than 1000000 bytes',
  });
  expect([chunks < 15, isCancelled]).toEqual([true, true]);
});
