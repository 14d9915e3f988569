/** Who began each attempt. Null for attempts of an older program, and for those that only the gateway knows of. */
export const MIGRATION_10 = `
  ALTER TABLE attempts ADD COLUMN "by" TEXT;
`;
