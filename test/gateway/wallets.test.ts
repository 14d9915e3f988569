/** The till's requests follow the wallet's row in the table of wallets, and the simulator checks that. */
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

it('sends the life of a QR if the wallet accepts one; otherwise the wallet’s own life counts', () => {
  expect(gateway.prepare(NUMBER, order(payMe('mpm'), '805801')).fields).toMatchObject({ expired_time: '45' });
  expect(gateway.prepare(NUMBER, order(TRAM_QR, '899901')).fields).not.toHaveProperty('expired_time');
  expect([payMe('mpm'), payMe('cpm'), TRAM_QR].map((tender) => gateway.lifeMsOf(tender) / 60_000)).toEqual([
    45, 45, 10,
  ]);
});

it('accepts an order of a second wallet by its pay type, and lists it under another pay type of the wallet', async () => {
  const answer = await gateway.pay(gateway.prepare(NUMBER, order(TRAM_QR, '899901')));
  expect(answer).toMatchObject({ kind: 'answered', row: { code: '0000', payType: '899902' } });
  expect(answer).toHaveProperty('qr', expect.stringMatching(/^https:\/\/qr\.tram\.example\//));
});

it.each([
  ['with an amount off its step', order(TRAM_QR, '899901', 1234)],
  ['of an unknown pay type', order(TRAM_QR, '899900')],
])('the simulator refuses an order %s', async (_what, wrong) => {
  expect(await gateway.pay(gateway.prepare(NUMBER, wrong))).toMatchObject({ row: { code: '1104' } });
});
