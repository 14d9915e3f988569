/**
 * Performs what the payment machine asks for, in its order: commit, then everything else; for payments and refunds alike.
 * Holds the attempts this run of the program knows about; the ledger holds the truth.
 */
import {
  begin,
  resume,
  step,
  type Alarm,
  type AttemptEvent,
  type AttemptState,
  type Step,
} from '../../shared/attempt/machine.ts';
import { askedOf, isFinal, isOver, type Attempt, type AttemptChange } from '../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { judgeAnswer, mismatchOf, returnedOf, type Finding } from '../../shared/attempt/evidence.ts';
import { LIVE_MS } from '../../shared/attempt/schedule.ts';
import type { Gaps } from '../../shared/gaps.ts';
import { assertNever } from '../../shared/result.ts';
import type { WallMs } from '../../shared/time.ts';
import type { EnquireAnswer } from '../../shared/contract/payments.ts';
import type { Budget } from './budget.ts';
import { createGatewayClock } from './gateway-clock.ts';
import { limited, nameOf } from './limited.ts';
import { ownTimers } from './own-timers.ts';
import type { Clock, Log, Random, Timers } from './ports/world.ts';
import type { Gateway, PayAnswer, Prepared } from './ports/gateway.ts';
import { LedgerError, type Draft, type Ledger } from './ports/ledger.ts';
import { AFTER_ERROR_MS, createWatch } from './watch.ts';

export type PaymentsDeps = {
  readonly ledger: Ledger;
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly budget: Budget;
  readonly log: Log;
  /** After every change that is on the disk. */
  readonly onChange: (before: AttemptState | null, after: AttemptState) => void;
  readonly onAlarm: (alarm: Alarm, number: AttemptNumber) => void;
  /** How far the gateway's clock is ahead of the machine's, told with each answer that says its time. */
  readonly onClock: (aheadMs: number) => void;
  /** The ledger did not take a change. It has to be opened anew, and everything unfinished taken up again. */
  readonly onLedgerTrouble: (error: LedgerError) => void;
  /** Somebody has it on a screen, or still has to read of it. */
  readonly isHeld: (number: AttemptNumber) => boolean;
  /** How far apart the questions about a payment are. */
  readonly gaps?: Gaps | undefined;
};

/** What time it is at the gateway is added when it is recorded. */
export type UndatedDraft = Omit<Draft, 'gatewayAt'>;

export type Payments = {
  /**
   * Commits and sends a new attempt, whose request is made once its number is drawn.
   * @throws LedgerError when it could not be recorded: then nothing was sent.
   */
  start(draft: UndatedDraft, prepare: (number: AttemptNumber) => Prepared): AttemptNumber;
  tell(number: AttemptNumber, event: AttemptEvent): void;
  /** What the ledger has learnt of an attempt otherwise than from here is known here too. @throws LedgerError */
  reread(number: AttemptNumber): void;
  /** Knows an attempt of an earlier run again, without asking about it. @throws LedgerError */
  take(number: AttemptNumber): void;
  /**
   * Asks the gateway about an attempt now, whatever its state; one that is not watched any more is taken up again. Resolves
   * when what it answered is done with. @throws LedgerError at once, not in the promise
   */
  enquire(number: AttemptNumber): Promise<EnquireAnswer>;
  stateOf(number: AttemptNumber): AttemptState | null;
  /** By the gateway's clock where it is known. */
  now(): WallMs;
  /** How many milliseconds old it is; Infinity where its only date is of the future, and nobody knows how old it is. */
  ageOf(attempt: Attempt): number;
  /** Those that are not over, oldest first. */
  open(): readonly AttemptState[];
  /** Takes up what the last run left. @throws LedgerError */
  resumeAll(): void;
  stop(): void;
};

/**
 * Attempts this much younger than the newest, or less, that ended without money moving are looked at again at start, since
 * a till that is off misses the looks it had planned.
 */
