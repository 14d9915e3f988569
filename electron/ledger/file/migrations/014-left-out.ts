/**
 * How many rows of each kind other than attempts a restore left out, as {"act": 3}. They come after a break of the
 * chain, and nobody can confirm them; attempts are not counted, because the gateway can be asked about them.
 */
export const MIGRATION_14 = `
  ALTER TABLE restores ADD COLUMN rows_left_out TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(rows_left_out));
`;
