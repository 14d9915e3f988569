/** Takes payments with every tender of a wallet, over real HTTP at the simulator, and gives a part of each back. */
import { parentPort, workerData } from 'node:worker_threads';
import { tendersOnOffer, type Tender } from '../../shared/wallet.ts';
import { newFolder, quickSimulator, startTestTill, type TestTill } from '../support/counter-till.ts';
import { aLabel } from '../support/samples.ts';

export type SellerOptions = {
  readonly wallet: string;
  /** The code that a customer of the wallet shows. */
  readonly code: string;
  /** The amounts of each payment and of each refund, in cents. */
  readonly amount: number;
  readonly back: number;
};
/** A tender's mode, how its payment and its refund ended, the pay type at the gateway, and the wallet of the refund. */
export type Sold = readonly [mode: string, payment: string, refund: string, payType: string, of: string];

const { wallet, code, amount, back } = workerData as SellerOptions;

async function sell({ till, until }: TestTill, tender: Tender): Promise<Sold> {
  const started = till.start({ saleId: till.state().saleId, amount, tender });
  const shown = tender.mode === 'cpm' && started === 'started' ? till.code(aLabel(code)) : 'accepted';
  if (started !== 'started' || shown !== 'accepted') throw new Error(`${started}, ${shown}`);
  const { stage } = await until(({ stage: now }) => now.kind === 'attempt' && now.attempt.word === 'paid');
  if (stage.kind !== 'attempt') throw new Error(stage.kind);
  const { number } = stage.attempt;
  till.next(till.state().saleId);
  const answer = till.refund({ number, amount: back, expectedRefunds: 0 });
  if (answer !== 'started') throw new Error(answer);
  await until(() => till.payment(number)?.refunds[0]?.word === 'refunded');
  const order = simulator.books.orders().find((one) => one.number === number);
  const [refund] = till.payment(number)?.refunds ?? [];
  return [tender.mode, stage.attempt.word, refund?.word ?? '', order?.payType ?? '', refund?.tender.wallet ?? ''];
}

const { folder, remove } = newFolder();
const simulator = await quickSimulator(20);
const shop = startTestTill({ folder, simulator });
try {
  const sold: Sold[] = [];
  for (const tender of tendersOnOffer()) if (tender.wallet === wallet) sold.push(await sell(shop, tender));
  parentPort?.postMessage(sold, []);
} finally {
  shop.cut();
  await simulator.close();
  remove();
}
