/**
 * A change of status is what the till waits for at the counter, so it writes as few pages as it can: the index of all
 * statuses, with an entry for each paid attempt that nobody asks for by its status, gives way to one of those that are.
 * The unfinished ones are read from the indexes that keep them to one for each sale and payment.
 */
export const MIGRATION_4 = `
  DROP INDEX attempts_by_status;
  CREATE INDEX attempts_lost ON attempts (status, created_at) WHERE status IN ('failed', 'expired', 'refused');
`;
