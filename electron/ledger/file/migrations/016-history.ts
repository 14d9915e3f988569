/**
 * Indexes for the search of the history. They hold only attempts that are rare in it, so that a search for them need
 * not read the many that were paid, and so that the commit of a payment writes none of them. Each has the expression
 * of `attempts_by_time`. The unary plus keeps all other queries on their own indexes: SQLite uses such an index only
 * for a query that has the same plus. And acts are found by the attempt that they are about.
 */
export const MIGRATION_16 = `
  CREATE INDEX refunds_by_time ON attempts (coalesce(gateway_at, created_at)) WHERE +kind = 'refund';
  CREATE INDEX not_paid_by_time ON attempts (coalesce(gateway_at, created_at)) WHERE +status IN ('failed', 'expired');
  CREATE INDEX paid_late_by_time ON attempts (coalesce(gateway_at, created_at)) WHERE +status = 'late-paid';
  CREATE INDEX acts_by_subject ON acts (about) WHERE about IS NOT NULL;
`;
