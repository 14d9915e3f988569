/**
 * The payment machine with events in any order, also impossible orders: a settled attempt stays settled, no attempt is
 * paid without proof, every change is one commit before all other effects, and no attempt waits forever.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  begin,
  qrOnShow,
  resume,
  step,
  type AttemptEvent,
  type AttemptState,
  type Transition,
} from '../../../shared/attempt/machine.ts';
import {
  isFinal,
  hasMoneyMoved,
  NOT_SENT,
  PAID_TWICE,
  type Attempt,
  type AttemptStatus,
} from '../../../shared/attempt/record.ts';
import type { Finding } from '../../../shared/attempt/evidence.ts';
import { anAttempt } from '../../support/samples.ts';

const gatewayRef = fc.constantFrom('S1', 'S2');
const syssnOrNot = fc.option(gatewayRef, { nil: null });
const returned = fc.constantFrom('none' as const, 'part' as const, 'whole' as const);
const finding: fc.Arbitrary<Finding> = fc.oneof(
  fc.record({ kind: fc.constant('paid' as const), gatewayRef, several: fc.boolean(), returned }),
  fc.record({ kind: fc.constant('pending' as const), gatewayRef: syssnOrNot, code: fc.constantFrom('1143', '1145') }),
  fc.record({ kind: fc.constant('failed' as const), gatewayRef: syssnOrNot, code: fc.constantFrom('1201', '1181') }),
  fc.record({ kind: fc.constant('not-found' as const) }),
  fc.record({
    kind: fc.constant('mismatch' as const),
    mismatch: fc.constantFrom('amount' as const, 'syssn-taken' as const),
  }),
  fc.record({
    kind: fc.constant('unclear' as const),
    code: fc.constantFrom('1297', null),
    gatewayRef: fc.constantFrom('S1', 'S2', null),
    isOrder: fc.boolean(),
  }),
);

const payAnswer: fc.Arbitrary<AttemptEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('qr-made' as const),
    qr: fc.constant('https://qr.example'),
    gatewayRef: syssnOrNot,
  }),
  finding.map((found): AttemptEvent => ({ kind: 'pay-found', finding: found })),
  fc.constant<AttemptEvent>({ kind: 'pay-not-sent' }),
  fc.constant<AttemptEvent>({ kind: 'pay-unanswered' }),
);
const enquiryAnswer: fc.Arbitrary<AttemptEvent> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(finding, fc.boolean(), fc.oneof(fc.nat({ max: 10_000 }), fc.nat({ max: 60 * 60_000 })))
      .map(([found, whole, tookMs]): AttemptEvent => ({ kind: 'enquiry-found', finding: found, whole, tookMs })),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((busy): AttemptEvent => ({ kind: 'enquiry-unanswered', busy })),
  },
);
const hands = fc.constantFrom<AttemptEvent>(
  { kind: 'given-up' },
  { kind: 'left' },
  { kind: 'shown-again' },
  { kind: 'longer' },
);
const timers = fc.constantFrom<AttemptEvent>({ kind: 'slow' }, { kind: 'live-ends' });

const MINUTE = 60_000;
const pause = fc.oneof(fc.nat({ max: 10_000 }), fc.nat({ max: 30 * MINUTE }));
const anything = fc.tuple(fc.oneof(payAnswer, enquiryAnswer, hands, timers), pause);
const history = fc.array(anything, { maxLength: 40 });

const STATUSES = ['sending', 'pending', 'unknown', 'paid', 'failed', 'expired', 'late-paid'] as const;
const start = fc.oneof(
  fc.constant(anAttempt()).map((attempt) => begin(attempt, 0)),
  fc
    .record({
      status: fc.constantFrom<AttemptStatus>(...STATUSES),
      abandoned: fc.boolean(),
      gatewayRef: syssnOrNot,
      lastResponse: fc.constantFrom(null, '1143', NOT_SENT),
    })
    .map((fields) => resume(anAttempt(fields), 0)),
);

type Turn = { readonly before: AttemptState; readonly event: AttemptEvent; readonly after: Transition };

/** Plays a history and passes every turn to the check. */
function always(check: (turn: Turn) => void): void {
  fc.assert(
    fc.property(start, history, (first, events) => {
      let { state } = first;
      let at = 0;
      for (const [event, ms] of events) {
        at += ms;
        const before = state;
        const after = step(before, event, at);
        check({ before, event, after });
        ({ state } = after);
      }
    }),
    { numRuns: 500 },
  );
}

