/**
 * Plans enquiry calls: several attempts in one call, for every month in which QFPay may have filed them, by QFPay's
 * numbers, ours, or both. Pure.
 */
import type { AttemptState } from '../../shared/attempt/machine.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { asksBy } from '../../shared/attempt/schedule.ts';
import type { MonoMs, MonthWindow } from '../../shared/time.ts';
import type { GatewayClock } from './gateway-clock.ts';
import type { Enquiry } from './ports/gateway.ts';

/** Attempts that share calls. */
export type Batch = {
  readonly attempts: readonly Attempt[];
  readonly calls: readonly Enquiry[];
  /** Attempts that the calls search by our number in every month, and by QFPay's number if known. */
  readonly whole: ReadonlySet<AttemptNumber>;
};

/** QFPay's number parameters are String(128) including commas. What QFPay does with longer ones is not known. */
const LIST_CHARS_MAX = 128;

type Group = { readonly bySyssn: readonly MonthWindow[]; readonly byNumber: readonly MonthWindow[] };
type Months = Pick<GatewayClock, 'monthsOf' | 'monthsOfSyssn'>;

export function batches(states: readonly AttemptState[], months: Months, at: MonoMs): readonly Batch[] {
  const groups = new Map<string, Group & { readonly attempts: Attempt[] }>();
  for (const state of states) {
    const group = groupOf(state, months, at);
    const alike = JSON.stringify(group);
    const known = groups.get(alike);
    if (known === undefined) groups.set(alike, { ...group, attempts: [state.attempt] });
    else known.attempts.push(state.attempt);
  }
  return [...groups.values()].flatMap(({ attempts, ...group }) =>
    slices(attempts, group).map((some) => ({
      attempts: some,
      calls: callsFor(some, group),
      whole: new Set(some.filter((attempt) => isWhole(attempt, group)).map(({ number }) => number)),
    })),
  );
}

/**
 * A search by QFPay's number also sends the month: one edition of QFPay's documents requires it, another ignores it.
 */
function groupOf(state: AttemptState, months: Months, at: MonoMs): Group {
  const { gatewayRef } = state.attempt;
  const by = asksBy(state.attempt, state.watch, at);
  const all = months.monthsOf(state);
  const byNumber = by.number ? all : [];
  if (gatewayRef === null || !by.gatewayRef) return { bySyssn: [], byNumber };
  return { bySyssn: by.number ? all : months.monthsOfSyssn(all, gatewayRef), byNumber };
}

const isWhole = ({ gatewayRef }: Attempt, { bySyssn, byNumber }: Group): boolean =>
  byNumber.length > 0 && (gatewayRef === null || bySyssn.length > 0);

function callsFor(attempts: readonly Attempt[], { bySyssn, byNumber }: Group): readonly Enquiry[] {
  const gatewayRefs = syssnsOf(attempts);
  const numbers = attempts.map(({ number }) => number);
  return [
    ...bySyssn.map((window): Enquiry => ({ by: 'syssn', gatewayRefs, window })),
    ...byNumber.map((window): Enquiry => ({ by: 'number', numbers, window })),
  ];
}

const syssnsOf = (attempts: readonly Attempt[]): readonly string[] =>
  attempts.flatMap(({ gatewayRef }) => gatewayRef ?? []);

/** Splits attempts so that the number lists of each call fit. */
function slices(attempts: readonly Attempt[], { bySyssn }: Group): readonly (readonly Attempt[])[] {
  const all: Attempt[][] = [];
  for (const attempt of attempts) {
    const last = all.at(-1);
    if (last !== undefined && fits([...last, attempt], bySyssn.length > 0)) last.push(attempt);
    else all.push([attempt]);
  }
  return all;
}

function fits(attempts: readonly Attempt[], bySyssn: boolean): boolean {
  const numbers = attempts.map(({ number }) => number).join(',');
  return numbers.length <= LIST_CHARS_MAX && (!bySyssn || syssnsOf(attempts).join(',').length <= LIST_CHARS_MAX);
}
