/**
 * The payment machine: one attempt at taking or returning money, as a pure function from what is known and what happened
 * to what is known now and what has to be done. It never waits, sends, stores or shows; the till performs its effects in
 * order, and a commit that fails stops the effects behind it.
 *
 *     sending -> pending | unknown | paid | failed | late-paid (when the cashier had given up)
 *     pending, unknown -> paid | failed | expired | late-paid (when the cashier had given up)
 *     failed, expired -> late-paid
 *     failed -> unknown (the gateway says that it is under way after all: it was told as given up, and is paid late)
 *
 * A refund goes the same way and ends `refunded` or `refused`; it never expires, and what was told as refused comes back as
 * a failed payment does: refunded late, or under way after all.
 *
 * What the gateway leaves open a person may settle, by what QFPay's portal shows; the way is the same.
 *
 * An attempt is born `sending`: its number and its row come from one commit, so there is no state before it that a crash
 * could leave behind. `paid`, `late-paid` and `refunded` never change.
 */
import { assertNever } from '../result.ts';
import {
  isAcknowledged,
  isFinal,
  isSettled,
  looksAgain,
  mismatchSaid,
  NO_ANSWER,
  NOT_FOUND,
  NOT_SENT,
  PAID_TWICE,
  QR_MADE,
  ROW_UNCLEAR,
  saidWithoutOrder,
  verdictsOn,
  type Attempt,
  type AttemptChange,
  type AttemptKind,
  type AttemptStatus,
  type LastSaid,
  type Verdict,
} from './record.ts';
import {
  backedOff,
  canStillBePaid,
  FIRST_ENQUIRY_MS,
  isPastLife,
  LIVE_MS,
  nextGap,
  NOT_FOUND_APART_MS,
  NOT_FOUND_QUIET_MS,
  SLOW_MS,
  type Occasion,
  type Pace,
} from './schedule.ts';
import { LIVE_GAPS, type Gaps } from '../gaps.ts';
import type { Finding, Returned } from './evidence.ts';
import type { Stage } from './word.ts';
import { cents, type Cents } from '../money.ts';
import type { MonoMs, WallMs } from '../time.ts';

/** The part of an attempt's life that ends with the program: what is on show and when to ask again. */
type Watch = Pace & {
  /** `live`: the windows wait for the customer, and show the QR when there is one. */
  readonly stage: Stage;
  /** Until when they wait, and how many of the timers that were set for that are still to come: the last one counts. */
  readonly liveUntil: MonoMs;
  readonly liveTimers: number;
  /** Kept as long as the order can be paid, on show or not: it may be shown again. */
  readonly qr: string | null;
  readonly resent: boolean;
  /** When it was begun; null for one that an earlier run had begun. */
  readonly begunAt: MonoMs | null;
  /** When the request was over (answered, or given up by the network); null while it is under way. */
  readonly requestOverAt: MonoMs | null;
  readonly firstNotFoundAt: MonoMs | null;
};

export type AttemptState = { readonly attempt: Attempt; readonly watch: Watch };

export type AttemptEvent =
  | { readonly kind: 'qr-made'; readonly qr: string; readonly syssn: string | null }
  | { readonly kind: 'pay-found'; readonly finding: Finding }
  /** Not one byte of the payment request left the machine. */
  | { readonly kind: 'pay-not-sent' }
  | { readonly kind: 'pay-unanswered' }
  /** The payment request has been under way for SLOW_MS. */
  | { readonly kind: 'slow' }
  | { readonly kind: 'live-ends' }
  /** The cashier gives the customer more time. */
  | { readonly kind: 'longer' }
  /** The cashier shows the QR again, whose time was over or which was taken away. Nothing is sent. */
  | { readonly kind: 'shown-again' }
  /**
   * `whole`: it was looked for under our own number too, wherever it may be filed. What was not proves that money moved,
   * and never that none did: a second try of the customer has another number at QFPay.
   */
  | { readonly kind: 'enquiry-found'; readonly finding: Finding; readonly whole: boolean }
  /** `busy`: the gateway answered 429 or 5xx and wants to be asked less often. */
  | { readonly kind: 'enquiry-unanswered'; readonly busy: boolean }
  /** The cashier took the QR away or stopped waiting for the customer. */
  | { readonly kind: 'given-up' }
  /** The cashier went on to the next customer while this one is being checked. */
  | { readonly kind: 'left' }
  /** Somebody has decided what it waited for. */
  | { readonly kind: 'dealt-with' }
  /** A person has looked into the portal and said what the gateway would not. */
  | { readonly kind: 'decided'; readonly decision: Decision };

