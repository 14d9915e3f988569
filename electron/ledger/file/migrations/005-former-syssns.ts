/**
 * Each number of QFPay's that an attempt has held and holds no more: a customer who was declined and paid all the same is
 * under another one. A success under such a number is that attempt's and nobody else's, now as before. Kept by the file
 * itself, so that it follows from the journal wherever that is read anew.
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

  -- Those of the journal so far. Few attempts have more than one, so only theirs are put in order.
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
