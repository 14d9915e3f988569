/**
 * Reads all that the gateway lists from a time on, month by month and page by page, whoever's it is. Up to when is not the
 * machine's clock's to say alone: it may be years wrong either way, so the gateway's own decides as soon as it is heard. A
 * month that the gateway refuses to list, or of which it gives the same page again and again, keeps no other one waiting and
 * is not asked for without end.
 */
import type { UnreadRow } from '../../shared/attempt/evidence.ts';
import { windowsBetween, type MonoMs, type MonthWindow, type WallMs } from '../../shared/time.ts';
import type { Budget } from './budget.ts';
import { limited } from './limited.ts';
import { ownTimers } from './own-timers.ts';
import type { Clock, Log, Timers } from './ports/world.ts';
import type { Statement, StatementRow } from './ports/gateway.ts';

export type SearchDeps = {
  readonly gateway: Statement;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly budget: Budget;
  readonly log: Log;
};

export type Search = {
  readonly since: WallMs;
  /** How soon it begins. */
  readonly afterMs: number;
  /** May throw what is to be told to `onError`; then nothing goes on. */
  readonly take: (row: StatementRow) => void;
  /** The same of a row that could not be read. */
  readonly takeUnread: (row: UnreadRow) => void;
  /** All was read but the months that the gateway would not list to the end, each told by its first second. May throw as `take`. */
  readonly done: (refused: readonly string[]) => void;
  /** This month, told by its first second, was not answered for a day. It goes on being asked for. May throw as `take`. */
  readonly silent: (month: string) => void;
  readonly onError: (error: unknown) => void;
};

const LOST = { kind: 'unanswered', byteLeft: true, busy: false, why: 'lost' } as const;
/** One call at a time: nobody waits for this. */
const GAP_MS = 1000;
const MOST_GAP_MS = 60_000;
/** A month that was refused so often, the last time after more than an hour, is given up. */
const MOST_REFUSALS = 12;
/** A month that was not answered for so long is told of: somebody may have to look at the network, or at the account. */
const LONGEST_SILENCE_MS = 24 * 3_600_000;
/** How far QFPay's clock may be from ours. */
const CLOCK_MARGIN_MS = 10 * 60_000;
/** Where the time to begin at lies in the gateway's future, the clock that it was taken from was fast: by no more than this. */
const FAST_CLOCK_MS = 25 * 3_600_000;

type Page = Extract<Awaited<ReturnType<Statement['page']>>, { kind: 'answered' }>;

type Month = {
  readonly window: MonthWindow;
  page: number;
  /** QFPay's numbers on the page before: a page that repeats them is none, whatever number it was asked for by. */
  before: string;
  /** In a row. */
  failures: number;
  /** When the first of these was; null when nobody has to be told of them. */
  failingSince: MonoMs | null;
  refusals: number;
  notBefore: MonoMs;
};

/** Returns how to stop it. */
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
    // Waited for: it is due.
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

/** Which months are to be read yet, which page of each, and when. */
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
    /** Of those that the gateway would not list to the end, the first second. */
    refused: (): readonly string[] => refused,

    read(month: Month, { rows, isLast }: Page): void {
      const numbers = rows.map(({ syssn }) => syssn).join(' ');
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
      month.notBefore = clock.mono() + (isRefused ? waitMs : Math.min(MOST_GAP_MS, waitMs));
      if (!isRefused) {
        if (month.failingSince !== null && clock.mono() - month.failingSince >= LONGEST_SILENCE_MS) {
          month.failingSince = null;
          silent(month.window.start);
        }
        return;
      }
      month.refusals += 1;
      if (month.refusals < MOST_REFUSALS) return;
      refused.push(month.window.start);
      end(month);
    },

    /** What has begun by the gateway's clock is listed, and nothing else. */
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

/** The first of those that may be asked for soonest. */
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
