/** The people who work at the till. A person's row may change, as the journal tells, and is never deleted. */
export const MIGRATION_15 = `
  CREATE TABLE people (
    subject TEXT NOT NULL PRIMARY KEY CHECK (subject GLOB 'person:*'),
    version INTEGER NOT NULL CHECK (version >= 1),
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('cashier', 'manager', 'owner')),
    is_active INTEGER NOT NULL CHECK (is_active IN (0, 1))
  ) STRICT;

  CREATE TRIGGER people_stay BEFORE DELETE ON people
  BEGIN SELECT RAISE(ABORT, 'a person is never deleted'); END;
`;
