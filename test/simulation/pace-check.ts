/**
 * Every unfinished attempt has a next action, and the gateway is never asked more than it allows. Seen from outside: what
 * is unfinished is asked about in time, and while anything is, the till has a timer or a call under way. An expired QR may
 * be paid all the same: it is looked at in time too.
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
  /** Nobody is to ask about it any more. */
  forget(number: AttemptNumber): void;
  tillStarted(): void;
  /** The never-stepping clock goes on so far without the till. */
  slept(ms: number): void;
  step(hasNextAction: boolean): void;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Three seconds between enquiries, a minute when the gateway is busy, and the wait for the till's budget of calls. */
const GAP_IN_LIFE_MS = 200 * SECOND;
/** Past the order's life every fifteen minutes, give or take a fifth. */
const GAP_AFTER_LIFE_MS = 18 * MINUTE + GAP_IN_LIFE_MS;
/** What is in doubt for a day is for a person, and asked about every six hours, give or take a fifth. */
const RARE_AFTER_MS = 23 * 60 * MINUTE;
const GAP_WHEN_RARE_MS = 7.5 * 60 * MINUTE;
/** A start asks at once; the till's budget of calls may hold a question back for a minute. */
const GAP_AFTER_START_MS = 2 * MINUTE;
/** For so long at least an expired QR is looked at as often as what is unfinished past its life. */
const EXPIRED_FOR_MS = 12 * 60 * MINUTE;
const CALLS_PER_MINUTE = 400;

type Watched = {
  readonly lifeMs: number;
  /** Since when this run of the program knows it. */
  since: MonoMs;
  /** When it was last asked about; null since a start that has not asked yet. */
  askedAt: MonoMs | null;
  /** How long the machine was asleep since then, as far as its clock went on. */
  sleptMs: number;
};

export function createPaceCheck(mono: () => MonoMs, find: Find): PaceCheck {
  const unfinished = new Map<AttemptNumber, Watched>();
  const expired = new Map<AttemptNumber, Watched>();
  let calls: MonoMs[] = [];
  /** Nothing has to be asked before this: every step looks at it, and at all that is unfinished only when it is over. */
  let earliest: MonoMs = Infinity;

  /** By when the till has to have asked again. */
  const askBy = ({ since, askedAt, lifeMs, sleptMs }: Watched): MonoMs => {
    if (askedAt === null) return since + sleptMs + GAP_AFTER_START_MS;
    // The till asks every few seconds until ten minutes past the order's life, as its answer comes in.
    const isInLife = mono() - since < lifeMs + 9 * MINUTE;
    if (mono() - since > RARE_AFTER_MS) return askedAt + sleptMs + GAP_WHEN_RARE_MS;
    return askedAt + sleptMs + (isInLife ? GAP_IN_LIFE_MS : GAP_AFTER_LIFE_MS);
  };

  /** Looks wait behind what is unfinished, after a start too. */
  const lookBy = ({ since, askedAt, sleptMs }: Watched): MonoMs => (askedAt ?? since) + sleptMs + GAP_AFTER_LIFE_MS;

  const watch = (into: Map<AttemptNumber, Watched>, { number, validForMs }: Attempt, by: typeof askBy): void => {
    if (into.has(number)) return;
    const watched: Watched = { lifeMs: validForMs, since: mono(), askedAt: mono(), sleptMs: 0 };
    into.set(number, watched);
    earliest = Math.min(earliest, by(watched));
  };

  const lookAfter = (into: Map<AttemptNumber, Watched>, byOf: typeof askBy): void => {
    for (const [number, watched] of into) {
      // Later questions, a sleep and the end of an order's life only put this off.
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
