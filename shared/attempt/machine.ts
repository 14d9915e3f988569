/**
 * The payment machine: one attempt to take or return money, as a pure function from state and event to new state and
 * effects. It never waits, sends, stores or shows. The till performs the effects in order; if a commit fails, the
 * effects after it are not performed.
 *
 *     sending -> pending | unknown | paid | failed | late-paid (when the cashier had given up)
 *     pending, unknown -> paid | failed | expired | late-paid (when the cashier had given up)
 *     failed, expired -> late-paid
 *     failed -> unknown (under way after all; it counts as given up, so a payment of it is late)
 *
 * A refund takes the same path and ends `refunded` or `refused`. It never expires. A refused refund can change like a
 * failed payment: refunded late, or under way after all.
 *
 * A person may settle what the gateway leaves open, by what QFPay's portal shows; the path is the same.
 *
 * A new attempt is `sending`: one commit creates its number and its row, so a crash can leave no earlier state. `paid`,
 * `late-paid` and `refunded` never change.
 */
import { assertNever } from '../result.ts';
import {
  isAcknowledged,
  isFinal,
  hasMoneyMoved,
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
  type LastResponse,
  type Verdict,
} from './record.ts';
import {
  backedOff,
  canStillBePaid,
  FIRST_ENQUIRY_MS,
  isExpired,
  nextGap,
  NOT_FOUND_APART_MS,
  NOT_FOUND_QUIET_MS,
  SLOW_MS,
  type Occasion,
  type Pace,
} from './schedule.ts';
import { LIVE_GAPS, LIVE_MS, type Gaps } from '../gaps.ts';
import type { Finding, Returned } from './evidence.ts';
import type { Attention } from './word.ts';
import { cents, type Cents } from '../money.ts';
import type { MonoMs, WallMs } from '../time.ts';

/** State that is lost when the program ends: what the windows show and when to enquire next. */
type Watch = Pace & {
  /** `live`: the windows wait for the customer and show the QR if there is one. */
  readonly stage: Attention;
  /** When the wait ends, and how many of its timers are still running. Only the last timer ends the wait. */
  readonly liveUntil: MonoMs;
  readonly liveTimers: number;
  /** Kept while the order can be paid, even when hidden, because the cashier may show it again. */
  readonly qr: string | null;
  readonly resent: boolean;
  /** When the attempt began; null if an earlier run of the program began it. */
  readonly begunAt: MonoMs | null;
  /** When the request ended (answered or abandoned by the network); null while it is open. */
  readonly requestOverAt: MonoMs | null;
  readonly firstNotFoundAt: MonoMs | null;
};

export type AttemptState = { readonly attempt: Attempt; readonly watch: Watch };

export type AttemptEvent =
  | { readonly kind: 'qr-made'; readonly qr: string; readonly gatewayRef: string | null }
  | { readonly kind: 'pay-found'; readonly finding: Finding }
  /** Not one byte of the payment request left the machine. */
  | { readonly kind: 'pay-not-sent' }
  | { readonly kind: 'pay-unanswered' }
  /** The payment request has been open for SLOW_MS. */
  | { readonly kind: 'slow' }
  | { readonly kind: 'live-ends' }
  /** The cashier gives the customer more time. */
  | { readonly kind: 'longer' }
  /** The cashier shows a QR again that had timed out or was taken away. Nothing is sent. */
  | { readonly kind: 'shown-again' }
  /**
   * `whole`: the enquiry also searched by our own number, in every month where the order may be filed. A narrower
   * enquiry can prove that money moved, but never that it did not: a customer's second try has another `gatewayRef`.
   * `tookMs`: how long ago the enquiry began. If the machine slept meanwhile, its answer may be hours old.
   */
  | { readonly kind: 'enquiry-found'; readonly finding: Finding; readonly whole: boolean; readonly tookMs: number }
  /** `busy`: the gateway answered 429 or 5xx and wants fewer enquiries. */
  | { readonly kind: 'enquiry-unanswered'; readonly busy: boolean }
  /** The cashier took the QR away or stopped waiting for the customer. */
  | { readonly kind: 'given-up' }
  /** The cashier went on to the next customer while this attempt is being checked. */
  | { readonly kind: 'left' }
  /** Somebody has made the decision that the attempt was waiting for. */
  | { readonly kind: 'dealt-with' }
  /** A person has checked QFPay's portal and settled what the gateway left open. */
  | { readonly kind: 'decided'; readonly decision: Decision };

