/**
 * The till waits at the counter for a change of status, so the change must write few pages. The index of all statuses
 * had an entry for each paid attempt, which no query selects by status. An index of the attempts without success
 * replaces it. Unfinished attempts are read from the indexes that allow only one of them per sale and per payment.
 */
export const MIGRATION_4 = `
  DROP INDEX attempts_by_status;
  CREATE INDEX attempts_lost ON attempts (status, created_at) WHERE status IN ('failed', 'expired', 'refused');
`;
