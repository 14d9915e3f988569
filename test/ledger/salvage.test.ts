/** Reading a damaged file ends and returns each row once, whatever the damage did to the pages. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFileSync, writeFileSync } from 'node:fs';
import { openReadonly } from '../../electron/ledger/file/open.ts';
import { readableRows } from '../../electron/ledger/care/salvage.ts';
import { newLedgerPlace, openOne, tamper, type LedgerPlace } from '../support/ledger-files.ts';

const ATTEMPTS = 60;
/** More than the file has: a reader that gets so many rows loops. */
const MANY = 10 * ATTEMPTS;

let place: LedgerPlace;
beforeEach(() => {
  place = newLedgerPlace();
  const ledger = place.ledger();
  for (let count = 0; count < ATTEMPTS; count += 1) openOne(ledger);
  ledger.close();
});
afterEach(() => {
  place.remove();
});

function readPlaces(): readonly number[] {
  const db = openReadonly(place.path);
  try {
    const places: number[] = [];
    for (const row of readableRows(db, 'journal')) if (places.push(row.place) === MANY) break;
    return places;
  } finally {
    db.close();
  }
}

/** The journal's root page, and the page size in bytes. */
function journalRoot(): { readonly root: number; readonly size: number } {
  const db = place.raw();
  const { root } = db.prepare("SELECT rootpage AS root FROM sqlite_schema WHERE name = 'journal'").get() as {
    readonly root: number;
  };
  return { root, size: db.pragma('page_size', { simple: true }) as number };
}

it('reads a whole journal', () => {
  expect(readPlaces()).toEqual(Array.from({ length: ATTEMPTS }, (_, index) => index + 1));
});

it('reads pages once although they point back to their parent', () => {
  const { root, size } = journalRoot();
  const file = readFileSync(place.path);
  const page = file.subarray((root - 1) * size, root * size);
  const INTERIOR = 5;
  expect(page[0]).toBe(INTERIOR);
  const cells = page.readUInt16BE(3);
  expect(cells).toBeGreaterThan(2);
  // Keep the first child page; let all others point to the page itself. With only two of them there are 2^20 paths
  // down.
  const CELL_POINTERS = 12;
  for (let cell = 1; cell < cells; cell += 1) page.writeUInt32BE(root, page.readUInt16BE(CELL_POINTERS + 2 * cell));
  page.writeUInt32BE(root, 8);
  writeFileSync(place.path, file);
  const places = readPlaces();
  expect(places[0]).toBe(1);
  expect(places).toEqual(places.map((_, index) => index + 1));
});

it('leaves out a row whose position is too large to count on from', () => {
  const db = place.raw();
  tamper(db, `UPDATE journal SET position = ${2n ** 60n} WHERE position = ${ATTEMPTS}`);
  db.close();
  expect(readPlaces()).toEqual(Array.from({ length: ATTEMPTS - 1 }, (_, index) => index + 1));
});