export type Decision = {
  readonly verdict: Verdict;
  /** What moved, or what of the payment went back elsewhere, by the portal. */
  readonly amount: Cents;
  readonly by: string;
  readonly why: string;
  readonly at: WallMs;
};

/** `late`: the money moved after the till had said that it would not. */
export type Alarm = 'late' | 'mismatch' | 'paid-twice';

export type AttemptEffect =
  | { readonly kind: 'commit'; readonly change: AttemptChange }
  | { readonly kind: 'send' }
  | { readonly kind: 'timer'; readonly event: 'slow' | 'live-ends'; readonly inMs: number }
  /** Replaces the plan there was. */
  | { readonly kind: 'enquire'; readonly inMs: number }
  | { readonly kind: 'alarm'; readonly alarm: Alarm };

export type Step = { readonly state: AttemptState; readonly effects: readonly AttemptEffect[] };

/** How each kind of attempt ends; `late` when it comes through after it had been given up. */
const ENDS = {
  payment: { done: 'paid', late: 'late-paid', not: 'failed' },
  refund: { done: 'refunded', late: 'refunded', not: 'refused' },
} as const satisfies Record<AttemptKind, Record<string, AttemptStatus>>;

/** A new attempt whose `sending` row has just been committed. */
export function begin(attempt: Attempt, at: MonoMs, gaps: Gaps = LIVE_GAPS): Step {
  return {
    state: { attempt, watch: freshWatch(at, 'live', gaps) },
    effects: [
      { kind: 'send' },
      { kind: 'timer', event: 'slow', inMs: SLOW_MS },
      { kind: 'timer', event: 'live-ends', inMs: LIVE_MS },
    ],
  };
}

/**
 * An attempt found in the ledger at start. Whatever was under way is unknown now and is enquired at once; what had not
 * come through is looked at again, since it may have while the till was off.
 *
 * @param ageMs how old it is by the machine's clock, which may be wrong
 */
export function resume(attempt: Attempt, at: MonoMs, ageMs = Infinity, gaps: Gaps = LIVE_GAPS): Step {
  const fresh = freshWatch(at, 'background', gaps);
  // A QR may have come without a number of QFPay's: only what is scanned was surely never shown.
  const state: AttemptState = { attempt, watch: { ...fresh, wasShown: attempt.tender.mode === 'mpm' } };
  const enquire: AttemptEffect = { kind: 'enquire', inMs: 0 };
  if (isFinal(attempt.status)) {
    // A look beside those that are counted from the failure: that may be a minute ago, and the order not listed yet.
    const looks = isSettled(attempt.status) ? Infinity : -1;
    const watch = { ...state.watch, looks, since: at - Math.max(0, ageMs) };
    return { state: { attempt, watch }, effects: looksAgain(attempt) ? [enquire] : [] };
  }
  return change(state, { status: 'unknown' }, [enquire]);
}

