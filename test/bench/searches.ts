/**
 * Searches of the history in a ledger of a million payments, by everything that a person may have at hand, as main
 * answers them; compared with a frame of the screen, because payments and screens wait for each search.
 */
import { findIn } from '../../electron/till/find.ts';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { FIRST_PAGE, HISTORY_STATES, NO_FILTER, type HistoryFilter } from '../../shared/attempt/history.ts';
import { plainAmount } from '../../shared/money.ts';
import { hkDateTime } from '../../shared/time.ts';
import { amountOf, numberOf, PAYMENTS, SELLERS } from './big-ledger.ts';
import { percentile } from './statistics.ts';
import { lineOf, type Line } from './table.ts';

/** Searches per block: enough for a 95th percentile. */
const BLOCK = 100;
const FRAME_MS = 16;
const MINUTE_MS = 60_000;

type Asked = { readonly text: string; readonly filter?: Partial<HistoryFilter> };

/** @param path of the big ledger @param blocks each gives a 95th percentile */
export function measureSearches(path: string, blocks: number): readonly Line[] {
  const ledger = openLedger(path, { looked: true });
  const now = Date.now();
  /** As the generator dates them. */
  const dayOf = (index: number): string => hkDateTime(now - (PAYMENTS - index) * MINUTE_MS).slice(0, 10);
  const askedIn = (turn: number): Asked => {
    // Far apart, so that no search finds the rows of the one before in the cache.
    const index = (turn * 7_919 * 31) % PAYMENTS;
    const amount = plainAmount(amountOf(index), 'HKD');
    const kinds: readonly Asked[] = [
      { text: numberOf(index) },
      { text: `2026${String(index).padStart(22, '0')}` },
      { text: amount },
      { text: `${amount} ${dayOf(index)}` },
      { text: dayOf(index) },
      { text: `${SELLERS[turn % SELLERS.length] ?? ''} ${dayOf(index).slice(0, 7)}` },
      { text: '', filter: { state: HISTORY_STATES[turn % HISTORY_STATES.length] ?? null } },
      { text: '', filter: { by: 'Nobody', mode: 'mpm' } },
    ];
    return kinds[turn % kinds.length] ?? { text: '' };
  };
  try {
    const slowest = Array.from({ length: blocks }, (_, block) => {
      const times = Array.from({ length: BLOCK }, (_turn, turn) => {
        const { text, filter } = askedIn(block * BLOCK + turn);
        const startedAt = performance.now();
        findIn(ledger, { text, filter: { ...NO_FILTER, ...filter }, part: FIRST_PAGE }, SELLERS, 'HKD', now);
        return performance.now() - startedAt;
      });
      return percentile(times, 0.95);
    });
    return [
      lineOf({
        name: `search of the history of ${PAYMENTS / 1_000_000} million payments (p95 of each ${BLOCK})`,
        floorName: `a frame of ${FRAME_MS} ms`,
        unit: 'ms',
        target: 1,
        till: slowest,
        floor: slowest.map(() => FRAME_MS),
      }),
    ];
  } finally {
    ledger.close();
  }
}
