/**
 * What a restore left out beside attempts, which the gateway is asked about: rows of other kinds behind a break of the
 * chain, which nobody else can tell. How many there were of each kind, as {"act": 3}.
 */
export const MIGRATION_14 = `
  ALTER TABLE restores ADD COLUMN rows_left_out TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(rows_left_out));
`;
