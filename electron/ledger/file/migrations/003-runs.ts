/**
 * Records how the file was used: whether the last run closed it, and each restore from a backup after damage. This is
 * not in the journal, which is about attempts; the attempts of a restored ledger are in the journal.
 */
export const MIGRATION_3 = `
  CREATE TABLE run (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    -- 0 from the moment the file is opened until it is closed in order.
    closed INTEGER NOT NULL CHECK (closed IN (0, 1))
  ) STRICT;
  INSERT INTO run (id, closed) VALUES (1, 0);

  CREATE TABLE restores (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    -- Where the damaged file lies, and the backup that was opened in its place, if there was a good one.
    quarantine TEXT NOT NULL,
    backup TEXT,
    backup_at INTEGER,
    -- The epochs under which the lost part may have drawn numbers, separated by spaces.
    epochs TEXT NOT NULL,
    -- From when on attempts may be missing.
    missing_since INTEGER NOT NULL,
    attempts_kept INTEGER NOT NULL,
    attempts_in_doubt INTEGER NOT NULL,
    attempts_left_out INTEGER NOT NULL,
    -- When the gateway had been asked for all that is missing; when a manager had read of it.
    asked_at INTEGER,
    seen_at INTEGER
  ) STRICT;
`;
