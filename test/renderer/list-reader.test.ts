/**
 * A long list as the window reads it: one list out of pages, which forgets what is far, reads again what has changed,
 * and goes on as far as a person scrolls. Main is a list of numbers here, with pages of ten.
 */
import { expect, it } from 'vitest';
import { createReader, type ListAnswer, type Reader } from '../../renderer/cashier/lists/reader.ts';
import { rowAt, rowsIn, type Pages, type Part } from '../../renderer/cashier/lists/pages.ts';

const PAGE = 10;
type Answer = ListAnswer<number, number, null>;

/** A list of these numbers, the highest first, of which only the wanted ones are found. A place is a number. */
function main(all: number[], isWanted: (number: number) => boolean = () => true) {
  const asked: Part<number>[] = [];
  let isOff = false;
  const answer = (part: Part<number>): Answer => {
    const [from, until] = [part.after ?? Infinity, part.until ?? -Infinity];
    const inPart = all.filter((number) => number < from && number >= until);
    const looked = part.until === null ? inPart.slice(0, PAGE) : inPart.slice(0, 2 * PAGE);
    const end = looked.length < inPart.length ? looked.at(-1) : undefined;
    return { kind: 'page', rows: looked.filter(isWanted), next: end ?? part.until, note: null };
  };
  return {
    all,
    asked,
    off: (off: boolean) => (isOff = off),
    ask: async (part: Part<number>): Promise<Answer | null> => {
      asked.push(part);
      return isOff ? null : answer(part);
    },
  };
}

const down = (from: number): number[] => Array.from({ length: from }, (_, index) => from - index);

function read(shop: Pick<ReturnType<typeof main>, 'ask'>) {
  let changes = 0;
  const pauses: number[] = [];
  const reader = createReader<number, number, null>({
    ask: shop.ask,
    pause: async (ms) => void pauses.push(ms),
    onChange: () => (changes += 1),
  });
  reader.start();
  return { reader, pauses, changes: () => changes };
}
const quiet = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
type Numbers = Reader<number, number, null>;
function pagesOf(reader: Numbers): Pages<number, number> {
  const shown = reader.shown();
  if (shown.kind !== 'list') throw new Error(shown.kind);
  return shown.pages;
}
const numbersIn = (reader: Numbers): readonly (number | null)[] =>
  Array.from({ length: rowsIn(pagesOf(reader)) }, (_, row) => rowAt(pagesOf(reader), row));

it('reads as far ahead as a screen needs, and on when a person scrolls near the end', async () => {
  const shop = main(down(1_000));
  const { reader } = read(shop);
  expect(reader.shown()).toEqual({ kind: 'reading' });
  await quiet();
  expect(rowsIn(pagesOf(reader))).toBe(70);
  reader.see({ first: 55, last: 65 });
  await quiet();
  expect(rowsIn(pagesOf(reader))).toBe(130);
  expect(numbersIn(reader).slice(40, 95)).toEqual(down(1_000).slice(40, 95));
});

it('forgets far rows and reads them again when they come into view', async () => {
  const shop = main(down(1_000));
  const { reader } = read(shop);
  for (let last = 0; last < 900; last += 10) {
    reader.see({ first: Math.max(0, last - 9), last });
    await quiet();
  }
  const pages = pagesOf(reader);
  expect(rowsIn(pages)).toBeGreaterThan(900);
  expect(pages.pages.filter(({ rows }) => rows !== null).length).toBeLessThan(50);
  expect(rowAt(pages, 5)).toBeNull();
  shop.asked.length = 0;
  reader.see({ first: 0, last: 9 });
  await quiet();
  expect(numbersIn(reader).slice(0, 10)).toEqual(down(1_000).slice(0, 10));
  expect(shop.asked).toEqual([{ after: null, until: 991 }]);
});

it('when a row may have changed, reads what is in view again, and what came into it shows', async () => {
  const shop = main(down(40));
  const { reader } = read(shop);
  await quiet();
  expect(rowsIn(pagesOf(reader))).toBe(40);
  shop.asked.length = 0;
  reader.see({ first: 15, last: 18 });
  shop.all.unshift(42, 41);
  reader.refresh();
  await quiet();
  expect(shop.asked, 'the rows above are out of sight').toEqual([{ after: 31, until: 21 }]);
  reader.see({ first: 0, last: 9 });
  await quiet();
  expect(rowsIn(pagesOf(reader))).toBe(42);
  expect(numbersIn(reader).slice(0, 12)).toEqual(down(42).slice(0, 12));
  reader.see({ first: 30, last: 41 });
  await quiet();
  expect(numbersIn(reader)).toEqual(down(42));
});

it('when more came into a page than one answer holds, reads the list from its beginning', async () => {
  const shop = main(down(40));
  const { reader } = read(shop);
  await quiet();
  shop.all.unshift(...down(80).slice(0, 40));
  reader.refresh();
  await quiet();
  expect(numbersIn(reader).slice(0, 60)).toEqual(down(80).slice(0, 60));
});

it('goes on through parts in which nothing matches, with a pause, until all was searched', async () => {
  const shop = main(down(200), (number) => number === 3);
  const { reader, pauses } = read(shop);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(numbersIn(reader)).toEqual([3]);
  expect(reader.shown()).toMatchObject({ kind: 'list', isReadingOn: false });
  expect(pauses).toHaveLength(19);
  shop.all.unshift(203);
  shop.asked.length = 0;
  reader.refresh();
  await quiet();
  expect(shop.asked[0], 'a new row would be in the first part').toEqual({ after: null, until: 191 });
});

it('says that there was no answer, and asks again when something has changed', async () => {
  const shop = main(down(5));
  shop.off(true);
  const { reader } = read(shop);
  await quiet();
  expect(reader.shown()).toEqual({ kind: 'failed' });
  reader.see({ first: 0, last: 9 });
  await quiet();
  expect(shop.asked).toHaveLength(1);
  shop.off(false);
  reader.refresh();
  await quiet();
  expect(numbersIn(reader)).toEqual(down(5));
});

it('says that the text was not understood', async () => {
  const { reader } = read({ ask: async () => ({ kind: 'not-understood' }) });
  await quiet();
  expect(reader.shown()).toEqual({ kind: 'not-understood' });
});

it('shows nothing more once it was stopped, and goes on when it is started again', async () => {
  const shop = main(down(50));
  const { reader, changes } = read(shop);
  reader.stop();
  await quiet();
  expect(changes()).toBe(0);
  reader.start();
  await quiet();
  expect(numbersIn(reader)).toEqual(down(50));
});
