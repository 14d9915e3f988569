/** A late or misordered event must never resend a payment, or end one that the gateway knows. */
import { describe, expect, it } from 'vitest';
import { step } from '../../../shared/attempt/machine.ts';
import { SLOW_MS } from '../../../shared/attempt/schedule.ts';
import { askedOf, NOT_FOUND } from '../../../shared/attempt/record.ts';
import { judgeRow } from '../../../shared/attempt/evidence.ts';
import {
  answered,
  asked,
  FAILED,
  HOUR,
  nextAsk,
  now,
  NOWHERE,
  PENDING,
  played,
  playedFrom,
  QR,
  sends,
} from '../../support/attempt-events.ts';
import { anAttempt, aRow, SYSSN } from '../../support/samples.ts';

describe('P4/P11: after the cashier cancelled or went on', () => {
  it.each(['given-up', 'left'] as const)('%s: a payment of which nothing was sent is not sent any more', (kind) => {
    const over = played([10, { kind }], [2000, { kind: 'pay-not-sent' }]);
    expect(sends(over)).toBe(0);
    expect(now(over).status).toBe('failed');
  });
});

describe('P7/P10: "not sent" does not overrule the gateway', () => {
  it.each([
    ['an order exists', asked(PENDING)],
    ['a QR was made', QR],
    ['something unclear was found', asked({ kind: 'unclear', code: '2999', gatewayRef: null, isOrder: true })],
  ] as const)('that says %s', (_what, event) => {
    const after = played([SLOW_MS, { kind: 'slow' }], [SLOW_MS + 10, event], [SLOW_MS + 20, { kind: 'pay-not-sent' }]);
    expect(now(after).status).not.toBe('failed');
  });
});

describe('P10: two successive enquiries must agree', () => {
  const sent = () => played([100, { kind: 'pay-unanswered' }]).state;
  it.each([
    ['pending, without a serial number', asked({ kind: 'pending', gatewayRef: null, code: '1143' })],
    [
      'unclear (2999 and the like): the order is there',
      asked({ kind: 'unclear', code: '2999', gatewayRef: null, isOrder: true }),
    ],
    ['unclear, without a sign of the order', asked({ kind: 'unclear', code: null, gatewayRef: null, isOrder: false })],
    ['a success that is not ours', asked({ kind: 'mismatch', mismatch: 'amount' })],
  ] as const)('an answer in between restarts the count: %s', (_what, event) => {
    const after = playedFrom(sent(), [31_000, asked(NOWHERE)], [37_000, event], [43_000, asked(NOWHERE)]);
    expect(now(after).status).not.toBe('failed');
  });

  it('a QR without a serial number still proves that the gateway has the order', () => {
    const after = played(
      [400, { kind: 'qr-made', qr: 'q', gatewayRef: null }],
      [31_000, asked(NOWHERE)],
      [37_000, asked(NOWHERE)],
    );
    expect(now(after).status).not.toBe('failed');
  });
});

describe('P10: a refusal of the whole request does not prove an order', () => {
  const refused = answered({ kind: 'unclear', code: '1100', gatewayRef: null, isOrder: false });
  const NOWHERE_TWICE = [
    [31_000, asked(NOWHERE)],
    [37_000, asked(NOWHERE)],
  ] as const;

  it('so the attempt fails if it is then not found', () => {
    expect(now(played([100, refused], ...NOWHERE_TWICE))).toMatchObject({ status: 'failed', lastResponse: NOT_FOUND });
  });

  it.each([
    ['in progress', asked({ kind: 'pending', gatewayRef: null, code: '1143' })],
    ['a code that decides nothing', asked({ kind: 'unclear', code: '2999', gatewayRef: null, isOrder: true })],
    ['another amount', asked({ kind: 'mismatch', mismatch: 'amount' })],
  ] as const)('but an enquiry that found the order counts: %s', (_what, event) => {
    const sent = played([SLOW_MS, { kind: 'slow' }], [6000, event]);
    const said = now(sent);
    const over = { kind: 'pay-unanswered' } as const;
    for (const answer of [refused, over]) {
      const after = playedFrom(sent.state, [20_000, answer], [51_000, asked(NOWHERE)], [57_000, asked(NOWHERE)]);
      expect(now(after).status).not.toBe('failed');
    }
    // The missing answer to the request says less than the enquiry found.
    const unanswered = step(sent.state, over, 20_000);
    expect(now(unanswered)).toMatchObject({ status: said.status, lastResponse: said.lastResponse });
    expect(nextAsk(unanswered)).toBe(SLOW_MS);
  });
});

describe("P9: QFPay's number, once known, is kept and used for enquiries", () => {
  it('a late QR without the number does not remove it', () => {
    const after = played(
      [SLOW_MS, { kind: 'slow' }],
      [6000, asked(PENDING)],
      [7000, { kind: 'qr-made', qr: 'q', gatewayRef: null }],
    );
    expect(now(after).gatewayRef).toBe(SYSSN);
  });

  it('an unclear answer that carries the number is used (for example 1297 and 1295)', () => {
    const row = aRow({ code: '1297', codeClass: 'unknown' });
    const after = played([400, answered(judgeRow(askedOf(anAttempt()), row))]);
    expect(now(after).gatewayRef).toBe(SYSSN);
    // With the number, the order can no longer be "not found".
    const later = [31_000, 37_000, 43_000].reduce((step_, at) => step(step_.state, asked(NOWHERE), at), after);
    expect(now(later).status).not.toBe('failed');
  });
});

describe('an answer that waited while the machine slept is as old as its question', () => {
  const waiting = () => played([400, QR]).state;
  it.each([
    ['pending', asked(PENDING, true, HOUR - 1000)],
    ['a listed failure', asked(FAILED, true, HOUR - 1000)],
  ] as const)('%s ends nothing, and the till asks again at once', (_what, event) => {
    const after = playedFrom(waiting(), [HOUR, event]);
    expect(now(after).status).toBe('pending');
    expect(nextAsk(after)).toBe(0);
    expect(after.state.watch.wide).toBe(true);
  });

  it('the answer to the request itself keeps the number of the order, and ends nothing', () => {
    const after = playedFrom(played().state, [HOUR, answered(PENDING)]);
    expect(now(after)).toMatchObject({ status: 'pending', gatewayRef: SYSSN, lastResponse: '1143' });
    expect(nextAsk(after)).toBe(0);
    expect(now(playedFrom(after.state, [HOUR + 1000, asked(PENDING)])).status).toBe('expired');
  });

  it('a refusal of the request is final however late it is heard', () => {
    expect(now(playedFrom(played().state, [HOUR, answered(FAILED)])).status).toBe('failed');
  });

  it('"not found" counts from the questions, not from the answers', () => {
    const sent = played([100, { kind: 'pay-unanswered' }]).state;
    const early = playedFrom(sent, [40_000, asked(NOWHERE, true, 15_000)], [46_000, asked(NOWHERE)]);
    expect(now(early).status).toBe('unknown');
    const together = playedFrom(sent, [40_000, asked(NOWHERE)], [46_000, asked(NOWHERE, true, 2_000)]);
    expect(now(together).status).toBe('unknown');
    expect(now(playedFrom(together.state, [47_000, asked(NOWHERE)])).status).toBe('failed');
  });
});
