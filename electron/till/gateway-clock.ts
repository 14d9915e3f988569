/**
 * The gateway's own clock, as far as its answers told it, against the clock that never steps. By it the till knows in
 * which of QFPay's months an order was filed though the machine's clock is wrong or is set meanwhile: an order that is
 * looked for in the wrong month is "not found", and not found can end as "not paid".
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
  /** An answer has come that said when it was given. */
  heard(gatewayTime: WallMs): void;
  /** What time it is at the gateway; null while that is not known, as after a sleep. */
  now(): WallMs | null;
  /** What time it is at the gateway, or by the machine's clock while that is not known. */
  bestNow(): WallMs;
  /** How many milliseconds old it is; Infinity where its only date is of the future, and nobody knows how old it is. */
  ageOf(attempt: Attempt): number;
  /** When an attempt of this run was made by the gateway's clock; null when that cannot be said. */
  madeAt(state: AttemptState): WallMs | null;
  /** The earliest that QFPay can have made this attempt's order, by its own clock; null while nobody can say. */
  sinceOf(state: AttemptState): WallMs | null;
  /**
   * Every month in which QFPay may have filed a try at this attempt: for as long as its QR can be paid, a customer who was
   * declined may try again, and that is another order, filed when it is made.
   */
  monthsOf(state: AttemptState): readonly MonthWindow[];
  /** Those of these months in which the order with this number of QFPay's may be filed: the number begins with its day. */
  monthsOfSyssn(months: readonly MonthWindow[], syssn: string): readonly MonthWindow[];
};

/** How far an answer's time, or a clock that was never compared, is trusted around a month's end. */
const MARGIN_MS = 10 * 60_000;
/** How long after its QR's life a customer may still try again: how long that is at QFPay nobody knows for sure. */
const LATE_TRY_MS = 60 * 60_000;
/** An attempt of an earlier run was dated by a clock that may have been a day wrong then, and set right since. */
const MARGIN_OF_EARLIER_MS = 48 * 3_600_000;
/** An attempt that seems to be older than this, or of the future, was dated by a clock that was wrong. */
const PLAUSIBLE_AGE_MS = 35 * 24 * 3_600_000;
/** The machine's two clocks went alike as long as they are no further apart than this. */
const ALIKE_MS = 2 * 60_000;

/** By so much a machine's clock is set back where nobody would say that it had been wrong. */
const SET_BACK_MS = 10 * 60_000;

/** The day with which a number of QFPay's begins. */
function dayIn(syssn: string | null): { readonly from: WallMs; readonly to: WallMs } | null {
  const day = syssn?.replace(/^(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3') ?? '';
  return isDay(day) ? hkDayRange(day) : null;
}

export function createGatewayClock(clock: Clock): GatewayClock {
  /** What has to be added to the clock that never steps; null until the gateway said its time. */
  let offsetMs: number | null = null;
  /**
   * How far the machine's clock was ahead of the one that never steps when the gateway said its time. It is so no more
   * after the one was set, or the other stood still in a sleep.
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
      // While a machine sleeps the clock that never steps may stand still, and what was begun before seems to be younger
      // than it is; only where the other clock says the same is it taken at its word.
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
      // The clock that dated it was ahead, nobody knows by how much, and has been set since.
      const ageMs = clock.wall() - createdAt;
      return ageMs < -SET_BACK_MS ? Infinity : ageMs;
    },
    madeAt,
    sinceOf(state) {
      const made = state.attempt.gatewayAt ?? madeAt(state);
      if (made !== null) return made - ALIKE_MS;
      // Dated by the machine's clock alone, which may have been wrong, or set since; of what it may mean the earliest. One
      // that was ahead of the gateway's says nothing.
      const { createdAt } = state.attempt;
      const now = offsetMs === null ? clock.wall() : offsetMs + clock.mono();
      const corrected = createdAt + now - clock.wall();
      const begun = offsetMs === null || state.watch.begunAt === null ? corrected : offsetMs + state.watch.begunAt;
      const earliest = Math.min(createdAt, corrected, begun);
      return earliest > now ? null : Math.round(earliest) - MARGIN_MS;
    },
    monthsOf(state) {
      const { lifeMs, gatewayAt } = state.attempt;
      const isDatedByMachine = state.watch.begunAt === null && gatewayAt === null;
      const marginMs = isDatedByMachine ? MARGIN_OF_EARLIER_MS : MARGIN_MS;
      const about = filedAbout(state);
      const lateMs = lifeMs + Math.max(marginMs, LATE_TRY_MS);
      const months = about.flatMap((at) => monthWindows(at - marginMs, at + lateMs));
      // A request may leave hours after the attempt was dated, when a machine that slept has woken.
      const day = dayIn(state.attempt.syssn);
      if (day !== null && about.some((at) => Math.abs(day.from - at) < PLAUSIBLE_AGE_MS)) {
        const [own] = monthWindows(day.from, day.from);
        if (!months.some(({ start }) => start === own?.start)) months.push(...monthWindows(day.from, day.to + lateMs));
      }
      return [...new Map(months.map((month) => [month.start, month])).values()];
    },
    monthsOfSyssn,
  };
}

function monthsOfSyssn(months: readonly MonthWindow[], syssn: string): readonly MonthWindow[] {
  const named = months.filter(({ start }) => syssn.startsWith(start.slice(0, 7).replace('-', '')));
  return named.length > 0 ? named : months;
}
