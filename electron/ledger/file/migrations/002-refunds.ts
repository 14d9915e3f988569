/**
 * Adds refunds, and the mark that a person has dealt with an attempt. The file itself enforces the rules about money:
 * how a status may change; a refund is of a paid payment and never of more than was paid; one refund at a time.
 */
export const MIGRATION_2 = `
  CREATE TABLE attempts_2 (
    number TEXT PRIMARY KEY,
    kind TEXT NOT NULL DEFAULT 'payment' CHECK (kind IN ('payment', 'refund')),
    refund_of TEXT REFERENCES attempts (number) CHECK ((refund_of IS NOT NULL) = (kind = 'refund')),
    sale_id TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('mpm', 'cpm')),
    pay_type TEXT NOT NULL,
    amount_cents INTEGER NOT NULL CHECK (amount_cents > 0),
    currency TEXT NOT NULL,
    merchant TEXT,
    host TEXT NOT NULL,
    txdtm TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    life_ms INTEGER NOT NULL,
    code_hash TEXT,
    code_tail TEXT,
    body_hash TEXT NOT NULL,
    status TEXT NOT NULL CHECK (CASE kind
      WHEN 'payment' THEN status IN ('sending', 'pending', 'unknown', 'paid', 'failed', 'expired', 'late-paid')
      ELSE status IN ('sending', 'pending', 'unknown', 'refunded', 'refused') END),
    version INTEGER NOT NULL,
    syssn TEXT UNIQUE,
    last_said TEXT,
    given_up INTEGER NOT NULL CHECK (given_up IN (0, 1)),
    dealt_with INTEGER NOT NULL DEFAULT 0 CHECK (dealt_with IN (0, 1))
  ) STRICT;

  INSERT INTO attempts_2 (
    number, sale_id, way, pay_type, amount_cents, currency, merchant, host, txdtm, created_at, life_ms, code_hash,
    code_tail, body_hash, status, version, syssn, last_said, given_up
  ) SELECT
    number, sale_id, way, pay_type, amount_cents, currency, merchant, host, txdtm, created_at, life_ms, code_hash,
    code_tail, body_hash, status, version, syssn, last_said, given_up
  FROM attempts;
  DROP TABLE attempts;
  ALTER TABLE attempts_2 RENAME TO attempts;

  -- One live payment per sale, one live refund per payment: a second one is refused by the file itself.
  CREATE UNIQUE INDEX one_live_payment_per_sale ON attempts (sale_id)
    WHERE kind = 'payment' AND status IN ('sending', 'pending', 'unknown');
  CREATE UNIQUE INDEX one_live_refund_per_payment ON attempts (refund_of)
    WHERE kind = 'refund' AND status IN ('sending', 'pending', 'unknown');
  CREATE INDEX refunds_by_payment ON attempts (refund_of) WHERE refund_of IS NOT NULL;
  CREATE INDEX attempts_by_time ON attempts (created_at);
  CREATE INDEX attempts_by_status ON attempts (status, created_at);
  CREATE INDEX attempts_by_amount ON attempts (amount_cents, created_at);
  CREATE INDEX attempts_by_code ON attempts (code_hash, created_at) WHERE code_hash IS NOT NULL;
  CREATE INDEX attempts_undealt ON attempts (status, created_at)
    WHERE dealt_with = 0 AND status IN ('late-paid', 'refused');

  CREATE TRIGGER refund_within_payment BEFORE INSERT ON attempts WHEN NEW.kind = 'refund'
  BEGIN
    SELECT RAISE(ABORT, 'a refund is of a payment that was paid, in its currency, and of no more than was paid')
    WHERE NOT EXISTS (
      SELECT 1 FROM attempts AS payment
      WHERE payment.number = NEW.refund_of
        AND payment.status IN ('paid', 'late-paid')
        AND payment.currency = NEW.currency
        AND payment.amount_cents >= NEW.amount_cents + (
          SELECT coalesce(sum(amount_cents), 0) FROM attempts
          WHERE refund_of = NEW.refund_of AND status <> 'refused'));
  END;

  -- A change of status that is not allowed updates no row; the caller reads this as "somebody else was first".
  CREATE TRIGGER status_keeps_its_way BEFORE UPDATE OF status ON attempts
    WHEN OLD.status NOT IN ('sending', 'pending', 'unknown')
      AND NOT (OLD.status IN ('failed', 'expired') AND NEW.status = 'late-paid')
      AND NOT (OLD.status = 'refused' AND NEW.status = 'refunded')
  BEGIN SELECT RAISE(IGNORE); END;
`;