export function step(state: AttemptState, event: AttemptEvent, at: MonoMs): Step {
  const { attempt, watch } = state;
  switch (event.kind) {
    case 'qr-made':
      return qrMade(overNow(state, at), event.qr, event.syssn);
    case 'pay-found':
      return found(overNow(state, at), event.finding, at, true);
    case 'pay-not-sent':
      return notSent(state, at);
    case 'pay-unanswered': {
      const over = overNow(state, at);
      if (isFinal(attempt.status)) return still(over);
      // What an enquiry has said meanwhile stands.
      const told: AttemptChange = isAcknowledged(attempt) ? {} : { status: 'unknown', lastSaid: NO_ANSWER };
      return change(over, told, [{ kind: 'enquire', inMs: SLOW_MS }]);
    }
    case 'slow':
      if (attempt.status !== 'sending') return still(state);
      return change(state, { status: 'unknown' }, [{ kind: 'enquire', inMs: 0 }]);
    case 'live-ends': {
      const liveTimers = Math.max(0, watch.liveTimers - 1);
      const counted = { attempt, watch: { ...watch, liveTimers } };
      return still(liveTimers > 0 ? counted : toBackground(counted));
    }
    case 'longer':
      return isWaitingAtQr(state) ? lived(state, watch.liveUntil + LIVE_MS, at) : still(state);
    case 'shown-again':
      return canShowAgain(state, at)
        ? lived({ attempt, watch: { ...watch, wasShown: true } }, at + LIVE_MS, at)
        : still(state);
    case 'left':
      return still(toBackground(state));
    case 'given-up':
      if (isFinal(attempt.status)) return still(state);
      return change(toBackground(state), { givenUp: true }, []);
    case 'dealt-with':
      return change(state, { dealtWith: true }, []);
    case 'decided':
      return decided(state, event.decision, at);
    case 'enquiry-found': {
      const asked = { ...watch, asks: watch.asks + 1, backoffMs: 0, wide: false };
      return found({ attempt, watch: asked }, event.finding, at, event.whole);
    }
    case 'enquiry-unanswered': {
      const backoffMs = event.busy ? backedOff(watch.backoffMs) : watch.backoffMs;
      return planned({ attempt, watch: { ...watch, asks: watch.asks + 1, backoffMs } }, at, 'unanswered');
    }
    default:
      return assertNever(event);
  }
}

function qrMade(state: AttemptState, qr: string, syssn: string | null): Step {
  const { attempt, watch } = state;
  if (isFinal(attempt.status)) return still(state);
  const isShown = watch.stage === 'live' && !attempt.givenUp;
  // One that arrives after the cashier gave up is not on show; it can still be paid, so it is watched.
  return change(
    { attempt, watch: { ...watch, qr, wasShown: watch.wasShown || isShown } },
    { status: 'pending', syssn: syssn ?? attempt.syssn, lastSaid: QR_MADE },
    [{ kind: 'enquire', inMs: FIRST_ENQUIRY_MS }],
  );
}

function notSent(state: AttemptState, at: MonoMs): Step {
  const { attempt, watch } = state;
  if (isFinal(attempt.status)) return still(state);
  // The gateway knows of it, so what left did leave, whatever the network says.
  if (isAcknowledged(attempt)) return step(state, { kind: 'pay-unanswered' }, at);
  // Once more under the same number, but only while the cashier still reads "waiting": nothing has left, so nothing can
  // be doubled, and a failure told late is better than a payment that starts late or after it was given up.
  if (!watch.resent && attempt.status === 'sending' && watch.stage === 'live' && !attempt.givenUp) {
    return { state: { attempt, watch: { ...watch, resent: true } }, effects: [{ kind: 'send' }] };
  }
  return change(overNow(state, at), { status: ENDS[attempt.kind].not, lastSaid: NOT_SENT }, []);
}

