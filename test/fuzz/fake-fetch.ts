/** A `fetch` that returns the reply that the test sets, without a network. */
import type { Fetch } from '../../electron/gateway/http.ts';

export type Reply =
  | { readonly kind: 'bytes'; readonly status: number; readonly body: Buffer }
  /** The same bytes again and again, as long as the till reads. */
  | { readonly kind: 'endless'; readonly body: Buffer }
  /** The call fails before an answer, or in the middle of its body. */
  | { readonly kind: 'error'; readonly error: unknown; readonly when: 'at-once' | 'in-body' };

export type FakeFetch = {
  readonly fetch: Fetch;
  answer(reply: Reply): void;
  /** Number of calls since the last `answer`. */
  calls(): number;
  /** Bytes read of an endless reply since the last `answer`. */
  bytesRead(): number;
};

const NO_HEADERS = new Headers();
/** One answer in so many is a real Response; a real one is several times slower to make. */
const REAL_ONE_IN = 8;
/** In bytes. A till that reads more of an endless reply would never stop. */
const ENOUGH = 50_000_000;

export function fakeFetch(): FakeFetch {
  let next: Reply = { kind: 'error', error: new Error('nothing to answer'), when: 'at-once' };
  let calls = 0;
  let callsBefore = 0;
  let bytesRead = 0;
  const fetch = async (): Promise<Response> => {
    calls += 1;
    const reply = next;
    if (reply.kind === 'error' && reply.when === 'at-once') throw reply.error;
    if (reply.kind === 'bytes' && reply.status === 200 && calls % REAL_ONE_IN === 0) {
      return new Response(new Uint8Array(reply.body), { status: 200 });
    }
    const parts = reply.kind === 'bytes' && reply.body.length > 0 ? [new Uint8Array(reply.body)] : [];
    const read = async (): Promise<{ readonly done: boolean; readonly value: Uint8Array | undefined }> => {
      if (reply.kind === 'error') throw reply.error;
      if (reply.kind === 'endless') {
        bytesRead += reply.body.length;
        if (bytesRead > 100 * reply.body.length + ENOUGH) throw new Error('read without end');
        return { done: false, value: new Uint8Array(reply.body) };
      }
      const value = parts.pop();
      return { done: value === undefined, value };
    };
    const status = reply.kind === 'bytes' ? reply.status : 200;
    const body = { getReader: () => ({ read, cancel: async () => undefined }) };
    // Only the three members of a Response that the gateway's client reads.
    return { status, headers: NO_HEADERS, body } as unknown as Response;
  };
  return {
    fetch,
    answer(reply) {
      next = reply;
      callsBefore = calls;
      bytesRead = 0;
    },
    calls: () => calls - callsBefore,
    bytesRead: () => bytesRead,
  };
}
