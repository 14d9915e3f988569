/**
 * Records a ledger's past, so that a ledger that was put back, copied or cloned is noticed: each opening with its
 * epoch, how far the file was verified, and why it was restored. Also the time of an attempt by the gateway's clock,
 * because a machine's clock may be a day or a year wrong.
 */
export const MIGRATION_7 = `
  CREATE TABLE openings (
    id INTEGER PRIMARY KEY,
    epoch TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    -- Of the last row of the journal then.
    position INTEGER NOT NULL,
    -- What tells the machine from others and the folder; '' when nobody knows.
    machine TEXT NOT NULL,
    folder TEXT NOT NULL,
    -- Null unless a manager had to read that machine or folder were others than before, and when one had.
    moved_from TEXT,
    moved_seen_at INTEGER
  ) STRICT;
  INSERT OR IGNORE INTO openings (epoch, at, position, machine, folder)
    SELECT substr(number, 3, 6), min(created_at), 0, '', '' FROM attempts GROUP BY 1 ORDER BY min(rowid);
  INSERT OR IGNORE INTO openings (epoch, at, position, machine, folder)
    SELECT epoch, 0, 0, '', '' FROM ledger WHERE epoch <> '';

  -- The file was verified up to this row and was sound.
  ALTER TABLE run ADD COLUMN verified_position INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE run ADD COLUMN verified_hash BLOB;

  ALTER TABLE restores ADD COLUMN reason TEXT NOT NULL DEFAULT 'damaged' CHECK (reason IN ('damaged', 'put-back'));

  -- Null until the till knows the gateway's time.
  ALTER TABLE attempts ADD COLUMN gateway_at INTEGER;
  DROP INDEX attempts_by_time;
  DROP INDEX attempts_by_amount;
  CREATE INDEX attempts_by_time ON attempts (coalesce(gateway_at, created_at));
  CREATE INDEX attempts_by_amount ON attempts (amount_cents, coalesce(gateway_at, created_at));
`;
