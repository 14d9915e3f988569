/** How far each reader of the journal has come, in this file or in a second place: see cursors.ts. */
export const MIGRATION_12 = `
  CREATE TABLE cursors (
    name TEXT PRIMARY KEY,
    -- Which ledger, by the hash of its first row, and which row of it, by its hash; in hexadecimal digits.
    ledger TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    hash TEXT NOT NULL CHECK (length(hash) = 64)
  ) STRICT;
`;
