/** What a wallet's row says of its orders is what QFPay is asked for, and the simulator holds the till to it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Tender } from '../../shared/wallet.ts';
import { cents } from '../../shared/money.ts';
import { gatewayTo } from '../support/local-server.ts';
import { addPayTypes, addWallet, MADE_UP } from '../support/made-up-wallet.ts';
import { anOrder, NUMBER, payMe } from '../support/samples.ts';
import { quickSimulator } from '../support/counter-till.ts';
import { Secret } from '../../electron/vault/secret.ts';
import type { Simulator } from '../../electron/simulator/server.ts';

const TRAM_QR: Tender = { wallet: MADE_UP.id, mode: 'mpm' };
let simulator: Simulator;
let gateway: ReturnType<typeof gatewayTo>;
let remove: (() => void)[];

beforeEach(async () => {
  remove = [addWallet(), addPayTypes()];
  simulator = await quickSimulator(20);
  const credentials = { appCode: new Secret(simulator.appCode), clientKey: new Secret(simulator.clientKey) };
  gateway = gatewayTo(simulator.url, { credentials, expiredMinutes: 45 });
});
afterEach(async () => {
  for (const one of remove) one();
  gateway.close();
  await simulator.close();
});

const order = (tender: Tender, payType: string, amount = 1230) =>
  anOrder({ tender, payType, amount: cents(amount), authCode: tender.mode === 'cpm' ? 'TRAM 1' : null });

it('the life of a QR is asked for where the wallet takes a wish, and otherwise the wallet’s own', () => {
  expect(gateway.prepare(NUMBER, order(payMe('mpm'), '805801')).fields).toMatchObject({ expired_time: '45' });
  expect(gateway.prepare(NUMBER, order(TRAM_QR, '899901')).fields).not.toHaveProperty('expired_time');
  expect([payMe('mpm'), payMe('cpm'), TRAM_QR].map((tender) => gateway.lifeMsOf(tender) / 60_000)).toEqual([
    45, 45, 10,
  ]);
});

it('an order of a second wallet is taken by its pay type, and told under another one of its own', async () => {
  const answer = await gateway.pay(gateway.prepare(NUMBER, order(TRAM_QR, '899901')));
  expect(answer).toMatchObject({ kind: 'answered', row: { code: '0000', payType: '899902' } });
  expect(answer).toHaveProperty('qr', expect.stringMatching(/^https:\/\/qr\.tram\.example\//));
});

it.each([
  ['off its step', order(TRAM_QR, '899901', 1234)],
  ['of a pay type that nobody has', order(TRAM_QR, '899900')],
])('an order %s is refused by the simulator', async (_what, wrong) => {
  expect(await gateway.pay(gateway.prepare(NUMBER, wrong))).toMatchObject({ row: { code: '1104' } });
});
