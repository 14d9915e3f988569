/** L6: a full or read-only disk is reported as such, and everything committed before stays whole. */
import { existsSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { guarded } from '../../electron/ledger/file/errors.ts';
import { has, lockableFolder, smallDisk } from '../support/disks.ts';
import { newLedgerPlace, openOne, troubleOf, type LedgerPlace } from '../support/ledger-files.ts';

let place: LedgerPlace;

beforeEach(() => {
  place = newLedgerPlace();
});
afterEach(() => {
  place.remove();
});

describe('a disk that refuses writes', () => {
  it('is reported as full, and everything committed before is whole', () => {
    const ledger = place.ledger();
    const kept = openOne(ledger);
    const db = place.raw();
    // A limit on pages in place of a full disk, which needs a mount: SQLite answers SQLITE_FULL to both.
    db.pragma(`max_page_count = ${String(db.pragma('page_count', { simple: true }))}`);
    const grow = () =>
      guarded(() => {
        const insert = db.prepare('INSERT INTO journal VALUES (?, 0, ?, 1, ?, ?)');
        const entry = JSON.stringify({ text: 'x'.repeat(2000) });
        for (let row = 0; row < 1000; row += 1) insert.run(1000 + row, `n${row}`, entry, Buffer.alloc(32));
      });
    expect(troubleOf(() => db.transaction(grow).immediate())).toBe('full');
    expect(ledger.find(kept.number)).toEqual(kept);
    expect(db.prepare('SELECT count(*) AS rows FROM journal').get()).toEqual({ rows: 1 });
  });

  if (has(() => smallDisk(512))) {
    it('because it is really full refuses the attempt, keeps what was committed, and works again when there is room', () => {
      const disk = smallDisk(512);
      if (disk === null) throw new Error('the disk is gone');
      const path = join(disk.folder, 'ledger.db');
      const ledger = openLedger(path);
      try {
        const told = [openOne(ledger)];
        writeFileSync(join(disk.folder, 'filler'), Buffer.alloc(128 * 1024));
        const trouble = troubleOf(() => {
          for (;;) told.push(openOne(ledger));
        });
        expect(trouble).toBe('full');
        expect(ledger.unfinished().map(({ number }) => number)).toEqual(told.map(({ number }) => number));
        writeFileSync(join(disk.folder, 'filler'), '');
        told.push(openOne(ledger));
        expect(ledger.unfinished()).toHaveLength(told.length);
      } finally {
        ledger.close();
        disk.remove();
      }
    });
  }

  if (has(() => smallDisk(512))) {
    it('at a start is reported as full too, and the ledger does not change', () => {
      const disk = smallDisk(512);
      if (disk === null) throw new Error('the disk is gone');
      const path = join(disk.folder, 'ledger.db');
      try {
        const ledger = openLedger(path);
        const kept = openOne(ledger);
        ledger.close();
        const rest = statfsSync(disk.folder);
        writeFileSync(join(disk.folder, 'filler'), Buffer.alloc(rest.bavail * rest.bsize));
        expect(troubleOf(() => openLedger(path))).toBe('full');
        writeFileSync(join(disk.folder, 'filler'), '');
        const again = openLedger(path);
        expect(again.find(kept.number)).toEqual(kept);
        again.close();
      } finally {
        disk.remove();
      }
    });
  }

  if (has(lockableFolder)) {
    it('because it is read-only is reported as read-only, whether the ledger exists or not', () => {
      const folder = lockableFolder();
      if (folder === null) throw new Error('the folder is gone');
      try {
        const path = join(folder.folder, 'ledger.db');
        openLedger(path).close();
        folder.makeReadOnly();
        const before = statSync(path).mtimeMs;
        expect(troubleOf(() => openLedger(path))).toBe('read-only');
        expect(troubleOf(() => openLedger(join(folder.folder, 'other.db')))).toBe('read-only');
        expect(statSync(path).mtimeMs).toBe(before);
        expect(existsSync(join(folder.folder, 'other.db'))).toBe(false);
      } finally {
        folder.remove();
      }
    });
  }
});
