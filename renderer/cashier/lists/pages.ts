/**
 * The pages of a long list that the window has read, as one list. Far pages are forgotten and read again when they come
 * into view, so that a list of a million rows takes no more memory than one of a thousand.
 */

/** A part of the list: from behind `after`, the first row if null, down to `until`; null for `until` means one page. */
export type Part<Place> = { readonly after: Place | null; readonly until: Place | null };

/** @property next where the list goes on behind these rows; null at its end */
export type PageOf<Row, Place> = { readonly rows: readonly Row[]; readonly next: Place | null };

type Page<Row, Place> = {
  readonly part: Part<Place>;
  /** The row of the whole list with which it begins. */
  readonly start: number;
  /** 0 if nothing in its part of the list matches. */
  readonly count: number;
  /** Null once forgotten. */
  readonly rows: readonly Row[] | null;
  /** A row may have changed since it was read. */
  readonly isOld: boolean;
};

export type Pages<Row, Place> = {
  readonly pages: readonly Page<Row, Place>[];
  /** Where the next page begins; null at the end of the list. */
  readonly next: Place | null;
};

/** Rows from `first` to `last`, both included. */
export type RowRange = { readonly first: number; readonly last: number };

/** Rows on either side of those in view whose pages are kept. */
const ROWS_KEPT = 300;

export const rowsIn = ({ pages }: Pages<unknown, unknown>): number => {
  const last = pages.at(-1);
  return last === undefined ? 0 : last.start + last.count;
};

/** Adds the page that follows. @param read null for the first page */
export function withNext<Row, Place>(
  read: Pages<Row, Place> | null,
  { rows, next }: PageOf<Row, Place>,
): Pages<Row, Place> {
  const { pages, next: after } = read ?? { pages: [], next: null };
  const last = pages.at(-1);
  const start = last === undefined ? 0 : last.start + last.count;
  const page = { part: { after, until: next }, start, count: rows.length, rows, isOld: false };
  return { pages: [...pages, page], next };
}

/** @returns null if more came into the page than one answer holds: then the list must be read from its beginning */
export function withAgain<Row, Place>(
  read: Pages<Row, Place>,
  index: number,
  { rows, next }: PageOf<Row, Place>,
): Pages<Row, Place> | null {
  const page = read.pages[index];
  const until = page?.part.until ?? null;
  if (page === undefined || JSON.stringify(next) !== JSON.stringify(until)) return null;
  const moved = rows.length - page.count;
  const fresh = { ...page, count: rows.length, rows, isOld: false };
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

/** Marks every page as old, because a row may have changed. */
export const aged = <Row, Place>(read: Pages<Row, Place>): Pages<Row, Place> => ({
  ...read,
  pages: read.pages.map((page) => ({ ...page, isOld: true })),
});

/** Forgets the rows of pages that are far from these. */
export function withoutFar<Row, Place>(read: Pages<Row, Place>, range: RowRange): Pages<Row, Place> {
  const isFar = ({ start, count }: Page<Row, Place>): boolean =>
    start + count < range.first - ROWS_KEPT || start > range.last + ROWS_KEPT;
  if (!read.pages.some((page) => page.rows !== null && isFar(page))) return read;
  return { ...read, pages: read.pages.map((page) => (isFar(page) ? { ...page, rows: null } : page)) };
}

/** The index of the first page in view that must be read again; null if there is none. */
export function toReadAgain(read: Pages<unknown, unknown>, range: RowRange): number | null {
  const isDue = (index: number): boolean => {
    const page = read.pages[index];
    return page !== undefined && (page.isOld || page.rows === null);
  };
  const [first, last] = [pageOf(read, range.first), pageOf(read, range.last)];
  // A new row comes into the first page, which may be empty and then holds no row in view.
  if (read.pages[first]?.start === 0 && isDue(0)) return 0;
  for (let index = first; index <= last; index += 1) if (isDue(index)) return index;
  return null;
}

/** Null while the row's page is forgotten. */
export function rowAt<Row>(read: Pages<Row, unknown>, row: number): Row | null {
  const page = read.pages[pageOf(read, row)];
  return page?.rows?.[row - page.start] ?? null;
}

/** The index of the page with this row; the last page for a row behind the end. */
function pageOf({ pages }: Pages<unknown, unknown>, row: number): number {
  let [low, high] = [0, pages.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((pages[middle]?.start ?? 0) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}