/** What an answer proved, applied to what was known before. @param whole as an enquiry's; the answer to a request is */
function found(before: AttemptState, finding: Finding, at: MonoMs, whole: boolean): Step {
  // Two "not found" count only when nothing else was said between them.
  const firstNotFoundAt = finding.kind === 'not-found' ? before.watch.firstNotFoundAt : null;
  const state: AttemptState = { ...before, watch: { ...before.watch, firstNotFoundAt } };
  const { attempt, watch } = state;
  switch (finding.kind) {
    case 'paid':
      return paid(state, finding, at);
    case 'mismatch': {
      const lastSaid = mismatchSaid(finding.mismatch);
      if (isSettled(attempt.status)) return planned(state, at, 'answered');
      const alarm: AttemptEffect[] = attempt.lastSaid === lastSaid ? [] : [{ kind: 'alarm', alarm: 'mismatch' }];
      const hidden = { attempt, watch: { ...watch, qr: null } };
      // Whoever dealt with how it had ended did not know of this.
      if (isFinal(attempt.status)) {
        const news: AttemptChange = attempt.lastSaid === lastSaid ? {} : { lastSaid, dealtWith: false };
        return planned(hidden, at, 'answered', news, alarm);
      }
      return planned(hidden, at, 'answered', { status: 'unknown', lastSaid }, alarm);
    }
    case 'pending': {
      const told = { syssn: finding.syssn ?? attempt.syssn, lastSaid: finding.code };
      if (isUnderWayAfterAll(state, at)) {
        // Whoever dealt with a refund that was refused did not know of this.
        const after = { status: 'unknown', givenUp: true, dealtWith: false } as const;
        // It keeps every other refund of its payment waiting, so it is asked about as often as one that was just begun.
        const since = attempt.kind === 'refund' ? at : watch.since;
        const again = toBackground({ attempt, watch: { ...watch, since } });
        return planned(again, at, 'first-pending', { ...told, ...after });
      }
      if (isFinal(attempt.status)) return planned(state, at, 'answered');
      const expires = attempt.kind === 'payment' && isPastLife(attempt, watch, at);
      if (expires && !whole) return askWidely(state);
      if (expires) return planned(state, at, 'answered', { ...told, status: 'expired' });
      const first = attempt.status !== 'pending';
      return planned(state, at, first ? 'first-pending' : 'answered', { ...told, status: 'pending' });
    }
    case 'failed': {
      if (isFinal(attempt.status)) return planned(state, at, 'answered');
      if (!whole) return askWidely(state);
      const syssn = finding.syssn ?? attempt.syssn;
      return planned(state, at, 'answered', { status: ENDS[attempt.kind].not, syssn, lastSaid: finding.code });
    }
    case 'not-found':
      return notFound(state, at);
    case 'unclear': {
      if (isFinal(attempt.status)) return planned(state, at, 'answered');
      const status = attempt.status === 'sending' ? 'unknown' : attempt.status;
      const syssn = finding.syssn ?? attempt.syssn;
      return planned(state, at, 'answered', { status, syssn, lastSaid: unclearSaid(attempt, finding) });
    }
    default:
      return assertNever(finding);
  }
}

function paid(state: AttemptState, finding: Extract<Finding, { kind: 'paid' }>, at: MonoMs): Step {
  const { attempt, watch } = state;
  const { syssn, several, returned } = finding;
  const isNews = several && attempt.lastSaid !== PAID_TWICE;
  const twice: AttemptEffect[] = isNews ? [{ kind: 'alarm', alarm: 'paid-twice' }] : [];
  const lastSaid = several ? PAID_TWICE : '0000';
  if (isSettled(attempt.status)) return planned(state, at, 'answered', several ? { lastSaid } : {}, twice);
  const told = { syssn, lastSaid, returnedElsewhere: returnedIn(attempt, returned) };
  const done = moved({ attempt, watch: { ...watch, looks: 0 } }, told, twice);
  const inMs = nextGap(done.state.attempt, done.state.watch, at, 'answered');
  return inMs === null ? done : { ...done, effects: [...done.effects, { kind: 'enquire', inMs }] };
}

/**
 * Whether it was told as not paid or not refunded, and the gateway says now that it is under way. A person's word stands,
 * and so does that of an order that can no longer be paid; a refund has no such end.
 */
function isUnderWayAfterAll({ attempt, watch }: AttemptState, at: MonoMs): boolean {
  if (attempt.decided !== null) return false;
  return attempt.status === 'refused' || (attempt.status === 'failed' && !isPastLife(attempt, watch, at));
}

