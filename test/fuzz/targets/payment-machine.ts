/**
 * The payment machine under any order of events, including impossible ones. A final status stays; "paid" needs a
 * finding "paid"; a change is exactly one commit, before all other effects; an attempt that is not final has something
 * planned.
 */
import {
  begin,
  resume,
  step,
  type AttemptEvent,
  type Decision,
  type Transition,
} from '../../../shared/attempt/machine.ts';
import {
  isFinal,
  hasMoneyMoved,
  NOT_SENT,
  type Attempt,
  type AttemptKind,
  type AttemptStatus,
  type Verdict,
} from '../../../shared/attempt/record.ts';
import type { Finding, Mismatch } from '../../../shared/attempt/evidence.ts';
import { cents } from '../../../shared/money.ts';
import { anAttempt, numberOf, payMe } from '../../support/samples.ts';
import type { Dice } from '../../support/dice.ts';
import type { Target } from '../target.ts';

const STATUSES: Readonly<Record<AttemptKind, readonly AttemptStatus[]>> = {
  payment: ['sending', 'pending', 'unknown', 'paid', 'failed', 'expired', 'late-paid'],
  refund: ['sending', 'pending', 'unknown', 'refunded', 'refused'],
};
/** The only ways out of a final status: the money moved after all, or the gateway works on the attempt again. */
const WAYS_OUT: readonly string[] = [
  'failed to late-paid',
  'expired to late-paid',
  'failed to unknown',
  'expired to unknown',
  'refused to refunded',
  'refused to unknown',
];
const SYSSNS = ['S1', 'S2', null];
const CODES = ['1143', '1201', '1297', '0000', '', '__proto__'];
const MISMATCHES: readonly Mismatch[] = ['number', 'amount', 'currency', 'merchant', 'pay-type', 'syssn-taken'];
const PAUSES_MS = [0, 1, 1_999, 5_000, 31_000, 120_000, 41 * 60_000, 25 * 3_600_000, -5_000];

export function paymentMachine(): Target {
  return {
    name: 'payment-machine',
    share: 3000,
    run(dice) {
      const first = dice.oneIn(2)
        ? begin({ ...anyAttempt(dice), status: 'sending', gatewayRef: null, lastResponse: null, abandoned: false }, 0)
        : resume(anyAttempt(dice), 0);
      // Only `begin` plans an answer to a request; a resumed attempt has no request in this run.
      const open = new Set<string>();
      plan(open, first);
      let { state } = first;
      let at = 0;
      const told: string[] = [];
      for (let events = dice.whole(1, 25); events > 0; events -= 1) {
        at += dice.pick(PAUSES_MS);
        const event = anyEvent(dice);
        told.push(JSON.stringify(event));
        const next = step(state, event, at);
        settle(open, event);
        plan(open, next);
        const wrong = whatIsWrong(state.attempt, event, next, open);
        if (wrong !== null) return `${wrong}, from ${JSON.stringify(first.state.attempt)} by ${told.join(' ')}`;
        ({ state } = next);
      }
      return null;
    },
  };
}

/** Adds what will happen without a person: the request's answer, a timer, the next enquiry. */
function plan(open: Set<string>, { effects }: Transition): void {
  for (const effect of effects) {
    if (effect.kind === 'send') open.add('answer');
    if (effect.kind === 'timer') open.add(effect.event);
    if (effect.kind === 'enquire') open.add('enquiry');
  }
}

function settle(open: Set<string>, { kind }: AttemptEvent): void {
  if (kind === 'slow' || kind === 'live-ends') open.delete(kind);
  if (kind.startsWith('enquiry-')) open.delete('enquiry');
  if (kind === 'qr-made' || kind.startsWith('pay-')) open.delete('answer');
}

