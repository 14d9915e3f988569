/** Who began each attempt. Null for those of an older program, and for those that the gateway alone tells of. */
export const MIGRATION_10 = `
  ALTER TABLE attempts ADD COLUMN "by" TEXT;
`;
