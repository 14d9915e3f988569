/**
 * The history of a ledger with fifty thousand payments, made by the generator of the benchmark: whatever is searched,
 * the pages hold all of it, in order, without a gap or a repetition, wherever a page ends.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { openLedger, type OpenLedger } from '../../electron/ledger/ledger.ts';
import { NO_FILTER, type HistoryPlace, type HistoryWanted } from '../../shared/attempt/history.ts';
import { madeAt, type Attempt } from '../../shared/attempt/record.ts';
import { amountOf, isPaid, makeBigLedger, numberOf, SELLERS, sellerOf, UNFINISHED } from '../bench/big-ledger.ts';
import { newFolder } from '../support/folders.ts';

const PAYMENTS = 50_000;
const ALL: HistoryWanted = { ...NO_FILTER, amount: null, from: 0, to: Number.MAX_SAFE_INTEGER };
const MOST = 100;
const DAY_MS = 24 * 3_600_000;

let place: ReturnType<typeof newFolder>;
let ledger: OpenLedger;
/** The numbers of the generator, newest first. */
let numbers: readonly string[];

beforeAll(() => {
  place = newFolder();
  const path = join(place.folder, 'ledger.db');
  makeBigLedger(path, 'https://openapi-hk.qfapi.com', () => undefined, PAYMENTS);
  ledger = openLedger(path, { looked: true });
  numbers = Array.from({ length: PAYMENTS }, (_, index) => numberOf(PAYMENTS - 1 - index));
}, 60_000);
afterAll(() => {
  ledger.close();
  place.remove();
});

/** Every attempt that is wanted, and how many questions that took. */
function search(what: Partial<HistoryWanted>): { readonly found: readonly Attempt[]; readonly questions: number } {
  const found: Attempt[] = [];
  let after: HistoryPlace | null = null;
  for (let questions = 1; ; questions += 1) {
    const page: ReturnType<OpenLedger['history']> = ledger.history({ ...ALL, ...what }, { after, until: null }, MOST);
    found.push(...page.attempts);
    if (page.next === null) return { found, questions };
    after = page.next;
  }
}
const indexes = (isWanted: (index: number) => boolean): readonly string[] =>
  numbers.filter((_number, row) => isWanted(PAYMENTS - 1 - row));
const numbersOf = (found: readonly Attempt[]): readonly string[] => found.map(({ number }) => number);

describe('a search', () => {
  it('for everything', () => {
    const { found } = search({});
    expect(numbersOf(found.slice(UNFINISHED))).toEqual(numbers);
    expect(found.slice(0, UNFINISHED).every(({ status }) => status === 'pending')).toBe(true);
    const times = found.map(madeAt);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  it('for a cashier, a result, an amount, and all of them', () => {
    const [seller] = SELLERS;
    expect(numbersOf(search({ by: seller, state: 'paid' }).found)).toEqual(
      indexes((index) => sellerOf(index) === seller && isPaid(index)),
    );
    expect(numbersOf(search({ state: 'not-paid' }).found)).toEqual(indexes((index) => !isPaid(index)));
    const amount = amountOf(1_234);
    expect(numbersOf(search({ amount }).found)).toEqual(indexes((index) => amountOf(index) === amount));
    expect(numbersOf(search({ amount, by: sellerOf(1_234), state: 'paid', mode: 'mpm' }).found)).toContain(
      numberOf(1_234),
    );
  });

  it('for one day in the middle', () => {
    const from = (ledger.find(numberOf(PAYMENTS / 2))?.createdAt ?? 0) - 1;
    const { found } = search({ from, to: from + DAY_MS });
    expect(numbersOf(found)).toEqual(indexes((index) => index >= PAYMENTS / 2 && index < PAYMENTS / 2 + 24 * 60));
  });

  it('for somebody who never sold takes few questions, and none of them looks at everything', () => {
    const { found, questions } = search({ by: 'Nobody' });
    expect(found).toEqual([]);
    expect(questions).toBe(Math.ceil((PAYMENTS + UNFINISHED + 1) / 4_000));
    expect(search({ by: 'Nobody', state: 'paid-late' }).questions).toBe(1);
  });
});