const LOOK_BACK_MS = 14 * 24 * 3_600_000;
/** So many that are over are kept at hand for the screens; the others are read from the ledger. */
const MOST_FINISHED = 64;
/** By so much a machine's clock is set back where nobody would say that it had been wrong. */
const SET_BACK_MS = 10 * 60_000;
const LOST: PayAnswer = { kind: 'unanswered', byteLeft: true, busy: false, why: 'lost' };

export function createPayments(deps: PaymentsDeps): Payments {
  const { ledger, gateway, clock, budget, log } = deps;
  const timers = ownTimers(deps.timers);
  const states = new Map<AttemptNumber, AttemptState>();
  /** Of these the ones that are over and not asked about any more, the longest untouched first. */
  const finished = new Set<AttemptNumber>();
  /** Of these the few that are not over: what the windows are told of, after every change of a long day. */
  const open = new Map<AttemptNumber, AttemptState>();
  /** What is to be sent, until it is answered; holds the customer's code and is forgotten with it. */
  const unsent = new Map<AttemptNumber, Prepared>();
  let stopped = false;

  const gatewayClock = createGatewayClock(clock);
  const heardTime = (gatewayTime: WallMs): void => {
    gatewayClock.heard(gatewayTime);
    deps.onClock(gatewayTime - clock.wall());
  };

  const now = (): WallMs => gatewayClock.now() ?? clock.wall();

  const stateOf = (number: AttemptNumber): AttemptState | null => states.get(number) ?? null;

  const watch = createWatch({
    ...deps,
    gatewayClock,
    heardTime,
    stateOf,
    deliver: (number, event) => {
      tell(number, event);
    },
  });

  const tell = (number: AttemptNumber, event: AttemptEvent): void => {
    const state = states.get(number);
    if (stopped || state === undefined) return;
    try {
      perform(state, step(state, refuseTakenSyssn(number, event), clock.mono()));
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      log('payments.ledger-trouble', { number, trouble: error.trouble });
      deps.onLedgerTrouble(error);
    }
  };

  /** QFPay's number belongs to one attempt. A success under a number that another attempt holds is nobody's payment. */
  const refuseTakenSyssn = (number: AttemptNumber, event: AttemptEvent): AttemptEvent => {
    if (event.kind === 'qr-made') {
      return isTaken(number, event.syssn)
        ? { kind: 'pay-found', finding: { kind: 'mismatch', mismatch: 'syssn-taken' } }
        : event;
    }
    if (event.kind !== 'pay-found' && event.kind !== 'enquiry-found') return event;
    const { finding } = event;
    if (finding.kind === 'paid') return { ...event, finding: ownOf(number, finding) };
    if (!('syssn' in finding) || !isTaken(number, finding.syssn)) return event;
    return { ...event, finding: { kind: 'mismatch', mismatch: 'syssn-taken' } };
  };

  /** Of several successes under our number those are ours that nobody else holds: one that is not does not hide them. */
  const ownOf = (number: AttemptNumber, finding: Extract<Finding, { kind: 'paid' }>): Finding => {
    const all = [finding, ...(finding.others ?? [])];
    const own = all.filter(({ syssn }) => !isTaken(number, syssn));
    if (own.length === all.length) return finding;
    const standing = own.filter(({ returned }) => returned === 'none');
    const [first] = [...standing, ...own];
    if (first === undefined) return { kind: 'mismatch', mismatch: 'syssn-taken' };
    const { syssn, returned } = first;
    return { kind: 'paid', syssn, returned, several: finding.several && standing.some((one) => one.syssn !== syssn) };
  };

  const isTaken = (number: AttemptNumber, syssn: string | null): boolean => {
    // Most answers repeat what the attempt itself holds already.
    if (syssn === null || states.get(number)?.attempt.syssn === syssn) return false;
    const holder = ledger.holderOf(syssn);
    return holder !== null && holder !== number;
  };

  /** @throws LedgerError when the change is not on the disk: then nothing behind it is done either */
  const perform = (before: AttemptState | null, { state, effects }: Step): void => {
    const { number } = state.attempt;
    const change = changeIn(effects);
    const gatewayAt = change === null || before === null ? null : gatewayTimeFor(before);
    if (change !== null && before !== null) {
      const dated = gatewayAt === null ? change : { ...change, gatewayAt };
      const isCommitted = ledger.record(number, before.attempt.version, dated, clock.wall());
      if (!isCommitted) throw new Error(`Attempt ${number} moved on without the till`);
    }
    const attempt = gatewayAt === null ? state.attempt : { ...state.attempt, gatewayAt };
    follow(before, { state: { ...state, attempt }, effects });
  };

  /** The first payment of a run is made before the gateway has said its time, and is dated when it has. */
  const gatewayTimeFor = (state: AttemptState): WallMs | null =>
    state.attempt.gatewayAt === null ? gatewayClock.madeAt(state) : null;

  /** Does what comes after the commit. */
  const follow = (before: AttemptState | null, { state, effects }: Step): void => {
    const { number } = state.attempt;
    states.set(number, state);
    if (isOver(state.attempt)) open.delete(number);
    else open.set(number, state);
    if (isFinal(state.attempt.status)) unsent.delete(number);
    deps.onChange(before, state);
    for (const effect of effects) {
      switch (effect.kind) {
        case 'commit':
          break;
        case 'send':
          void send(state);
          break;
        case 'timer':
          timers.after(effect.inMs, () => {
            deliver(number, { kind: effect.event });
          });
          break;
        case 'enquire':
          watch.plan(number, effect.inMs);
          break;
        case 'alarm':
          log('payments.alarm', { number, alarm: effect.alarm });
          deps.onAlarm(effect.alarm, number);
          break;
        default:
          assertNever(effect);
      }
    }
    finished.delete(number);
    // One that is to be looked at again has to be known then, however many end before that.
    if (isOver(state.attempt) && !watch.isPlanned(number)) finished.add(number);
    forgetOldest();
  };

  /** As `tell`, where nobody is there to hear of an error that nobody thought of: the attempt is asked about anew. */
  const deliver = (number: AttemptNumber, event: AttemptEvent): void => {
    try {
      tell(number, event);
    } catch (error) {
      log('payments.unexpected', { number, event: event.kind, error: nameOf(error) });
      watch.plan(number, AFTER_ERROR_MS);
    }
  };

  /** What is over is forgotten here in its turn: the ledger has it. */
  const forgetOldest = (): void => {
    for (const number of finished) {
      if (finished.size <= MOST_FINISHED) return;
      if (deps.isHeld(number)) continue;
      finished.delete(number);
      states.delete(number);
    }
  };

  /** A machine that slept wakes hours later, by the one clock that did not stand still, and its customer is gone. */
  const isLongAgo = ({ createdAt }: Attempt): boolean => Math.abs(clock.wall() - createdAt) > LIVE_MS;

  const send = async (state: AttemptState): Promise<void> => {
    const { attempt } = state;
    const { number } = attempt;
    const request = unsent.get(number);
    // Forgotten once it was answered: whatever asks for it then, it is not sent again.
    if (request === undefined) return;
    if (state.watch.resent && isLongAgo(attempt)) {
      await Promise.resolve();
      deliver(number, { kind: 'pay-not-sent' });
      return;
    }
    budget.spend(1, 'asked', clock.mono());
    const call = () => (attempt.kind === 'refund' ? gateway.refund(request) : gateway.pay(request));
    const answer = await limited(timers, call, LOST, (why) => {
      log('payments.lost', { number, why });
    });
    const code = answer.kind === 'answered' ? answer.row.code : answer.why;
    log('payments.answered', { number, kind: answer.kind, code });
    if (answer.kind === 'answered' && answer.gatewayTime !== null) heardTime(answer.gatewayTime);
    const event = eventFrom(attempt, answer, gatewayClock.sinceOf(state));
    if (event.kind !== 'pay-not-sent') unsent.delete(number);
    deliver(number, event);
  };

  const resumeNow = (attempt: Attempt): Step =>
    resume(attempt, clock.mono(), clock.wall() - attempt.createdAt, deps.gaps);

  const take = (number: AttemptNumber): void => {
    if (states.has(number)) return;
    const attempt = ledger.find(number);
    if (attempt === null) return;
    const resumed = resumeNow(attempt);
    const commits = resumed.effects.filter(({ kind }) => kind === 'commit');
    perform({ ...resumed.state, attempt }, { ...resumed, effects: commits });
  };

  return {
    start(draft, prepare) {
      const { attempt, request } = ledger.open({ ...draft, gatewayAt: gatewayClock.now() }, prepare);
      unsent.set(attempt.number, request);
      perform(null, begin(attempt, clock.mono(), deps.gaps));
      return attempt.number;
    },

    tell,

    take,

    reread(number) {
      const state = states.get(number);
      const attempt = state === undefined ? null : ledger.find(number);
      if (state !== undefined && attempt !== null) follow(state, { state: { ...state, attempt }, effects: [] });
    },

    enquire(number) {
      take(number);
      if (!states.has(number)) return Promise.resolve('unanswered');
      finished.delete(number);
      watch.plan(number, 0);
      return watch.nextAnswer(number);
    },

    stateOf,
    now,
    ageOf({ gatewayAt, createdAt }) {
      if (gatewayAt !== null) return now() - gatewayAt;
      // The clock that dated it was ahead, nobody knows by how much, and has been set since.
      const ageMs = clock.wall() - createdAt;
      return ageMs < -SET_BACK_MS ? Infinity : ageMs;
    },
    open: () => [...open.values()].toSorted((a, b) => a.attempt.createdAt - b.attempt.createdAt),

    resumeAll() {
      const lost = ledger.lost(LOOK_BACK_MS);
      const resumed = [...ledger.unfinished(), ...lost].map((attempt) => ({
        attempt,
        taken: resumeNow(attempt),
      }));
      // In one commit: there may be a hundred, and the cashier waits.
      const changes = resumed.flatMap(({ attempt: { number, version }, taken }) => {
        const change = changeIn(taken.effects);
        return change === null ? [] : [{ number, version, change }];
      });
      ledger.recordAll(changes, clock.wall());
      for (const { attempt, taken } of resumed) follow({ ...taken.state, attempt }, taken);
    },

    stop() {
      stopped = true;
      watch.stop();
      timers.cancelAll();
      unsent.clear();
    },
  };
}

