/**
 * Checks that the till enquires about every unfinished attempt in time, never exceeds the gateway's limit of calls, and
 * has a timer or a call under way while any attempt is unfinished. A customer may still pay an expired QR, so the till
 * must check that in time too.
 */
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal, type Attempt } from '../../shared/attempt/record.ts';
import type { MonoMs } from '../../shared/time.ts';
import type { Find } from './violation.ts';

export type PaceCheck = {
  /** An attempt was opened or has changed. */
  changed(attempt: Attempt): void;
  /** The gateway is being called. */
  called(): void;
  /** A call about this attempt begins. */
  asked(number: AttemptNumber): void;
  /** The till need not enquire about this attempt any more. */
  forget(number: AttemptNumber): void;
  tillStarted(): void;
  /** The monotonic clock moved on by `ms` while the till was asleep. */
  slept(ms: number): void;
  step(hasNextAction: boolean): void;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Allows seconds between enquiries, a minute when the gateway is busy, and the wait for the till's budget of calls. */
const GAP_IN_LIFE_MS = 200 * SECOND;
/** After the order's life the till enquires every fifteen minutes, plus or minus a fifth. */
const GAP_AFTER_LIFE_MS = 18 * MINUTE + GAP_IN_LIFE_MS;
/** After a day in doubt a person must decide, and the till enquires only every six hours, plus or minus a fifth. */
const RARE_AFTER_MS = 23 * 60 * MINUTE;
const GAP_WHEN_RARE_MS = 7.5 * 60 * MINUTE;
/** After a start the till enquires at once; its budget of calls may delay an enquiry by a minute. */
const GAP_AFTER_START_MS = 2 * MINUTE;
/** For at least this long the till checks an expired QR as often as an unfinished attempt after its life. */
const EXPIRED_FOR_MS = 12 * 60 * MINUTE;
const CALLS_PER_MINUTE = 400;

type Watched = {
  readonly lifeMs: number;
  /** Since when this run of the program knows the attempt. */
  since: MonoMs;
  /** When the till last enquired about the attempt; null if not yet since the start. */
  askedAt: MonoMs | null;
  /** How far the monotonic clock moved on during sleep since then. */
  sleptMs: number;
};

export function createPaceCheck(mono: () => MonoMs, find: Find): PaceCheck {
  const unfinished = new Map<AttemptNumber, Watched>();
  const expired = new Map<AttemptNumber, Watched>();
  /** Since when this run of the program knows each payment: its order's life does not begin again with a doubt. */
  const known = new Map<AttemptNumber, MonoMs>();
  let calls: MonoMs[] = [];
  /** No enquiry is due before this time. Until then a step skips the loop over all attempts. */
  let earliest: MonoMs = Infinity;

  /** When the till must have enquired again. */
  const askBy = ({ since, askedAt, lifeMs, sleptMs }: Watched): MonoMs => {
    if (askedAt === null) return since + sleptMs + GAP_AFTER_START_MS;
    // The till enquires every few seconds until ten minutes after the order's life.
    const isInLife = mono() - since < lifeMs + 9 * MINUTE;
    if (mono() - since > RARE_AFTER_MS) return askedAt + sleptMs + GAP_WHEN_RARE_MS;
    return askedAt + sleptMs + (isInLife ? GAP_IN_LIFE_MS : GAP_AFTER_LIFE_MS);
  };

  /** Look-backs wait for unfinished attempts, after a start too. */
  const lookBy = ({ since, askedAt, sleptMs }: Watched): MonoMs => (askedAt ?? since) + sleptMs + GAP_AFTER_LIFE_MS;

  const watch = (into: Map<AttemptNumber, Watched>, attempt: Attempt, by: typeof askBy): void => {
    const { number, kind, validForMs } = attempt;
    if (into.has(number)) return;
    const since = (kind === 'payment' ? known.get(number) : undefined) ?? mono();
    known.set(number, since);
    const watched: Watched = { lifeMs: validForMs, since, askedAt: mono(), sleptMs: 0 };
    into.set(number, watched);
    earliest = Math.min(earliest, by(watched));
  };

  const lookAfter = (into: Map<AttemptNumber, Watched>, byOf: typeof askBy): void => {
    for (const [number, watched] of into) {
      // Later enquiries, sleep and the end of the order's life only move this time later.
      const by = byOf(watched);
      earliest = Math.min(earliest, by);
      if (mono() <= by) continue;
      find('next action', `${number} is not asked about any more`);
      into.delete(number);
    }
  };

  return {
    changed(attempt) {
      const { number, status, decided } = attempt;
      if (isFinal(status)) unfinished.delete(number);
      else watch(unfinished, attempt, askBy);
      if (status === 'expired' && decided === null) watch(expired, attempt, lookBy);
      else expired.delete(number);
    },
    called() {
      calls.push(mono());
      if (calls.length % CALLS_PER_MINUTE === 0) calls = calls.filter((at) => at > mono() - MINUTE);
      if (calls.length <= CALLS_PER_MINUTE) return;
      calls = calls.filter((at) => at > mono() - MINUTE);
      if (calls.length > CALLS_PER_MINUTE) find('call rate', `${calls.length} calls in a minute`);
    },
    asked(number) {
      const watched = unfinished.get(number) ?? expired.get(number);
      if (watched === undefined) return;
      watched.askedAt = mono();
      watched.sleptMs = 0;
    },
    forget(number) {
      unfinished.delete(number);
      expired.delete(number);
    },
    tillStarted() {
      known.clear();
      for (const watched of [...unfinished.values(), ...expired.values()]) {
        watched.since = mono();
        watched.askedAt = null;
        watched.sleptMs = 0;
      }
      earliest = -Infinity;
    },
    slept(ms) {
      for (const watched of [...unfinished.values(), ...expired.values()]) watched.sleptMs += ms;
    },
    step(hasNextAction) {
      if (unfinished.size > 0 && !hasNextAction) {
        find('next action', `${[...unfinished.keys()].join(', ')}: nothing is planned`);
      }
      if (mono() <= earliest) return;
      earliest = Infinity;
      for (const [number, { since }] of expired) if (mono() - since > EXPIRED_FOR_MS) expired.delete(number);
      lookAfter(unfinished, askBy);
      lookAfter(expired, lookBy);
    },
  };
}
