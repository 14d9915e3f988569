/**
 * The journal is of subjects now, of which attempts are one kind: it holds also who did what that is to be told of later.
 * A subject of another kind is written "kind:id" in small letters, as no number of an attempt ever is.
 */
export const MIGRATION_9 = `
  CREATE TABLE acts (
    subject TEXT NOT NULL PRIMARY KEY CHECK (subject GLOB 'act:*'),
    version INTEGER NOT NULL CHECK (version = 1),
    at INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('cashier', 'manager', 'owner')),
    -- Who it was, by the name that the shop knows them by.
    "by" TEXT NOT NULL,
    what TEXT NOT NULL,
    -- What it was done to, as another subject; null where there is none.
    about TEXT,
    facts TEXT NOT NULL CHECK (json_valid(facts))
  ) STRICT;

  CREATE TRIGGER acts_stay_as_they_are BEFORE UPDATE ON acts
  BEGIN SELECT RAISE(ABORT, 'an act never changes'); END;
  CREATE TRIGGER acts_stay BEFORE DELETE ON acts
  BEGIN SELECT RAISE(ABORT, 'an act never changes'); END;
`;