function changeIn(effects: Step['effects']): AttemptChange | null {
  return effects.find((effect) => effect.kind === 'commit')?.change ?? null;
}

/** What the answer to a request means for the machine. @param since the earliest that its order can have been made */
export function eventFrom(attempt: Attempt, answer: PayAnswer, since: WallMs | null = null): AttemptEvent {
  switch (answer.kind) {
    case 'unanswered':
      return answer.byteLeft ? { kind: 'pay-unanswered' } : { kind: 'pay-not-sent' };
    case 'refused':
      return { kind: 'pay-not-sent' };
    case 'answered': {
      const { row, qr } = answer;
      if (attempt.kind === 'refund' || attempt.way === 'cpm' || row.codeClass !== 'ok') {
        return { kind: 'pay-found', finding: judgeAnswer({ ...askedOf(attempt, since), way: attempt.way }, row) };
      }
      // MPM: 0000 says that a QR exists and nothing else.
      const mismatch = mismatchOf(askedOf(attempt, since), row);
      if (mismatch !== null) return { kind: 'pay-found', finding: { kind: 'mismatch', mismatch } };
      // Nor is an order shown of which the money is said to be back already.
      if (qr === null || returnedOf(row) !== 'none')
        return { kind: 'pay-found', finding: { kind: 'unclear', code: null, syssn: row.syssn, isOrder: true } };
      return { kind: 'qr-made', qr, syssn: row.syssn };
    }
    default:
      return assertNever(answer);
  }
}
