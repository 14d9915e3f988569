/**
 * The pages of the history that the window has read, as one long list. Far pages are forgotten and read again when
 * they come into view, so that a list of a million rows takes no more memory than one of a thousand.
 */
import type { HistoryPart } from '../../../shared/attempt/history.ts';
import type { HistoryAnswer, PlaceView } from '../../../shared/contract/history.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';

export type PageAnswer = Extract<HistoryAnswer, { kind: 'page' }>;

type Page = {
  readonly part: HistoryPart<PlaceView>;
  /** The row of the whole list with which it begins. */
  readonly start: number;
  /** 0 if nothing in its part of the history matches. */
  readonly count: number;
  /** Null once forgotten. */
  readonly rows: readonly AttemptView[] | null;
  /** A payment may have changed since it was read. */
  readonly isOld: boolean;
};

export type Pages = {
  readonly pages: readonly Page[];
  /** Where the next page begins; null at the end of the history. */
  readonly next: PlaceView | null;
};

/** Rows from `first` to `last`, both included. */
export type RowRange = { readonly first: number; readonly last: number };

/** Rows on either side of those in view whose pages are kept. */
const ROWS_KEPT = 300;

export const rowsIn = ({ pages }: Pages): number => {
  const last = pages.at(-1);
  return last === undefined ? 0 : last.start + last.count;
};

/** Adds the page that follows. @param read null for the first page */
export function withNext(read: Pages | null, { attempts, next }: PageAnswer): Pages {
  const { pages, next: after } = read ?? { pages: [], next: null };
  const last = pages.at(-1);
  const start = last === undefined ? 0 : last.start + last.count;
  const page: Page = { part: { after, until: next }, start, count: attempts.length, rows: attempts, isOld: false };
  return { pages: [...pages, page], next };
}

/** @returns null if more came into the page than one answer holds: then the list must be read from its beginning */
export function withAgain(read: Pages, index: number, { attempts, next }: PageAnswer): Pages | null {
  const page = read.pages[index];
  const until = page?.part.until ?? null;
  if (page === undefined || next?.number !== until?.number) return null;
  const moved = attempts.length - page.count;
  const fresh: Page = { ...page, count: attempts.length, rows: attempts, isOld: false };
  const behind = read.pages.slice(index + 1);
  return {
    ...read,
    pages: [
      ...read.pages.slice(0, index),
      fresh,
      ...(moved === 0 ? behind : behind.map((each) => ({ ...each, start: each.start + moved }))),
    ],
  };
}

/** Marks every page as old, because a payment has changed. */
export const aged = (read: Pages): Pages => ({ ...read, pages: read.pages.map((page) => ({ ...page, isOld: true })) });

/** Forgets the rows of pages that are far from these. */
export function withoutFar(read: Pages, range: RowRange): Pages {
  const isFar = ({ start, count }: Page): boolean =>
    start + count < range.first - ROWS_KEPT || start > range.last + ROWS_KEPT;
  if (!read.pages.some((page) => page.rows !== null && isFar(page))) return read;
  return { ...read, pages: read.pages.map((page) => (isFar(page) ? { ...page, rows: null } : page)) };
}

/** The index of the first page in view that must be read again; null if there is none. */
export function toReadAgain(read: Pages, range: RowRange): number | null {
  const isDue = (index: number): boolean => {
    const page = read.pages[index];
    return page !== undefined && (page.isOld || page.rows === null);
  };
  const [first, last] = [pageOf(read, range.first), pageOf(read, range.last)];
  // A new payment comes into the first page, which may be empty and then holds no row in view.
  if (read.pages[first]?.start === 0 && isDue(0)) return 0;
  for (let index = first; index <= last; index += 1) if (isDue(index)) return index;
  return null;
}

/** Null while the row's page is forgotten. */
export function rowAt(read: Pages, row: number): AttemptView | null {
  const page = read.pages[pageOf(read, row)];
  return page?.rows?.[row - page.start] ?? null;
}

/** The index of the page with this row; the last page for a row behind the end. */
function pageOf({ pages }: Pages, row: number): number {
  let [low, high] = [0, pages.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pages[middle]?.start ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
