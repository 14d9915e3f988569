/**
 * Which calls ask about which attempts: several attempts in one call, in every month in which QFPay may have filed them,
 * by its own numbers, by ours, or by both. Pure.
 */
import type { AttemptState } from '../../shared/attempt/machine.ts';
import type { AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { asksBy } from '../../shared/attempt/schedule.ts';
import type { MonoMs, MonthWindow } from '../../shared/time.ts';
import type { GatewayClock } from './gateway-clock.ts';
import type { Enquiry } from './ports/gateway.ts';

/** Attempts that the same calls ask about. */
export type Batch = {
  readonly attempts: readonly Attempt[];
  readonly calls: readonly Enquiry[];
  /** Those looked for under our number too, in every month, and under QFPay's where it is known. */
  readonly whole: ReadonlySet<AttemptNumber>;
};

/** QFPay's parameters for numbers are String(128), the commas counted: what it does with more of them nobody knows. */
const LONGEST_LIST = 128;

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

/** Also by QFPay's number the month is sent along: one edition of its documents wants it, another ignores it then. */
function groupOf(state: AttemptState, months: Months, at: MonoMs): Group {
  const { syssn } = state.attempt;
  const by = asksBy(state.attempt, state.watch, at);
  const all = months.monthsOf(state);
  const byNumber = by.number ? all : [];
  if (syssn === null || !by.syssn) return { bySyssn: [], byNumber };
  return { bySyssn: by.number ? all : months.monthsOfSyssn(all, syssn), byNumber };
}

const isWhole = ({ syssn }: Attempt, { bySyssn, byNumber }: Group): boolean =>
  byNumber.length > 0 && (syssn === null || bySyssn.length > 0);

function callsFor(attempts: readonly Attempt[], { bySyssn, byNumber }: Group): readonly Enquiry[] {
  const syssns = syssnsOf(attempts);
  const numbers = attempts.map(({ number }) => number);
  return [
    ...bySyssn.map((window): Enquiry => ({ by: 'syssn', syssns, window })),
    ...byNumber.map((window): Enquiry => ({ by: 'number', numbers, window })),
  ];
}

const syssnsOf = (attempts: readonly Attempt[]): readonly string[] => attempts.flatMap(({ syssn }) => syssn ?? []);

/** As many together as the lists of a call hold. */
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
  return numbers.length <= LONGEST_LIST && (!bySyssn || syssnsOf(attempts).join(',').length <= LONGEST_LIST);
}