const status = ({ attempt }: AttemptState) => attempt.status;
const proofOf = (event: AttemptEvent): Finding['kind'] | null => ('finding' in event ? event.finding.kind : null);

describe('in every history', () => {
  it('a paid attempt, in time or late, never changes again', () => {
    always(({ before, after }) => {
      if (!hasMoneyMoved(status(before))) return;
      // One exception: a second payment may become known later.
      const { lastResponse, version } = after.state.attempt;
      const isNews = lastResponse === PAID_TWICE && before.attempt.lastResponse !== PAID_TWICE;
      expect(after.state.attempt).toEqual(isNews ? { ...before.attempt, lastResponse, version } : before.attempt);
    });
  });

  it('a failed or expired attempt stays so, or becomes paid late, or is pending again', () => {
    always(({ before, event, after }) => {
      if (!['failed', 'expired'].includes(status(before))) return;
      if (status(after.state) === 'unknown') {
        expect([status(before), proofOf(event), after.state.attempt.abandoned]).toEqual(['failed', 'pending', true]);
      } else expect([status(before), 'late-paid']).toContain(status(after.state));
    });
  });

  it('no attempt returns to "sending"', () => {
    always(({ before, after }) => {
      if (status(before) !== 'sending') expect(status(after.state)).not.toBe('sending');
    });
  });

  it('paid needs a finding of "paid", and a sale that was not abandoned', () => {
    always(({ before, event, after }) => {
      const becameSettled = hasMoneyMoved(status(after.state)) && !hasMoneyMoved(status(before));
      if (!becameSettled) return;
      expect(proofOf(event)).toBe('paid');
      const late = before.attempt.abandoned || isFinal(status(before));
      expect(status(after.state)).toBe(late ? 'late-paid' : 'paid');
      expect(after.effects.some((effect) => effect.kind === 'alarm' && effect.alarm === 'late')).toBe(late);
    });
  });

  it('a finding of "paid" always settles', () => {
    always(({ event, after }) => {
      if (proofOf(event) === 'paid') expect(hasMoneyMoved(status(after.state))).toBe(true);
    });
  });

  it('failed needs a failure, a request that was not sent, or an order that was not found', () => {
    always(({ before, event, after }) => {
      if (status(after.state) !== 'failed' || status(before) === 'failed') return;
      if (event.kind === 'pay-not-sent') expect(after.state.attempt.lastResponse).toBe(NOT_SENT);
      else expect(['failed', 'not-found']).toContain(proofOf(event));
    });
  });

  it('a change is exactly one commit, and the commit is the first effect', () => {
    always(({ before, after }) => {
      const commits = after.effects.filter((effect) => effect.kind === 'commit');
      expect(commits.length).toBeLessThanOrEqual(1);
      const [commit] = commits;
      if (commit === undefined) {
        expect(after.state.attempt).toEqual(before.attempt);
        return;
      }
      expect(after.effects[0]).toBe(commit);
      const expected: Attempt = { ...before.attempt, ...commit.change, version: before.attempt.version + 1 };
      expect(after.state.attempt).toEqual(expected);
      for (const [field, value] of Object.entries(commit.change)) {
        expect(value).not.toBe(before.attempt[field as keyof Attempt]);
      }
    });
  });

  it('the requested facts never change', () => {
    always(({ before, after }) => {
      const fixed = ({
        number,
        amount,
        currency,
        payType,
        merchantId,
        gatewayHost,
        requestedAtText,
        createdAt,
      }: Attempt) => {
        return {
          number,
          amount,
          currency,
          payType,
          merchant: merchantId,
          host: gatewayHost,
          requestedAtText,
          createdAt,
        };
      };
      expect(fixed(after.state.attempt)).toEqual(fixed(before.attempt));
    });
  });

  it('only showing the QR again ends "abandoned"', () => {
    always(({ before, event, after }) => {
      if (before.attempt.abandoned && event.kind !== 'shown-again') expect(after.state.attempt.abandoned).toBe(true);
    });
  });

  it('a payment is sent again at most once, and only if nothing was sent', () => {
    fc.assert(
      fc.property(history, (events) => {
        let { state } = begin(anAttempt(), 0);
        let resent = 0;
        for (const [event] of events) {
          const after = step(state, event, 0);
          const sends = after.effects.filter((effect) => effect.kind === 'send').length;
          if (sends > 0) expect([event.kind, status(state)]).toEqual(['pay-not-sent', 'sending']);
          resent += sends;
          ({ state } = after);
        }
        expect(resent).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('in every possible history', () => {
  /** The events that are possible now: an answer needs a request, and a timer must be running. */
  type World = { sending: number; slow: boolean; liveEnds: boolean; planned: boolean; asking: number };

  const deliver = (world: World, event: AttemptEvent): boolean => {
    const kind = event.kind;
    if (kind === 'given-up' || kind === 'left') return true;
    if (kind === 'slow' || kind === 'live-ends') {
      const key = kind === 'slow' ? 'slow' : 'liveEnds';
      const runs = world[key];
      world[key] = false;
      return runs;
    }
    if (kind === 'enquiry-found' || kind === 'enquiry-unanswered') {
      // A started enquiry uses up the plan; new plans may come before its answer.
      if (world.asking === 0 && !world.planned) return false;
      if (world.asking === 0) world.planned = false;
      world.asking = 0;
      return true;
    }
    if (world.sending === 0) return false;
    world.sending -= 1;
    return true;
  };

  const heed = (world: World, effects: Transition['effects']): void => {
    for (const effect of effects) {
      if (effect.kind === 'send') world.sending += 1;
      if (effect.kind === 'enquire') world.planned = true;
      if (effect.kind === 'timer' && effect.event === 'slow') world.slow = true;
      if (effect.kind === 'timer' && effect.event === 'live-ends') world.liveEnds = true;
    }
  };

  /** Plays only possible events, and passes every turn to the check, with the outstanding events. */
  function possibly(check: (after: Transition, world: World) => void): void {
    fc.assert(
      fc.property(start, fc.array(fc.tuple(anything, fc.boolean()), { maxLength: 60 }), (first, events) => {
        const world: World = { sending: 0, slow: false, liveEnds: false, planned: false, asking: 0 };
        let { state } = first;
        let at = 0;
        heed(world, first.effects);
        for (const [[event, ms], askNow] of events) {
          at += ms;
          if (askNow && world.planned && world.asking === 0) {
            world.planned = false;
            world.asking = 1;
          }
          if (!deliver(world, event)) continue;
          const after = step(state, event, at);
          heed(world, after.effects);
          check(after, world);
          ({ state } = after);
        }
      }),
      { numRuns: 1000 },
    );
  }

  it('an attempt that is not final has an outstanding event that will move it on', () => {
    possibly(({ state }, { sending, planned, asking, slow }) => {
      const moves = sending > 0 || planned || asking > 0 || (slow && status(state) === 'sending');
      expect(isFinal(status(state)) || moves, JSON.stringify(state)).toBe(true);
    });
  });

  it('a QR is shown only while the customer may still pay it', () => {
    possibly(({ state }) => {
      if (qrOnShow(state) === null) return;
      expect(isFinal(status(state))).toBe(false);
      expect(state.attempt.abandoned).toBe(false);
    });
  });

  it('a QR is kept only while the order may still be paid', () => {
    possibly(({ state }) => {
      if (isFinal(status(state))) expect(state.watch.qr).toBeNull();
    });
  });
});
