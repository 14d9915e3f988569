/**
 * A refund that was called refused comes back to life when the gateway lists it as under way after all, even while another
 * one of the same payment is: what the gateway says has happened is never kept out of the ledger by a rule about what may
 * be begun. So that rule stands at the beginning of a refund, and no longer in an index of those that are under way; a
 * restore that takes in several refunds of one payment, all of them in doubt, begins none.
 */
export const MIGRATION_8 = `
  DROP INDEX one_live_refund_per_payment;
  CREATE INDEX live_refunds ON attempts (refund_of)
    WHERE kind = 'refund' AND status IN ('sending', 'pending', 'unknown');
  CREATE TRIGGER one_live_refund_per_payment BEFORE INSERT ON attempts
    WHEN NEW.kind = 'refund' AND NEW.status = 'sending'
  BEGIN
    SELECT RAISE(ABORT, 'a refund is begun when no other one of its payment is under way')
    WHERE EXISTS (
      SELECT 1 FROM attempts
      WHERE refund_of = NEW.refund_of AND kind = 'refund' AND status IN ('sending', 'pending', 'unknown'));
  END;

  -- Those that came through after that, until somebody has read it.
  CREATE INDEX refunds_late ON attempts (created_at) WHERE dealt_with = 0 AND status = 'refunded' AND given_up = 1;

  DROP TRIGGER status_keeps_its_way;
  CREATE TRIGGER status_keeps_its_way BEFORE UPDATE OF status ON attempts
    WHEN OLD.status NOT IN ('sending', 'pending', 'unknown')
      AND NOT (OLD.status IN ('failed', 'expired') AND NEW.status IN ('late-paid', 'pending', 'unknown'))
      AND NOT (OLD.status = 'refused' AND NEW.status IN ('refunded', 'pending', 'unknown'))
  BEGIN SELECT RAISE(IGNORE); END;
`;
