/** A simulator whose order book is kept, as in training: the next run knows the orders of the run before. */
import { afterEach, expect, it } from 'vitest';
import { gatewayAt, NOON, type gatewayAt as GatewayAt } from './simulator-support.ts';

type Gateway = Awaited<ReturnType<typeof GatewayAt>>;
const open: Gateway[] = [];
afterEach(async () => {
  for (const gateway of open.splice(0)) await gateway.close();
});

/** A shelf in memory, and gateways that keep their order book on it. */
function shelf(text: string | null = null) {
  let kept = text;
  const bugs: unknown[] = [];
  const keep = (next: string): void => {
    kept = next;
  };
  return {
    bugs,
    text: () => kept,
    async gateway(at: number, how: (next: string) => void = keep): Promise<Gateway> {
      const gateway = await gatewayAt(at, {
        shelf: { load: () => kept, keep: how },
        reportBug: (error) => bugs.push(error),
      });
      open.push(gateway);
      return gateway;
    },
  };
}

it('the next run finds an order that was waiting when the run ended, and the order goes on by its plan', async () => {
  const place = shelf();
  const first = await place.gateway(NOON);
  await first.payment({ out_trade_no: 'A1', txamt: '1212', pay_type: '805801' });
  await first.payment({ out_trade_no: 'A2', txamt: '1243', pay_type: '805801' });
  await first.payment({ out_trade_no: 'A3', txamt: '5000', pay_type: '805808', auth_code: 'CODE-OF-A-CUSTOMER' });
  first.books.payNow('A2');
  await first.refund({ out_trade_no: 'A4', syssn: first.books.order('A3')?.syssn ?? '', txamt: '5000' });
  const [orders, refunds] = [first.books.orders(), first.books.refunds()];
  expect(orders).toHaveLength(3);
  expect(place.text()).not.toContain('CODE-OF-A-CUSTOMER');

  const second = await place.gateway(NOON);
  const withoutCounts = (views: readonly object[]) => views.map((view) => ({ ...view, requestsReceived: 0 }));
  expect(second.books.orders()).toEqual(withoutCounts(orders));
  expect(second.books.refunds()).toEqual(withoutCounts(refunds));
  expect(second.books.order('A1')).toMatchObject({ respcd: '1143', chargedCents: 0 });
  second.advance(12_000);
  expect(second.books.order('A1')).toMatchObject({ respcd: '0000', chargedCents: 1212 });
  expect(place.bugs).toEqual([]);
});

it.each(['', 'not JSON', '{}', '[{"kind":"payment"}]', 'null'])(
  'a book with the text %j starts empty',
  async (text) => {
    const place = shelf(text);
    const gateway = await place.gateway(NOON);
    expect(gateway.books.orders()).toEqual([]);
    await gateway.payment({ out_trade_no: 'A1', txamt: '1211', pay_type: '805801' });
    expect(place.text()).toContain('A1');
  },
);

it('reports a book that cannot be written, and accepts the order anyway', async () => {
  const place = shelf();
  const gateway = await place.gateway(NOON, () => {
    throw new Error('disk full');
  });
  await gateway.payment({ out_trade_no: 'A1', txamt: '1211', pay_type: '805801' });
  expect(gateway.books.order('A1')).toBeDefined();
  expect(place.bugs).toMatchObject([{ message: 'disk full' }]);
});

it('keeps only the newest five hundred orders', async () => {
  const place = shelf();
  const gateway = await place.gateway(NOON);
  for (let count = 1; count <= 502; count += 1) {
    await gateway.payment({ out_trade_no: `N${count}`, txamt: '1211', pay_type: '805801' });
    gateway.advance(1000);
  }
  const next = await place.gateway(NOON);
  expect(next.books.orders().map(({ number }) => number)).toHaveLength(500);
  expect([next.books.order('N2'), next.books.order('N3')?.number]).toEqual([undefined, 'N3']);
});