/** Nobody is told "not paid" by QFPay's number alone: at once once more, by ours too. */
function askWidely({ attempt, watch }: AttemptState): Step {
  return { state: { attempt, watch: { ...watch, wide: true } }, effects: [{ kind: 'enquire', inMs: 0 }] };
}

/** The money has moved: in time, or when nobody expected it any more. */
function moved(state: AttemptState, told: AttemptChange, alarms: readonly AttemptEffect[]): Step {
  const { attempt } = state;
  const late = attempt.givenUp || isFinal(attempt.status);
  const all: readonly AttemptEffect[] = late ? [{ kind: 'alarm', alarm: 'late' }, ...alarms] : alarms;
  const hidden = { attempt, watch: { ...state.watch, qr: null } };
  // A refund that comes late has no status of its own that would say so.
  const after: AttemptChange = late && attempt.kind === 'refund' ? { ...told, givenUp: true } : told;
  return change(hidden, { ...after, status: ENDS[attempt.kind][late ? 'late' : 'done'] }, all);
}

/** In cents; null for a part of which the gateway does not say how much. */
function returnedIn({ amount }: Attempt, returned: Returned): Cents | null {
  switch (returned) {
    case 'none':
      return cents(0);
    case 'part':
      return null;
    case 'whole':
      return amount;
    default:
      return assertNever(returned);
  }
}

/** What a person says counts where the gateway leaves it open, and nowhere else. */
function decided(state: AttemptState, { verdict, amount, by, why, at: decidedAt }: Decision, at: MonoMs): Step {
  const { attempt } = state;
  if (!verdictsOn(attempt).includes(verdict)) return still(state);
  const told: AttemptChange = { decided: verdict, decidedBy: by, decidedWhy: why, decidedAt };
  if (verdict === 'returned') return change(state, { ...told, returnedElsewhere: amount }, []);
  if (verdict === 'paid' || verdict === 'refunded') {
    const movedAmount = amount === attempt.amount ? null : amount;
    // A late payment still has to be kept or given back.
    return moved(state, { ...told, movedAmount, dealtWith: verdict === 'refunded' }, []);
  }
  const status = isFinal(attempt.status) ? attempt.status : ENDS[attempt.kind].not;
  return planned(state, at, 'answered', { ...told, status, dealtWith: true });
}

/**
 * "Not found" is not "not paid". It counts when the request is over, half a minute has passed (ten for a refund, which no
 * customer waits for), and two enquiries some seconds apart agree, and only for an order the gateway never acknowledged: one it gave a number to cannot be absent.
 */
function notFound(state: AttemptState, at: MonoMs): Step {
  const { attempt, watch } = state;
  if (isFinal(attempt.status) || isAcknowledged(attempt)) return planned(state, at, 'answered');
  const quietMs = NOT_FOUND_QUIET_MS[attempt.kind];
  const quiet = watch.requestOverAt !== null && at - watch.requestOverAt >= quietMs;
  if (!quiet) return planned(state, at, 'answered', { lastSaid: NOT_FOUND });
  if (watch.firstNotFoundAt === null) {
    return planned({ attempt, watch: { ...watch, firstNotFoundAt: at } }, at, 'not-found', { lastSaid: NOT_FOUND });
  }
  if (at - watch.firstNotFoundAt < NOT_FOUND_APART_MS) return planned(state, at, 'not-found');
  return planned(state, at, 'answered', { status: ENDS[attempt.kind].not, lastSaid: NOT_FOUND });
}

function isWaitingAtQr(state: AttemptState): boolean {
  return state.attempt.status === 'pending' && qrOnShow(state) !== null;
}

/** The QR that the windows show now. */
export const qrOnShow = ({ watch }: AttemptState): string | null => (watch.stage === 'live' ? watch.qr : null);

