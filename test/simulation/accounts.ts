/** Several accounts at one QFPay. Each has its own desk and order book of the simulator; no network lies between. */
import { answer, type Desk, type Endpoint } from '../../electron/simulator/desk.ts';
import { OrderBook } from '../../electron/simulator/order-book.ts';
import { takePayment } from '../../electron/simulator/payment.ts';
import { enquire } from '../../electron/simulator/query.ts';
import { giveBack } from '../../electron/simulator/refund.ts';
import { parseForm } from '../../electron/simulator/sign.ts';
import { DEFAULT_SWITCHES } from '../../electron/simulator/switches.ts';
import { refusal } from '../../electron/simulator/wire.ts';

/** When the gateway answers a payment or a refund. It carries the request out at once in every case. */
export type Answers = 'at once' | 'late' | 'never';

export type Accounts = {
  /** Delivers the call to the account whose app code it carries. */
  readonly fetch: typeof fetch;
  /** Sets when payments and refunds are answered from now on. */
  answers(when: Answers): void;
  /** Sends the late answers now. */
  letGo(): void;
  /** The payments that were taken and the refunds that were made, in all accounts. */
  moved(): readonly { readonly number: string; readonly account: string }[];
};

const QUERY = '/trade/v1/query';
const ENDPOINTS: ReadonlyMap<string, Endpoint> = new Map([
  ['/trade/v1/payment', takePayment],
  [QUERY, enquire],
  ['/trade/v1/refund', giveBack],
]);

/** @param now the gateway's clock @param names the app codes of the accounts */
export function createAccounts(now: () => number, names: readonly string[]): Accounts {
  const books = new Map(names.map((name) => [name, new OrderBook(now)]));
  const late = Promise.withResolvers<void>();
  let when: Answers = 'at once';

  return {
    async fetch(url, init) {
      const request = new Request(url, init);
      const { pathname } = new URL(request.url);
      const params = parseForm(Buffer.from(await request.text()));
      const endpoint = ENDPOINTS.get(pathname);
      if (!params.ok || endpoint === undefined) return new Response('', { status: 404 });
      const book = books.get(request.headers.get('X-QF-APPCODE') ?? '');
      const desk = (of: OrderBook): Desk => ({ book: of, now, speed: 1, switches: DEFAULT_SWITCHES });
      const reply = book === undefined ? answer(refusal('1108', '')) : endpoint(params.value, desk(book));
      if (pathname !== QUERY && when !== 'at once')
        await unlessCut(request.signal, when === 'late' ? late.promise : null);
      // Amounts in whole tens of cents always get an answer; the simulator gives other amounts special outcomes.
      if (reply.kind !== 'answer') throw new TypeError(`no answer but ${reply.kind}`);
      return new Response(JSON.stringify(reply.body), { status: 200 });
    },
    answers(next) {
      when = next;
    },
    letGo: late.resolve,
    moved: () =>
      [...books].flatMap(([account, book]) =>
        [...book.payments(), ...book.refunds()]
          .filter((entry) => book.stateOf(entry).kind === 'paid')
          .map(({ number }) => ({ number, account })),
      ),
  };
}

/** Waits for `answered`; rejects at once when the till closes and aborts the call. @param answered null: never */
function unlessCut(signal: AbortSignal, answered: Promise<void> | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = (): void => reject(new TypeError('the call was cut off'));
    if (signal.aborted) cut();
    signal.addEventListener('abort', cut);
    void answered?.then(resolve);
  });
}
