/** What happened to an attempt, as its states one after another tell it. */
import { expect, it } from 'vitest';
import type { Attempt } from '../../../shared/attempt/record.ts';
import { stepsBetween, type Step } from '../../../shared/attempt/story.ts';
import { cents } from '../../../shared/money.ts';
import { anAttempt, SYSSN } from '../../support/samples.ts';

/** The steps of an attempt that begins as `first` and then changes so. */
function storyOf(first: Partial<Attempt>, ...changes: readonly Partial<Attempt>[]): readonly Step[] {
  const states = changes.reduce<readonly Attempt[]>(
    (before, change) => [...before, { ...(before.at(-1) as Attempt), ...change }],
    [anAttempt(first)],
  );
  return states.flatMap((state, index) => stepsBetween(states[index - 1] ?? null, state));
}
const QR = { status: 'pending', gatewayRef: SYSSN, lastResponse: 'qr-made' } as const;

it('a payment by QR that was paid', () => {
  expect(storyOf({ by: 'Ah Ming' }, QR, { status: 'paid', lastResponse: '0000' })).toEqual([
    { what: 'begun', by: 'Ah Ming' },
    { what: 'said', said: 'qr-made' },
    { what: 'result', word: 'paid', said: '0000' },
  ]);
});

it('a payment that was given up, failed, and was paid late all the same', () => {
  const late = { status: 'late-paid', lastResponse: '0000' } as const;
  expect(storyOf({}, QR, { abandoned: true }, { status: 'expired' }, late, { resolved: true })).toEqual([
    { what: 'begun', by: null },
    { what: 'said', said: 'qr-made' },
    { what: 'given-up' },
    { what: 'result', word: 'not-paid', said: 'qr-made' },
    { what: 'result', word: 'paid-late', said: '0000' },
    { what: 'dealt-with' },
  ]);
});

it('a result that also marks later money as late is told once', () => {
  expect(storyOf({}, { status: 'failed', lastResponse: '1201', abandoned: true }).slice(1)).toEqual([
    { what: 'result', word: 'not-paid', said: '1201' },
  ]);
});

it('a refund, whose mark for late money is not a giving up', () => {
  const refund = { kind: 'refund', refundOf: anAttempt().number } as const;
  expect(storyOf(refund, { abandoned: true }, { status: 'refused', lastResponse: '1269' }).slice(1)).toEqual([
    { what: 'result', word: 'not-refunded', said: '1269' },
  ]);
});

it('what a person decided, each time, and what went back by another way', () => {
  const decided = { decidedBy: 'KC', decidedWhy: 'as the portal shows', decidedAt: 5 } as const;
  const steps = storyOf(
    { status: 'late-paid' },
    { returnedElsewhere: null },
    { returnedElsewhere: cents(500), decided: 'returned', ...decided },
    { decidedAt: 6 },
    { version: 9 },
  );
  expect(steps.slice(1)).toEqual([
    { what: 'returned-elsewhere', returned: null },
    { what: 'decided', verdict: 'returned', by: 'KC', why: 'as the portal shows' },
    { what: 'returned-elsewhere', returned: 500 },
    { what: 'decided', verdict: 'returned', by: 'KC', why: 'as the portal shows' },
  ]);
});

it('nothing, when only the time by the gateway became known, or an answer came again', () => {
  expect(storyOf(QR, { gatewayAt: 5 }, { lastResponse: 'qr-made' }, { lastResponse: null })).toHaveLength(1);
});
