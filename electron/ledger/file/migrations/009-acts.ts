/**
 * The journal now has subjects of several kinds: attempts, and acts, which say what a person did. A subject that is no
 * attempt is written "kind:id" in small letters; an attempt's number has none.
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
