/**
 * Keeps each QFPay number that an attempt had before its present one: a customer who is declined and then pays gets
 * another number. A success under a former number still belongs to the same attempt. A trigger keeps them, so that they
 * follow from the journal whenever it is replayed.
 */
export const MIGRATION_5 = `
  CREATE TABLE former_syssns (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL REFERENCES attempts (number),
    syssn TEXT NOT NULL,
    UNIQUE (syssn, number)
  ) STRICT;

  CREATE TRIGGER former_syssn_is_kept AFTER UPDATE OF syssn ON attempts
    WHEN OLD.syssn IS NOT NULL AND NEW.syssn IS NOT OLD.syssn
  BEGIN INSERT OR IGNORE INTO former_syssns (number, syssn) VALUES (OLD.number, OLD.syssn); END;

  -- The former numbers in the journal so far. Few attempts have any, so only the rows of those attempts are sorted.
  WITH
    said AS (
      SELECT number, position, CASE WHEN json_valid(entry) THEN json_extract(entry, '$.syssn') END AS syssn
      FROM journal
    ),
    changed AS (
      SELECT said.number FROM said JOIN attempts ON attempts.number = said.number
      WHERE said.syssn IS NOT NULL AND said.syssn IS NOT attempts.syssn
    ),
    held AS (
      SELECT number, position, syssn, lead(syssn) OVER (PARTITION BY number ORDER BY position) AS next
      FROM said WHERE syssn IS NOT NULL AND number IN (SELECT number FROM changed)
    )
  INSERT OR IGNORE INTO former_syssns (number, syssn)
    SELECT number, syssn FROM held WHERE next IS NOT syssn AND next IS NOT NULL ORDER BY position;
`;
