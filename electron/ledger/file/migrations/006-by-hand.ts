/**
 * What a person decides when the gateway does not: what the portal shows according to them, why, who and when, and the
 * amount that moved if it is not the requested one. Also how much of a payment went back without a refund of this till;
 * unknown (null) if the gateway says only that a part did. A refund must leave room for that amount; if it is unknown
 * there is no room. And a payment that was called not paid may become unfinished again.
 */
export const MIGRATION_6 = `
  ALTER TABLE attempts ADD COLUMN moved_cents INTEGER CHECK (moved_cents > 0);
  ALTER TABLE attempts ADD COLUMN returned_elsewhere_cents INTEGER DEFAULT 0
    CHECK (returned_elsewhere_cents BETWEEN 0 AND coalesce(moved_cents, amount_cents));
  ALTER TABLE attempts ADD COLUMN decided TEXT CHECK (CASE kind
    WHEN 'payment' THEN decided IN ('paid', 'not-paid', 'returned')
    ELSE decided IN ('refunded', 'not-refunded') END);
  ALTER TABLE attempts ADD COLUMN decided_by TEXT CHECK ((decided_by IS NULL) = (decided IS NULL));
  ALTER TABLE attempts ADD COLUMN decided_why TEXT CHECK ((decided_why IS NULL) = (decided IS NULL));
  ALTER TABLE attempts ADD COLUMN decided_at INTEGER CHECK ((decided_at IS NULL) = (decided IS NULL));

  CREATE INDEX attempts_contradicted ON attempts (created_at)
    WHERE dealt_with = 0 AND status IN ('failed', 'expired') AND last_said >= 'mismatch-' AND last_said < 'mismatch.';
  CREATE INDEX attempts_returned_unclear ON attempts (created_at) WHERE returned_elsewhere_cents IS NULL;

  DROP TRIGGER refund_within_payment;
  CREATE TRIGGER refund_within_payment BEFORE INSERT ON attempts WHEN NEW.kind = 'refund'
  BEGIN
    SELECT RAISE(ABORT, 'a refund is of a payment that was paid, in its currency, and of no more than was paid')
    WHERE NOT EXISTS (
      SELECT 1 FROM attempts AS payment
      WHERE payment.number = NEW.refund_of
        AND payment.status IN ('paid', 'late-paid')
        AND payment.currency = NEW.currency
        AND coalesce(payment.moved_cents, payment.amount_cents) - payment.returned_elsewhere_cents
          >= NEW.amount_cents + (
            SELECT coalesce(sum(coalesce(moved_cents, amount_cents)), 0) FROM attempts
            WHERE refund_of = NEW.refund_of AND status <> 'refused'));
  END;

  DROP TRIGGER status_keeps_its_way;
  CREATE TRIGGER status_keeps_its_way BEFORE UPDATE OF status ON attempts
    WHEN OLD.status NOT IN ('sending', 'pending', 'unknown')
      AND NOT (OLD.status IN ('failed', 'expired') AND NEW.status IN ('late-paid', 'pending', 'unknown'))
      AND NOT (OLD.status = 'refused' AND NEW.status = 'refunded')
  BEGIN SELECT RAISE(IGNORE); END;
`;