function whatIsWrong(before: Attempt, event: AttemptEvent, next: Transition, open: ReadonlySet<string>): string | null {
  const { attempt: after } = next.state;
  if (isFinal(before.status) && after.status !== before.status) {
    const change = `${before.status} to ${after.status}`;
    if (!WAYS_OUT.includes(change)) return change;
    if (after.status === 'unknown' && !saysPending(event)) return `${change} by ${event.kind}`;
  }
  if (!STATUSES[after.kind].includes(after.status)) return `a ${after.kind} that is ${after.status}`;
  const becamePaid = hasMoneyMoved(after.status) && !hasMoneyMoved(before.status);
  if (becamePaid && !saysPaid(event)) return `paid by ${event.kind}`;
  if (after.status === 'paid' && before.status !== 'paid' && before.abandoned)
    return 'paid in time after it was given up';
  // The timer that ends the live stage is no plan for the payment itself.
  if (!isFinal(after.status) && !['answer', 'slow', 'enquiry'].some((what) => open.has(what))) {
    return `${after.status} with nothing planned`;
  }
  const commits = next.effects.filter(({ kind }) => kind === 'commit').length;
  if (commits > 1 || (commits === 1 && next.effects[0]?.kind !== 'commit')) return 'not one commit at the beginning';
  if (after.version - before.version !== commits) return `version ${before.version} became ${after.version}`;
  if (commits === 0 && JSON.stringify(before) !== JSON.stringify(after)) return 'changed without a commit';
  const plans = next.effects.flatMap((effect) => ('inMs' in effect ? [effect.inMs] : []));
  return plans.every((inMs) => Number.isFinite(inMs) && inMs >= 0) ? null : `planned in ${plans.join(', ')} ms`;
}

/** Whether the gateway, or a person in its place, says that the money moved. */
function saysPaid(event: AttemptEvent): boolean {
  if (event.kind === 'decided') return event.decision.verdict === 'paid' || event.decision.verdict === 'refunded';
  return 'finding' in event && event.finding.kind === 'paid';
}

function saysPending(event: AttemptEvent): boolean {
  return 'finding' in event && event.finding.kind === 'pending';
}

function anyDecision(dice: Dice): Decision {
  const verdict = dice.pick<Verdict>(['paid', 'not-paid', 'refunded', 'not-refunded', 'returned']);
  return { verdict, amount: cents(dice.whole(1, 2000)), by: 'KC', why: 'portal', at: 0 };
}

function anyAttempt(dice: Dice): Attempt {
  const kind = dice.pick<AttemptKind>(['payment', 'payment', 'refund']);
  return anAttempt({
    kind,
    refundOf: kind === 'refund' ? numberOf(1) : null,
    status: dice.pick(STATUSES[kind]),
    tender: payMe(dice.pick(['mpm', 'cpm'] as const)),
    abandoned: dice.oneIn(3),
    gatewayRef: dice.oneIn(2) ? 'S1' : null,
    lastResponse: dice.oneIn(3) ? NOT_SENT : dice.pick(CODES),
  });
}

function anyEvent(dice: Dice): AttemptEvent {
  switch (dice.whole(0, 15)) {
    case 0:
      return { kind: 'qr-made', qr: 'https://qr.example', gatewayRef: anySyssn(dice) };
    case 1:
      return { kind: 'pay-found', finding: anyFinding(dice) };
    case 2:
      return { kind: 'pay-not-sent' };
    case 3:
      return { kind: 'pay-unanswered' };
    case 4:
      return { kind: 'slow' };
    case 5:
      return { kind: 'live-ends' };
    case 6:
      return { kind: 'enquiry-unanswered', busy: dice.oneIn(2) };
    case 7:
      return { kind: 'given-up' };
    case 8:
      return { kind: 'left' };
    case 9:
      return { kind: 'dealt-with' };
    case 10:
      return { kind: 'longer' };
    case 11:
      return { kind: 'shown-again' };
    case 12:
      return { kind: 'decided', decision: anyDecision(dice) };
    default:
      return {
        kind: 'enquiry-found',
        finding: anyFinding(dice),
        whole: dice.oneIn(2),
        tookMs: dice.whole(0, 3_600_000),
      };
  }
}

function anyFinding(dice: Dice): Finding {
  switch (dice.whole(0, 6)) {
    case 0:
      return {
        kind: 'paid',
        gatewayRef: dice.pick(['S1', 'S2']),
        several: dice.oneIn(4),
        returned: dice.pick(['none', 'none', 'part', 'whole'] as const),
      };
    case 1:
      return { kind: 'failed', gatewayRef: anySyssn(dice), code: dice.pick(CODES) };
    case 2:
      return { kind: 'mismatch', mismatch: dice.pick(MISMATCHES) };
    case 3:
      return {
        kind: 'unclear',
        gatewayRef: anySyssn(dice),
        code: dice.oneIn(2) ? null : dice.pick(CODES),
        isOrder: dice.oneIn(2),
      };
    case 4:
      return { kind: 'pending', gatewayRef: anySyssn(dice), code: dice.pick(CODES) };
    default:
      return { kind: 'not-found' };
  }
}

const anySyssn = (dice: Dice): string | null => SYSSNS[dice.whole(0, SYSSNS.length - 1)] ?? null;
