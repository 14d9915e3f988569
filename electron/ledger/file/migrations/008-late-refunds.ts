/**
 * A refused refund becomes unfinished again if the gateway lists it as under way after all, even while another refund
 * of the same payment is under way: a rule about what may begin must never keep out what the gateway reports. So a
 * trigger checks that rule when a refund begins, instead of a unique index of unfinished refunds. A restore may insert
 * several refunds of one payment, all in doubt, because it begins none.
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

  -- Refunds that succeeded after they were called refused, until a person has read about them.
  CREATE INDEX refunds_late ON attempts (created_at) WHERE dealt_with = 0 AND status = 'refunded' AND given_up = 1;

  DROP TRIGGER status_keeps_its_way;
  CREATE TRIGGER status_keeps_its_way BEFORE UPDATE OF status ON attempts
    WHEN OLD.status NOT IN ('sending', 'pending', 'unknown')
      AND NOT (OLD.status IN ('failed', 'expired') AND NEW.status IN ('late-paid', 'pending', 'unknown'))
      AND NOT (OLD.status = 'refused' AND NEW.status IN ('refunded', 'pending', 'unknown'))
  BEGIN SELECT RAISE(IGNORE); END;
`;
