/**
 * A number is drawn twice, for example after an old copy of the ledger was put back. The gateway reports the number as
 * used and lists yesterday's order. An older order must never settle an attempt, even if the machine's clock is wrong.
 */
import { describe, expect, it } from 'vitest';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { GatewayRow } from '../../shared/attempt/evidence.ts';
import {
  answerWith,
  handTill,
  handTillForEach,
  lastNumberSent,
  paidBefore,
  qrFor,
  rowOf,
  rows,
  SILENCE,
  startPayment,
  UNPAID,
  type HandTill,
} from '../support/hand-till.ts';
import type { LedgerPlace } from '../support/ledger-files.ts';
import { EVENING } from '../support/samples.ts';
import type { Presentment } from '../../shared/wallet.ts';

const MINUTE = 60_000;
const DAY = 24 * 3_600_000;
const USED = { codeClass: 'exists', refundClass: 'unknown', gatewayRef: null, madeAt: null } as const;

let place: LedgerPlace;
let hand: HandTill;
handTillForEach((made, where) => {
  hand = made;
  place = where;
});

/** Answers an enquiry with these rows and the gateway's time. @param ahead of the machine's clock, in ms */
const reply = (ahead: number, ...all: readonly GatewayRow[]) =>
  hand.reply({ ...rows(...all), gatewayTime: hand.ports.clock.wall() + ahead } as never);
/** The gateway's row for this number. @param by how long before the attempt the order was made, in ms */
const older = (number: AttemptNumber, by: number, more: Partial<GatewayRow> = {}) =>
  rowOf(hand.attemptOf(number), { madeAt: EVENING - by, gatewayRef: 'OF-YESTERDAY', ...more });
const used = async (code: string, mode: Presentment = 'mpm'): Promise<AttemptNumber> => {
  const number = startPayment(hand, 3811, mode);
  await hand.answer(answerWith(rowOf(hand.attemptOf(number), { ...USED, code })));
  await hand.pass(5000);
  return number;
};

describe.each(['1102', '1251', '2011'])('a sale whose number the gateway reports as used (%s)', (code) => {
  it.each([
    ['paid', {}],
    ['paid and given back', { cancel: '3' }],
    ['not paid', { code: '1201', codeClass: 'try-failed', refundClass: 'unknown' }],
    ['open', UNPAID],
    ['without a time', { madeAt: null }],
  ] as const)("is not settled by yesterday's order: %s", async (_what, more) => {
    const number = await used(code);
    await reply(0, older(number, DAY, more));
    expect(hand.attemptOf(number)).toMatchObject({
      status: 'unknown',
      lastResponse: 'mismatch-older',
      gatewayRef: null,
    });
    expect(hand.till.state()).toMatchObject({
      stage: { qrShown: false, attempt: { word: 'checking', advice: 'number-used' } },
      customer: { kind: 'checking' },
    });
    hand.till.next(hand.till.state().saleId);
    expect(hand.till.state().forPerson).toMatchObject([
      { number, advice: 'number-used', verdicts: ['paid', 'not-paid'] },
    ]);
  });

  it('stays in doubt after a restart, and is decided by a person', async () => {
    const number = await used(code);
    await reply(0, older(number, DAY));
    hand.till.stop();
    hand = handTill(place);
    await hand.pass(0);
    await reply(0, older(number, DAY, { madeAt: null }));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'unknown', lastResponse: 'mismatch-older' });
    const { version } = hand.attemptOf(number);
    const ruling = { number, version, verdict: 'not-paid', amount: 3811, by: 'KC', why: 'portal' } as const;
    expect(hand.till.decide(ruling)).toBe('decided');
    expect(hand.attemptOf(number).status).toBe('failed');
  });

  it('is paid if its own order is listed too, for example because an earlier request had arrived', async () => {
    const number = await used(code);
    await reply(0, older(number, DAY), rowOf(hand.attemptOf(number)));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid' });
  });
});

describe('an order from before the attempt', () => {
  it('does not settle an attempt whose request was not answered', async () => {
    const number = startPayment(hand, 3811);
    await hand.answer(SILENCE);
    await hand.pass(5000);
    await reply(0, older(number, 10 * MINUTE));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'unknown', lastResponse: 'mismatch-older' });
  });

  it('does not count as the answer to a request: its QR is not shown, and nothing is called paid', async () => {
    await paidBefore(hand);
    await known();
    for (const mode of ['mpm', 'cpm'] as const) {
      const number = startPayment(hand, 3811, mode);
      const qr = mode === 'mpm' ? 'https://qr.example/of-yesterday' : null;
      await hand.answer(answerWith(older(number, DAY), qr));
      expect(hand.attemptOf(number)).toMatchObject({ status: 'unknown', lastResponse: 'mismatch-older' });
      expect(hand.till.state()).toMatchObject({ stage: { qrShown: false }, customer: { kind: 'checking' } });
      hand.till.next(hand.till.state().saleId);
    }
  });

  it('does not settle a refund', async () => {
    const payment = await paidBefore(hand);
    await known();
    hand.till.refund({ number: payment, amount: 10, expectedRefunds: 0 });
    const number = lastNumberSent(hand);
    await hand.answer(answerWith(older(number, DAY)));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'unknown', lastResponse: 'mismatch-older' });
    expect(hand.till.payment(payment)).toMatchObject({ refunds: [{ advice: 'refund-mismatch' }] });
  });
});

/** Lets the gateway send its time, which equals the machine's. */
const known = async (): Promise<void> => {
  const number = startPayment(hand, 50);
  await hand.answer(qrFor(hand.attemptOf(number)));
  await hand.pass(2000);
  await reply(0, rowOf(hand.attemptOf(number)));
  hand.till.next(hand.till.state().saleId);
};

describe('a payment is still recognised', () => {
  it.each([
    ['a year behind', 365 * DAY],
    ['a year ahead', -365 * DAY],
    ['an hour ahead', -60 * MINUTE],
  ])("with a machine's clock that is %s", async (_what, ahead) => {
    const number = startPayment(hand, 3811);
    await hand.answer(SILENCE);
    await hand.pass(5000);
    await reply(ahead, rowOf(hand.attemptOf(number), { madeAt: EVENING + ahead }));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid', gatewayAt: EVENING + ahead });
  });

  it.each([
    ['a year behind', 365 * DAY],
    ['a year ahead', -365 * DAY],
  ])('after a restart, with a clock that is %s and was never compared with the gateway’s', async (_what, ahead) => {
    const number = startPayment(hand, 3811);
    await hand.answer(SILENCE);
    hand.till.stop();
    hand = handTill(place);
    await hand.pass(0);
    await reply(ahead, rowOf(hand.attemptOf(number), { madeAt: EVENING + ahead }));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid' });
  });
});

it('a late answer to a request changes nothing after its payment is final and unloaded', async () => {
  const number = startPayment(hand, 3811, 'cpm');
  await hand.pass(5000);
  await reply(0, rowOf(hand.attemptOf(number)));
  hand.till.next(hand.till.state().saleId);
  await hand.pass(5 * MINUTE);
  await reply(0, rowOf(hand.attemptOf(number)));
  await hand.answer(answerWith(older(number, DAY)));
  expect(hand.attemptOf(number)).toMatchObject({ status: 'paid', lastResponse: '0000' });
});
