/** A payment belongs to the gateway's day, even if the machine's clock is wrong; its row keeps both times. */
import { beforeEach, describe, expect, it } from 'vitest';
import { dayCsv } from '../../electron/export/csv.ts';
import { answerWith, handTillForEach, rowOf, rows, startPayment, type HandTill } from '../support/hand-till.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { EVENING } from '../support/samples.ts';
import { about } from '../support/questions.ts';

const DAY = 24 * 3_600_000;
/** The gateway's time: the machine is a year behind. */
const NOW = EVENING + 365 * DAY;

let hand: HandTill;
handTillForEach((made) => {
  hand = made;
});

it('dates the first payment of a run when the gateway has sent its time, and the next ones at once', async () => {
  const first = startPayment(hand);
  expect(hand.attemptOf(first)).toMatchObject({ createdAt: EVENING, gatewayAt: null });
  await hand.pass(1000);
  const made = answerWith(rowOf(hand.attemptOf(first), { madeAt: NOW }), 'https://qr.example');
  await hand.answer({ ...made, gatewayTime: NOW + 1000 } as never);
  expect(hand.attemptOf(first)).toMatchObject({ status: 'pending', createdAt: EVENING, gatewayAt: NOW });
  await hand.pass(3000);
  await hand.reply(rows(rowOf(hand.attemptOf(first))));
  expect(hand.attemptOf(first)).toMatchObject({ status: 'paid', gatewayAt: NOW });
  hand.till.next(hand.till.state().saleId);
  const second = startPayment(hand);
  expect(hand.attemptOf(second)).toMatchObject({ createdAt: EVENING + 4000, gatewayAt: NOW + 4000 });

  const { day, today, attempts } = hand.till.day(null);
  expect([day, today]).toEqual(['2027-11-22', '2027-11-22']);
  expect(attempts.map(({ number, createdAt, madeAt }) => [number, createdAt, madeAt])).toEqual([
    [second, EVENING + 4000, NOW + 4000],
    [first, EVENING, NOW],
  ]);
  expect(hand.till.day('2026-11-22').attempts).toEqual([]);
  expect(dayCsv(hand.till.attempts('2027-11-22'), false)).toMatch(/2027-11-22 21:05:09.*\r\n2027-11-22 21:05:13/);
  expect(hand.till.history(about('12.34 21:05'), [])).toMatchObject({
    kind: 'page',
    attempts: [{ number: second }, { number: first }],
  });
});

it("dates a payment by the machine's clock until the gateway sends its time", async () => {
  const number = startPayment(hand, 1234, 'cpm');
  await hand.answer(answerWith(rowOf(hand.attemptOf(number))));
  expect(hand.attemptOf(number)).toMatchObject({ status: 'paid', gatewayAt: null });
  expect(hand.till.day(null)).toMatchObject({ today: '2026-11-22', attempts: [{ number, madeAt: EVENING }] });
});

describe("an open payment that no answer has dated, when another one's answer brings the gateway's time", () => {
  let number: AttemptNumber;
  beforeEach(async () => {
    number = startPayment(hand);
    await hand.answer({ kind: 'unanswered', mayHaveLeft: true, busy: false, why: 'HTTP 502' });
    hand.till.next(hand.till.state().saleId);
    await hand.pass(1000);
  });
  const answerAnother = async (): Promise<AttemptNumber> => {
    const another = startPayment(hand);
    const made = answerWith(rowOf(hand.attemptOf(another), { madeAt: NOW }), 'https://qr.example');
    await hand.answer({ ...made, gatewayTime: NOW + 1000 } as never);
    return another;
  };

  it('is dated at once: a later run could not work out its date', async () => {
    const another = await answerAnother();
    expect(hand.attemptOf(number)).toMatchObject({ status: 'unknown', createdAt: EVENING, gatewayAt: NOW });
    // What its own answer has dated is not written again.
    expect(hand.attemptOf(another).version).toBe(2);
    await hand.pass(6000);
    const paid = rows(rowOf(hand.attemptOf(number), { madeAt: NOW, gatewayRef: 'S2' }));
    for (const _ of hand.asked) await hand.reply(paid);
    expect(hand.attemptOf(number)).toMatchObject({ status: 'paid', gatewayAt: NOW });
  });

  it('stops the till if its date cannot be written', async () => {
    const another = startPayment(hand);
    const made = answerWith(rowOf(hand.attemptOf(another), { madeAt: NOW }), 'https://qr.example');
    hand.breakLedger('record');
    await hand.answer({ ...made, gatewayTime: NOW + 1000 } as never);
    // The answer itself fails to be written, then the date of each payment.
    expect(hand.told.filter(([what]) => what === 'ledger-failed')).toHaveLength(3);
  });
});