/** Whether there is a QR that was on show, is not, and can still be paid. */
export function canShowAgain({ attempt, watch }: AttemptState, at: MonoMs): boolean {
  const canBePaid = attempt.status === 'pending' && at < watch.since + attempt.lifeMs;
  return canBePaid && watch.stage === 'background' && watch.qr !== null;
}

/** Waits at the QR until then, but no longer than it can be paid. What is shown has not been given up. */
function lived(state: AttemptState, until: MonoMs, at: MonoMs): Step {
  const { attempt, watch } = state;
  const liveUntil = Math.min(until, watch.since + attempt.lifeMs);
  const live = { ...watch, stage: 'live', liveUntil, liveTimers: watch.liveTimers + 1 } as const;
  return change({ attempt, watch: live }, { givenUp: false }, [
    { kind: 'timer', event: 'live-ends', inMs: Math.max(0, liveUntil - at) },
    { kind: 'enquire', inMs: FIRST_ENQUIRY_MS },
  ]);
}

/** Applies a change, if there is one, and plans the next enquiry by what the attempt is after it. */
function planned(
  state: AttemptState,
  at: MonoMs,
  occasion: Occasion,
  wanted: AttemptChange = {},
  more: readonly AttemptEffect[] = [],
): Step {
  const { attempt } = state;
  const isLook = isFinal(attempt.status) && occasion !== 'unanswered' && !canStillBePaid(attempt, state.watch, at);
  const looks = isLook ? state.watch.looks + 1 : state.watch.looks;
  const isOver = isFinal(wanted.status ?? attempt.status);
  const next = change({ attempt, watch: { ...state.watch, looks, qr: isOver ? null : state.watch.qr } }, wanted, more);
  const inMs = nextGap(next.state.attempt, next.state.watch, at, occasion);
  return inMs === null ? next : { ...next, effects: [...next.effects, { kind: 'enquire', inMs }] };
}

function unclearSaid(attempt: Attempt, { code, isOrder }: Extract<Finding, { kind: 'unclear' }>): LastSaid {
  if (code === null) return isOrder ? ROW_UNCLEAR : NO_ANSWER;
  return isOrder || isAcknowledged(attempt) ? code : saidWithoutOrder(code);
}

/** `live`: begun now, its request still to be sent. `background`: taken up from the ledger, its request long over. */
function freshWatch(since: MonoMs, stage: Stage, gaps: Gaps): Watch {
  const isNew = stage === 'live';
  const live = { liveUntil: since + (isNew ? LIVE_MS : 0), liveTimers: isNew ? 1 : 0 };
  const shown = { qr: null, wasShown: false, resent: false };
  const asked = { asks: 0, looks: 0, wide: false, firstNotFoundAt: null, backoffMs: 0 };
  const request = { begunAt: isNew ? since : null, requestOverAt: isNew ? null : since };
  return { since, stage, gaps, ...request, ...live, ...shown, ...asked };
}

function overNow(state: AttemptState, at: MonoMs): AttemptState {
  return { ...state, watch: { ...state.watch, requestOverAt: state.watch.requestOverAt ?? at } };
}

function toBackground(state: AttemptState): AttemptState {
  return { ...state, watch: { ...state.watch, stage: 'background' } };
}

function still(state: AttemptState): Step {
  return { state, effects: [] };
}

/** Commits what really differs; an enquiry that tells nothing new writes nothing. */
function change(state: AttemptState, wanted: AttemptChange, more: readonly AttemptEffect[]): Step {
  const { attempt } = state;
  const keys = (Object.keys(wanted) as (keyof AttemptChange)[]).filter((key) => wanted[key] !== attempt[key]);
  if (keys.length === 0) return { state, effects: more };
  const difference = Object.fromEntries(keys.map((key) => [key, wanted[key]])) as AttemptChange;
  const changed: Attempt = { ...attempt, ...difference, version: attempt.version + 1 };
  return { state: { ...state, attempt: changed }, effects: [{ kind: 'commit', change: difference }, ...more] };
}
