/**
 * Tracks the gateway's clock, from the times in its answers, against the monotonic clock. So the till knows in which of
 * QFPay's months an order was filed, even if the machine's clock is wrong or changes. An order that is searched in the
 * wrong month is "not found", and "not found" can end as "not paid".
 */
import type { AttemptState } from '../../shared/attempt/machine.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import {
  endOfMonthBefore,
  hkDayRange,
  isDay,
  monthWindows,
  type MonoMs,
  type MonthWindow,
  type WallMs,
} from '../../shared/time.ts';
import type { Clock } from './ports/world.ts';

export type GatewayClock = {
  /** An answer contained the gateway's time. */
  heard(gatewayTime: WallMs): void;
  /** The gateway's time; null while unknown, for example after a sleep. */
  now(): WallMs | null;
  /** The gateway's time, or the machine's while that is unknown. */
  bestNow(): WallMs;
  /** Its age in milliseconds; Infinity if its only date lies in the future, because its age is then unknown. */
  ageOf(attempt: Attempt): number;
  /** When this run made the attempt, by the gateway's clock; null if unknown. */
  madeAt(state: AttemptState): WallMs | null;
  /** The earliest time QFPay can have created the order, by QFPay's clock; null while unknown. */
  sinceOf(state: AttemptState): WallMs | null;
  /**
   * Every month in which QFPay may have filed a try at this attempt. While its QR can be paid, a declined customer may
   * try again; each try is another order, filed at its own time.
   */
  monthsOf(state: AttemptState): readonly MonthWindow[];
  /** The months in which the order with this `gatewayRef` may be filed: a `gatewayRef` begins with its day. */
  monthsOfSyssn(months: readonly MonthWindow[], gatewayRef: string): readonly MonthWindow[];
};

/** The error allowed near a month's end, for the gateway's time or for a clock that was never compared. */
const MARGIN_MS = 10 * 60_000;
/** How long after the QR's life a customer may still try again. QFPay's real limit is not known. */
const LATE_TRY_MS = 60 * 60_000;
/** The clock that dated an attempt of an earlier run may have been a day wrong and corrected since. */
const MARGIN_OF_EARLIER_MS = 48 * 3_600_000;
/** If an attempt seems older than this, or lies in the future, the clock that dated it was wrong. */
const PLAUSIBLE_AGE_MS = 35 * 24 * 3_600_000;
/** The machine's two clocks agree if they differ by no more than this. */
const ALIKE_MS = 2 * 60_000;

/** A clock that is set back by no more than this does not count as having been wrong. */
const SET_BACK_MS = 10 * 60_000;

/** The day at the beginning of a `gatewayRef`. */
function dayIn(gatewayRef: string | null): { readonly from: WallMs; readonly to: WallMs } | null {
  const day = gatewayRef?.replace(/^(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3') ?? '';
  return isDay(day) ? hkDayRange(day) : null;
}

export function createGatewayClock(clock: Clock): GatewayClock {
  /** What to add to the monotonic clock; null until the gateway's time is known. */
  let offsetMs: number | null = null;
  /**
   * How far the machine's clock was ahead of the monotonic one when the gateway's time came. This changes when somebody
   * sets the machine's clock, or when the monotonic one stops in a sleep.
   */
  let wallAheadMs = 0;
  const isAlike = (wall: WallMs, mono: MonoMs): boolean => Math.abs(wall - mono - wallAheadMs) <= ALIKE_MS;

  const comparedNow = (): WallMs | null => {
    const mono = clock.mono();
    return offsetMs === null || !isAlike(clock.wall(), mono) ? null : Math.round(offsetMs + mono);
  };
  const bestNow = (): WallMs => comparedNow() ?? clock.wall();

  const filedAbout = ({ attempt, watch }: AttemptState): readonly WallMs[] => {
    const { createdAt, gatewayAt } = attempt;
    if (gatewayAt !== null && watch.begunAt === null) return [gatewayAt];
    if (offsetMs === null) return [createdAt];
    const now = offsetMs + clock.mono();
    if (watch.begunAt !== null) {
      const begun = offsetMs + watch.begunAt;
      // The monotonic clock may stop while the machine sleeps, so an attempt from before seems younger than it is.
      // Trust it only if the other clock agrees.
      return Math.abs(begun - createdAt) <= MARGIN_MS ? [begun] : [begun, createdAt, now, endOfMonthBefore(now)];
    }
    const corrected = createdAt + now - clock.wall();
    const isPlausible = (at: WallMs) => at <= now + MARGIN_MS && at >= now - PLAUSIBLE_AGE_MS;
    return isPlausible(createdAt) && isPlausible(corrected)
      ? [createdAt, corrected]
      : [createdAt, corrected, now, endOfMonthBefore(now)];
  };

  const madeAt = ({ attempt, watch: { begunAt } }: AttemptState): WallMs | null => {
    if (offsetMs === null || begunAt === null || !isAlike(attempt.createdAt, begunAt)) return null;
    return Math.round(offsetMs + begunAt);
  };

  return {
    heard(gatewayTime) {
      offsetMs = gatewayTime - clock.mono();
      wallAheadMs = clock.wall() - clock.mono();
    },
    now: comparedNow,
    bestNow,
    ageOf({ gatewayAt, createdAt }) {
      if (gatewayAt !== null) return bestNow() - gatewayAt;
      // The clock that dated the attempt was ahead by an unknown time and has been set since.
      const ageMs = clock.wall() - createdAt;
      return ageMs < -SET_BACK_MS ? Infinity : ageMs;
    },
    madeAt,
    sinceOf(state) {
      const made = state.attempt.gatewayAt ?? madeAt(state);
      if (made !== null) return made - ALIKE_MS;
      // Only the machine's clock dated it, and that may have been wrong or set since: take the earliest possible time.
      // A time ahead of the gateway's clock tells nothing.
      const { createdAt } = state.attempt;
      const now = offsetMs === null ? clock.wall() : offsetMs + clock.mono();
      const corrected = createdAt + now - clock.wall();
      const begun = offsetMs === null || state.watch.begunAt === null ? corrected : offsetMs + state.watch.begunAt;
      const earliest = Math.min(createdAt, corrected, begun);
      return earliest > now ? null : Math.round(earliest) - MARGIN_MS;
    },
    monthsOf(state) {
      const { validForMs, gatewayAt } = state.attempt;
      const isDatedByMachine = state.watch.begunAt === null && gatewayAt === null;
      const marginMs = isDatedByMachine ? MARGIN_OF_EARLIER_MS : MARGIN_MS;
      const about = filedAbout(state);
      const lateMs = validForMs + Math.max(marginMs, LATE_TRY_MS);
      const months = about.flatMap((at) => monthWindows(at - marginMs, at + lateMs));
      // If the machine slept, the request may leave hours after the attempt was dated.
      const day = dayIn(state.attempt.gatewayRef);
      if (day !== null && about.some((at) => Math.abs(day.from - at) < PLAUSIBLE_AGE_MS)) {
        const [own] = monthWindows(day.from, day.from);
        if (!months.some(({ start }) => start === own?.start)) months.push(...monthWindows(day.from, day.to + lateMs));
      }
      return [...new Map(months.map((month) => [month.start, month])).values()];
    },
    monthsOfSyssn,
  };
}

function monthsOfSyssn(months: readonly MonthWindow[], gatewayRef: string): readonly MonthWindow[] {
  const named = months.filter(({ start }) => gatewayRef.startsWith(start.slice(0, 7).replace('-', '')));
  return named.length > 0 ? named : months;
}
