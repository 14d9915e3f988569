/**
 * A number that is drawn again, as by a ledger that was put back: the gateway calls it used and tells of yesterday's order.
 * No order from before an attempt ever settles it, whatever the machine's clock says.
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

/** An enquiry is answered with these rows, and says its time. @param ahead of the machine's clock */
const reply = (ahead: number, ...all: readonly GatewayRow[]) =>
  hand.reply({ ...rows(...all), gatewayTime: hand.ports.clock.wall() + ahead } as never);
/** What the gateway tells of this number, made so long before the attempt. */
const older = (number: AttemptNumber, by: number, more: Partial<GatewayRow> = {}) =>
  rowOf(hand.attemptOf(number), { madeAt: EVENING - by, gatewayRef: 'OF-YESTERDAY', ...more });
const used = async (code: string, mode: Presentment = 'mpm'): Promise<AttemptNumber> => {
  const number = startPayment(hand, 3811, mode);
  await hand.answer(answerWith(rowOf(hand.attemptOf(number), { ...USED, code })));
  await hand.pass(5000);
  return number;
};

describe.each(['1102', '1251', '2011'])('a sale whose number is called used (%s)', (code) => {
  it.each([
    ['paid', {}],
    ['paid and given back', { cancel: '3' }],
    ['not paid', { code: '1201', codeClass: 'try-failed', refundClass: 'unknown' }],
    ['open', UNPAID],
    ['one that does not say when it was made', { madeAt: null }],
  ] as const)("is not ended by yesterday's order, %s", async (_what, more) => {
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

  it('stays so after a restart, and has its end with a person', async () => {
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

  it('is paid when its own order is there after all, as when the first of two requests had arrived', async () => {
    const number = await used(code);
    await reply(0, older(number, DAY), rowOf(hand.attemptOf(number)));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid' });
  });
});

describe('an order from before the attempt', () => {
  it('does not settle one whose request was not answered', async () => {
    const number = startPayment(hand, 3811);
    await hand.answer(SILENCE);
    await hand.pass(5000);
    await reply(0, older(number, 10 * MINUTE));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'unknown', lastResponse: 'mismatch-older' });
  });

  it('is no answer to the request itself: neither its QR is shown nor its money taken', async () => {
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
    hand.till.refund({ number: payment, amount: 10, knownRefunds: 0 });
    const number = lastNumberSent(hand);
    await hand.answer(answerWith(older(number, DAY)));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'unknown', lastResponse: 'mismatch-older' });
    expect(hand.till.payment(payment)).toMatchObject({ refunds: [{ advice: 'refund-mismatch' }] });
  });
});

/** The gateway has said its time, which is the machine's. */
const known = async (): Promise<void> => {
  const number = startPayment(hand, 50);
  await hand.answer(qrFor(hand.attemptOf(number)));
  await hand.pass(2000);
  await reply(0, rowOf(hand.attemptOf(number)));
  hand.till.next(hand.till.state().saleId);
};

describe('a payment is recognised for all that', () => {
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
  ])('after a restart, with a clock that is %s and was never compared before it', async (_what, ahead) => {
    const number = startPayment(hand, 3811);
    await hand.answer(SILENCE);
    hand.till.stop();
    hand = handTill(place);
    await hand.pass(0);
    await reply(ahead, rowOf(hand.attemptOf(number), { madeAt: EVENING + ahead }));
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid' });
  });
});

it('an answer to a request whose payment is over and forgotten changes nothing any more', async () => {
  const number = startPayment(hand, 3811, 'cpm');
  await hand.pass(5000);
  await reply(0, rowOf(hand.attemptOf(number)));
  hand.till.next(hand.till.state().saleId);
  await hand.pass(5 * MINUTE);
  await reply(0, rowOf(hand.attemptOf(number)));
  await hand.answer(answerWith(older(number, DAY)));
  expect(hand.attemptOf(number)).toMatchObject({ status: 'paid', lastResponse: '0000' });
});
