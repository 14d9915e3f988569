/**
 * Reads everything that the gateway lists from a time on, by month and page, for all tills. The machine's clock may be
 * years wrong, so the gateway's clock decides the end as soon as it is known. A month that the gateway refuses, or for
 * which it repeats a page, delays no other month and is not requested forever.
 */
import type { UnreadRow } from '../../shared/attempt/evidence.ts';
import { windowsBetween, type MonoMs, type MonthWindow, type WallMs } from '../../shared/time.ts';
import type { Budget } from './budget.ts';
import { limited } from './limited.ts';
import { ownTimers } from './own-timers.ts';
import type { Clock, Log, Timers } from './ports/world.ts';
import type { GatewayHistory, HistoryRow } from './ports/gateway.ts';

export type SearchDeps = {
  readonly gateway: GatewayHistory;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly budget: Budget;
  readonly log: Log;
};

export type Search = {
  readonly since: WallMs;
  /** How soon to begin. */
  readonly afterMs: number;
  /** May throw; the error goes to `onError`, and the search stops. */
  readonly take: (row: HistoryRow) => void;
  /** The same for an unreadable row. */
  readonly takeUnread: (row: UnreadRow) => void;
  /** Everything was read, except the months in `refused`, each named by its first second. May throw as `take`. */
  readonly done: (refused: readonly string[]) => void;
  /**
   * This month, named by its first second, was not answered for hours. The search keeps trying. May throw as `take`.
   */
  readonly silent: (month: string) => void;
  readonly onError: (error: unknown) => void;
};

const LOST = { kind: 'unanswered', mayHaveLeft: true, busy: false, why: 'lost' } as const;
/** Calls are made one at a time, because nobody waits for this. */
const GAP_MS = 1000;
const GAP_MS_MAX = 60_000;
/** A month is given up after this many refusals; the last comes more than an hour after the first. */
const REFUSALS_MAX = 12;
/**
 * After this time without an answer, a person is told: the network or the account may have a problem. Shorter than a
 * shop's day, since each start begins to count anew.
 */
const SILENCE_MS_MAX = 4 * 3_600_000;
/** How far QFPay's clock may differ from ours. */
const CLOCK_MARGIN_MS = 10 * 60_000;
/** If the start time lies in the gateway's future, the clock that it came from was fast, by at most this much. */
const FAST_CLOCK_MS = 25 * 3_600_000;

type Page = Extract<Awaited<ReturnType<GatewayHistory['page']>>, { kind: 'answered' }>;

type Month = {
  readonly window: MonthWindow;
  page: number;
  /** The `gatewayRef`s of the page before. If a page repeats them, the gateway ignores the page number. */
  before: string;
  /** Failures in a row. */
  failures: number;
  /** When the first of these failures was; null when nobody needs to be told. */
  failingSince: MonoMs | null;
  refusals: number;
  notBefore: MonoMs;
};

/** Starts the search. @returns a function that stops it */
export function searchStatement(deps: SearchDeps, search: Search): () => void {
  const { gateway, clock, budget, log } = deps;
  const timers = ownTimers(deps.timers);
  const months = createMonths(deps, search);
  let isStopped = false;

  const later = (ms: number): void => {
    timers.after(ms, () => {
      void next();
    });
  };

  const next = async (): Promise<void> => {
    const now = clock.mono();
    // Its waiting time is over, so it is due.
    const month = months.soonest();
    const waitMs = budget.waitFor(1, 'look', now);
    if (waitMs > 0) {
      later(waitMs);
      return;
    }
    budget.spend(1, 'look', now);
    const call = () => gateway.page(month.window, month.page);
    const answer = await limited(timers, call, LOST, (why) => {
      log('missing.lost', { start: month.window.start, page: month.page, why });
    });
    if (isStopped) return;
    log('missing.asked', { start: month.window.start, page: month.page, answer: answer.kind });
    try {
      if (answer.kind === 'answered') {
        for (const row of answer.rows) search.take(row);
        for (const row of answer.unread) search.takeUnread(row);
        months.read(month, answer);
        months.hear(answer.gatewayTime);
      } else months.notRead(month, answer.kind === 'enquiry-refused');
      if (months.areLeft()) later(Math.max(GAP_MS, months.soonest().notBefore - clock.mono()));
      else search.done(months.refused());
    } catch (error) {
      search.onError(error);
    }
  };

  later(search.afterMs);
  return () => {
    isStopped = true;
    timers.cancelAll();
  };
}

/** Tracks which months to read, which page of each, and when. */
function createMonths({ clock, log }: Pick<SearchDeps, 'clock' | 'log'>, { since, silent }: Search) {
  const refused: string[] = [];
  const done: Month[] = [];
  let months = monthsFrom(since, Math.max(since, clock.wall()));
  let isTimeHeard = false;

  const end = (month: Month): void => {
    done.push(month);
    months = months.filter((other) => other !== month);
  };

  return {
    areLeft: (): boolean => months.length > 0,
    soonest: (): Month => soonest(months),
    /** The first second of each month that the gateway did not list to the end. */
    refused: (): readonly string[] => refused,

    read(month: Month, { rows, isLast }: Page): void {
      const numbers = rows.map(({ gatewayRef }) => gatewayRef).join(' ');
      const turnsNoPages = !isLast && rows.length > 0 && numbers === month.before;
      if (turnsNoPages) {
        log('missing.same-page', { start: month.window.start, page: month.page });
        refused.push(month.window.start);
      }
      month.failures = 0;
      month.page += 1;
      month.before = numbers;
      if (isLast || turnsNoPages) end(month);
    },

    notRead(month: Month, isRefused: boolean): void {
      month.failures += 1;
      if (month.failures === 1) month.failingSince = clock.mono();
      const waitMs = GAP_MS * 2 ** month.failures;
      month.notBefore = clock.mono() + (isRefused ? waitMs : Math.min(GAP_MS_MAX, waitMs));
      if (!isRefused) {
        if (month.failingSince !== null && clock.mono() - month.failingSince >= SILENCE_MS_MAX) {
          month.failingSince = null;
          silent(month.window.start);
        }
        return;
      }
      month.refusals += 1;
      if (month.refusals < REFUSALS_MAX) return;
      refused.push(month.window.start);
      end(month);
    },

    /** Keeps exactly the months that have begun by the gateway's clock. */
    hear(now: WallMs | null): void {
      if (now === null || isTimeHeard) return;
      isTimeHeard = true;
      const isFast = since > now + CLOCK_MARGIN_MS;
      const wanted = monthsFrom(isFast ? now - FAST_CLOCK_MS : since, now);
      const isWanted = (month: Month) => wanted.some(({ window }) => window.start === month.window.start);
      const listed = new Set([...months, ...done].map(({ window }) => window.start));
      months = [...months.filter(isWanted), ...wanted.filter(({ window }) => !listed.has(window.start))];
    },
  };
}

/** The month that may be requested soonest. */
const soonest = (months: readonly Month[]): Month =>
  months.reduce((one, other) => (other.notBefore < one.notBefore ? other : one));

function monthsFrom(from: WallMs, to: WallMs): readonly Month[] {
  return windowsBetween(from, to + CLOCK_MARGIN_MS).map((window) => ({
    window,
    page: 1,
    before: '',
    failures: 0,
    failingSince: null,
    refusals: 0,
    notBefore: 0,
  }));
}