export type Decision = {
  readonly verdict: Verdict;
  /** The amount that moved, or the part that was returned elsewhere, according to the portal. */
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
  /** Replaces the planned enquiry. */
  | { readonly kind: 'enquire'; readonly inMs: number }
  | { readonly kind: 'alarm'; readonly alarm: Alarm };

export type Transition = { readonly state: AttemptState; readonly effects: readonly AttemptEffect[] };

/** The final statuses of each kind; `late` if the money moved after the attempt was given up. */
const ENDS = {
  payment: { done: 'paid', late: 'late-paid', not: 'failed' },
  refund: { done: 'refunded', late: 'refunded', not: 'refused' },
} as const satisfies Record<AttemptKind, Record<string, AttemptStatus>>;

/** Starts a new attempt whose `sending` row has just been committed. */
export function begin(attempt: Attempt, at: MonoMs, gaps: Gaps = LIVE_GAPS): Transition {
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
 * Resumes an attempt found in the ledger at start. An unfinished one becomes unknown and is enquired at once. One that
 * moved no money is checked again, because money may have moved while the till was off.
 *
 * @param ageMs its age by the machine's clock, which may be wrong
 */
export function resume(attempt: Attempt, at: MonoMs, ageMs = Infinity, gaps: Gaps = LIVE_GAPS): Transition {
  const fresh = freshWatch(at, 'background', gaps);
  // A QR may have been shown although the ledger has no `gatewayRef`. Only a scanned attempt surely showed no QR.
  const state: AttemptState = { attempt, watch: { ...fresh, wasShown: attempt.tender.mode === 'mpm' } };
  const enquire: AttemptEffect = { kind: 'enquire', inMs: 0 };
  if (isFinal(attempt.status)) {
    // One extra look now: the failure may be a minute old and the order not listed yet.
    const looks = hasMoneyMoved(attempt.status) ? Infinity : -1;
    const watch = { ...state.watch, looks, since: at - Math.max(0, ageMs) };
    return { state: { attempt, watch }, effects: looksAgain(attempt) ? [enquire] : [] };
  }
  return change(state, { status: 'unknown' }, [enquire]);
}

export function step(state: AttemptState, event: AttemptEvent, at: MonoMs): Transition {
  const { attempt, watch } = state;
  switch (event.kind) {
    case 'qr-made':
      return qrMade(overNow(state, at), event.qr, event.gatewayRef);
    case 'pay-found':
      // A refusal is final, however late it is heard. Anything else is as old as the request.
      return found(overNow(state, at), event.finding, at, {
        whole: true,
        askedAt: event.finding.kind === 'failed' ? at : watch.since,
      });
    case 'pay-not-sent':
      return notSent(state, at);
    case 'pay-unanswered': {
      const over = overNow(state, at);
      if (isFinal(attempt.status)) return still(over);
      // Keep what an enquiry may have reported in the meantime.
      const told: AttemptChange = isAcknowledged(attempt) ? {} : { status: 'unknown', lastResponse: NO_ANSWER };
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
      return change(toBackground(state), { abandoned: true }, []);
    case 'dealt-with':
      return change(state, { resolved: true }, []);
    case 'decided':
      return decided(state, event.decision, at);
    case 'enquiry-found': {
      const asked = { ...watch, asks: watch.asks + 1, backoffMs: 0, wide: false };
      return found({ attempt, watch: asked }, event.finding, at, { whole: event.whole, askedAt: at - event.tookMs });
    }
    case 'enquiry-unanswered': {
      const backoffMs = event.busy ? backedOff(watch.backoffMs) : watch.backoffMs;
      return planned({ attempt, watch: { ...watch, asks: watch.asks + 1, backoffMs } }, at, 'unanswered');
    }
    default:
      return assertNever(event);
  }
}

function qrMade(state: AttemptState, qr: string, gatewayRef: string | null): Transition {
  const { attempt, watch } = state;
  if (isFinal(attempt.status)) return still(state);
  const isShown = watch.stage === 'live' && !attempt.abandoned;
  // A QR that arrives after the cashier gave up is not shown. It can still be paid, so it is watched.
  return change(
    { attempt, watch: { ...watch, qr, wasShown: watch.wasShown || isShown } },
    { status: 'pending', gatewayRef: gatewayRef ?? attempt.gatewayRef, lastResponse: QR_MADE },
    [{ kind: 'enquire', inMs: FIRST_ENQUIRY_MS }],
  );
}

function notSent(state: AttemptState, at: MonoMs): Transition {
  const { attempt, watch } = state;
  if (isFinal(attempt.status)) return still(state);
  // The gateway knows the order, so the request did leave, whatever the network reports.
  if (isAcknowledged(attempt)) return step(state, { kind: 'pay-unanswered' }, at);
  // Send once more under the same number, but only while the cashier still reads "waiting". No byte has left, so
  // nothing can be doubled. A failure reported late is better than a payment that starts late or after it was given up.
  if (!watch.resent && attempt.status === 'sending' && watch.stage === 'live' && !attempt.abandoned) {
    return { state: { attempt, watch: { ...watch, resent: true } }, effects: [{ kind: 'send' }] };
  }
  return change(overNow(state, at), { status: ENDS[attempt.kind].not, lastResponse: NOT_SENT }, []);
}

/** `whole` as in `enquiry-found`, and true for a request. `askedAt`: until when the answer can know anything. */
type Asked = { readonly whole: boolean; readonly askedAt: MonoMs };

/** Applies what an answer proved. */
function found(before: AttemptState, finding: Finding, at: MonoMs, { whole, askedAt }: Asked): Transition {
  // Two "not found" count only if no other answer came between them.
  const firstNotFoundAt = finding.kind === 'not-found' ? before.watch.firstNotFoundAt : null;
  const state: AttemptState = { ...before, watch: { ...before.watch, firstNotFoundAt } };
  const { attempt, watch } = state;
  const expires = attempt.kind === 'payment' && isExpired(attempt, watch, at);
  // The machine slept. What was asked before the order's end does not show whether somebody paid before it.
  const isStale = expires && !isExpired(attempt, watch, askedAt);
  switch (finding.kind) {
    case 'paid':
      return paid(state, finding, at);
    case 'mismatch': {
      const lastResponse = mismatchSaid(finding.mismatch);
      if (hasMoneyMoved(attempt.status)) return planned(state, at, 'answered');
      const alarm: AttemptEffect[] =
        attempt.lastResponse === lastResponse ? [] : [{ kind: 'alarm', alarm: 'mismatch' }];
      const hidden = { attempt, watch: { ...watch, qr: null } };
      // A person who dealt with the earlier end did not know of this.
      if (isFinal(attempt.status)) {
        const news: AttemptChange = attempt.lastResponse === lastResponse ? {} : { lastResponse, resolved: false };
        return planned(hidden, at, 'answered', news, alarm);
      }
      return planned(hidden, at, 'answered', { status: 'unknown', lastResponse }, alarm);
    }
    case 'pending': {
      const told = { gatewayRef: finding.gatewayRef ?? attempt.gatewayRef, lastResponse: finding.code };
      if (isUnderWayAfterAll(state, at)) {
        // A person who dealt with the refused refund did not know of this.
        const after = { status: 'unknown', abandoned: true, resolved: false } as const;
        // An open refund blocks all other refunds of its payment, so enquire as often as for a new one.
        const since = attempt.kind === 'refund' ? at : watch.since;
        const again = toBackground({ attempt, watch: { ...watch, since } });
        return planned(again, at, 'first-pending', { ...told, ...after });
      }
      if (isFinal(attempt.status)) return planned(state, at, 'answered');
      if (isStale) return askWidely(state, { ...told, status: 'pending' });
      if (expires && !whole) return askWidely(state);
      if (expires) return planned(state, at, 'answered', { ...told, status: 'expired' });
      const first = attempt.status !== 'pending';
      return planned(state, at, first ? 'first-pending' : 'answered', { ...told, status: 'pending' });
    }
    case 'failed': {
      if (isFinal(attempt.status)) return planned(state, at, 'answered');
      if (!whole || isStale) return askWidely(state);
      const gatewayRef = finding.gatewayRef ?? attempt.gatewayRef;
      return planned(state, at, 'answered', { status: ENDS[attempt.kind].not, gatewayRef, lastResponse: finding.code });
    }
    case 'not-found':
      return notFound(state, at, askedAt);
    case 'unclear': {
      if (isFinal(attempt.status)) return planned(state, at, 'answered');
      const status = attempt.status === 'sending' ? 'unknown' : attempt.status;
      const gatewayRef = finding.gatewayRef ?? attempt.gatewayRef;
      return planned(state, at, 'answered', { status, gatewayRef, lastResponse: unclearSaid(attempt, finding) });
    }
    default:
      return assertNever(finding);
  }
}

function paid(state: AttemptState, finding: Extract<Finding, { kind: 'paid' }>, at: MonoMs): Transition {
  const { attempt, watch } = state;
  const { gatewayRef, several, returned } = finding;
  const isNews = several && attempt.lastResponse !== PAID_TWICE;
  const twice: AttemptEffect[] = isNews ? [{ kind: 'alarm', alarm: 'paid-twice' }] : [];
  const lastResponse = several ? PAID_TWICE : '0000';
  if (hasMoneyMoved(attempt.status)) return planned(state, at, 'answered', several ? { lastResponse } : {}, twice);
  const told = { gatewayRef, lastResponse, returnedElsewhere: returnedIn(attempt, returned) };
  const done = moved({ attempt, watch: { ...watch, looks: 0 } }, told, twice);
  const inMs = nextGap(done.state.attempt, done.state.watch, at, 'answered');
  return inMs === null ? done : { ...done, effects: [...done.effects, { kind: 'enquire', inMs }] };
}

/**
 * Whether the till reported "not paid" or "not refunded" and the gateway says that it is still under way. A person's
 * decision stands, and so does "not paid" once the order can no longer be paid; a refund has no such end.
 */
function isUnderWayAfterAll({ attempt, watch }: AttemptState, at: MonoMs): boolean {
  if (attempt.decided !== null) return false;
  return attempt.status === 'refused' || (attempt.status === 'failed' && !isExpired(attempt, watch, at));
}

/** A search by QFPay's number alone never leads to "not paid": enquire again at once, by our number too. */
function askWidely({ attempt, watch }: AttemptState, told: AttemptChange = {}): Transition {
  return change({ attempt, watch: { ...watch, wide: true } }, told, [{ kind: 'enquire', inMs: 0 }]);
}

/** Records that the money has moved, in time or late. */
function moved(state: AttemptState, told: AttemptChange, alarms: readonly AttemptEffect[]): Transition {
  const { attempt } = state;
  const late = attempt.abandoned || isFinal(attempt.status);
  const all: readonly AttemptEffect[] = late ? [{ kind: 'alarm', alarm: 'late' }, ...alarms] : alarms;
  const hidden = { attempt, watch: { ...state.watch, qr: null } };
  // A refund has no status for "late", so `abandoned` records it.
  const after: AttemptChange = late && attempt.kind === 'refund' ? { ...told, abandoned: true } : told;
  return change(hidden, { ...after, status: ENDS[attempt.kind][late ? 'late' : 'done'] }, all);
}

/** In cents; null for a part whose amount the gateway does not report. */
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

/** Applies a person's decision, which counts only where the gateway leaves the result open. */
function decided(state: AttemptState, { verdict, amount, by, why, at: decidedAt }: Decision, at: MonoMs): Transition {
  const { attempt } = state;
  if (!verdictsOn(attempt).includes(verdict)) return still(state);
  const told: AttemptChange = { decided: verdict, decidedBy: by, decidedWhy: why, decidedAt };
  if (verdict === 'returned') return change(state, { ...told, returnedElsewhere: amount }, []);
  if (verdict === 'paid' || verdict === 'refunded') {
    const movedAmount = amount === attempt.amount ? null : amount;
    // Somebody must still keep or refund a late payment.
    return moved(state, { ...told, movedAmount, resolved: verdict === 'refunded' }, []);
  }
  const status = isFinal(attempt.status) ? attempt.status : ENDS[attempt.kind].not;
  return planned(state, at, 'answered', { ...told, status, resolved: true });
}

/**
 * "Not found" is not "not paid". It counts only if all of these hold: the request is over; half a minute has passed
 * since (ten minutes for a refund, because no customer waits for it); two enquiries some seconds apart agree; and the
 * gateway never acknowledged the order. An order with a `gatewayRef` cannot be absent.
 */
function notFound(state: AttemptState, at: MonoMs, askedAt: MonoMs): Transition {
  const { attempt, watch } = state;
  if (isFinal(attempt.status) || isAcknowledged(attempt)) return planned(state, at, 'answered');
  const quietMs = NOT_FOUND_QUIET_MS[attempt.kind];
  const quiet = watch.requestOverAt !== null && askedAt - watch.requestOverAt >= quietMs;
  if (!quiet) return planned(state, at, 'answered', { lastResponse: NOT_FOUND });
  if (watch.firstNotFoundAt === null) {
    return planned({ attempt, watch: { ...watch, firstNotFoundAt: askedAt } }, at, 'not-found', {
      lastResponse: NOT_FOUND,
    });
  }
  if (askedAt - watch.firstNotFoundAt < NOT_FOUND_APART_MS) return planned(state, at, 'not-found');
  return planned(state, at, 'answered', { status: ENDS[attempt.kind].not, lastResponse: NOT_FOUND });
}

function isWaitingAtQr(state: AttemptState): boolean {
  return state.attempt.status === 'pending' && qrOnShow(state) !== null;
}

/** The QR on the windows. */
export const qrOnShow = ({ watch }: AttemptState): string | null => (watch.stage === 'live' ? watch.qr : null);

/** Whether a hidden QR exists that can still be paid. */
export function canShowAgain({ attempt, watch }: AttemptState, at: MonoMs): boolean {
  const canBePaid = attempt.status === 'pending' && at < watch.since + attempt.validForMs;
  return canBePaid && watch.stage === 'background' && watch.qr !== null;
}

/** Shows the QR and waits until `until`, but not longer than the QR can be paid. A shown QR is not given up. */
function lived(state: AttemptState, until: MonoMs, at: MonoMs): Transition {
  const { attempt, watch } = state;
  const liveUntil = Math.min(until, watch.since + attempt.validForMs);
  const live = { ...watch, stage: 'live', liveUntil, liveTimers: watch.liveTimers + 1 } as const;
  return change({ attempt, watch: live }, { abandoned: false }, [
    { kind: 'timer', event: 'live-ends', inMs: Math.max(0, liveUntil - at) },
    { kind: 'enquire', inMs: FIRST_ENQUIRY_MS },
  ]);
}

/** Applies a change, if there is one, and plans the next enquiry for the changed attempt. */
function planned(
  state: AttemptState,
  at: MonoMs,
  occasion: Occasion,
  wanted: AttemptChange = {},
  more: readonly AttemptEffect[] = [],
): Transition {
  const { attempt } = state;
  const isLook = isFinal(attempt.status) && occasion !== 'unanswered' && !canStillBePaid(attempt, state.watch, at);
  const looks = isLook ? state.watch.looks + 1 : state.watch.looks;
  const isOver = isFinal(wanted.status ?? attempt.status);
  const next = change({ attempt, watch: { ...state.watch, looks, qr: isOver ? null : state.watch.qr } }, wanted, more);
  const inMs = nextGap(next.state.attempt, next.state.watch, at, occasion);
  return inMs === null ? next : { ...next, effects: [...next.effects, { kind: 'enquire', inMs }] };
}

function unclearSaid(attempt: Attempt, { code, isOrder }: Extract<Finding, { kind: 'unclear' }>): LastResponse {
  if (code === null) return isOrder ? ROW_UNCLEAR : NO_ANSWER;
  return isOrder || isAcknowledged(attempt) ? code : saidWithoutOrder(code);
}

/** `live`: just begun, its request not sent yet. `background`: loaded from the ledger, its request long over. */
function freshWatch(since: MonoMs, stage: Attention, gaps: Gaps): Watch {
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

function still(state: AttemptState): Transition {
  return { state, effects: [] };
}

/** Commits only fields that differ, so an enquiry without news writes nothing. */
function change(state: AttemptState, wanted: AttemptChange, more: readonly AttemptEffect[]): Transition {
  const { attempt } = state;
  const keys = (Object.keys(wanted) as (keyof AttemptChange)[]).filter((key) => wanted[key] !== attempt[key]);
  if (keys.length === 0) return { state, effects: more };
  const difference = Object.fromEntries(keys.map((key) => [key, wanted[key]])) as AttemptChange;
  const changed: Attempt = { ...attempt, ...difference, version: attempt.version + 1 };
  return { state: { ...state, attempt: changed }, effects: [{ kind: 'commit', change: difference }, ...more] };
}
