/**
 * One row for each time money moved, derived from the journal. The rows for what an older program wrote are filled in
 * at the first opening (care/derived.ts).
 */
export const MIGRATION_13 = `
  CREATE TABLE movements (
    -- Of the row of the journal that tells of it.
    position INTEGER PRIMARY KEY,
    -- The attempt.
    subject TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- Below zero for what went back.
    cents INTEGER NOT NULL CHECK (cents <> 0),
    wallet TEXT NOT NULL,
    way TEXT NOT NULL,
    "by" TEXT
  ) STRICT;
`;
