/**
 * The first ledger. `journal` is the truth and only grows; `attempts` is what screens read and can be made again from
 * the journal. Amounts are whole cents, times are milliseconds since 1970 by the machine's clock.
 */
export const MIGRATION_1 = `
  CREATE TABLE ledger (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    epoch TEXT NOT NULL,
    next_sequence INTEGER NOT NULL CHECK (next_sequence >= 1)
  ) STRICT;

  CREATE TABLE journal (
    position INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    number TEXT NOT NULL,
    version INTEGER NOT NULL,
    entry TEXT NOT NULL CHECK (json_valid(entry)),
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    UNIQUE (number, version)
  ) STRICT;

  CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

  CREATE TRIGGER journal_keeps_text BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal only grows'); END;

  CREATE TABLE attempts (
    number TEXT PRIMARY KEY,
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
    status TEXT NOT NULL
      CHECK (status IN ('sending', 'pending', 'unknown', 'paid', 'failed', 'expired', 'late-paid')),
    version INTEGER NOT NULL,
    syssn TEXT UNIQUE,
    last_said TEXT,
    given_up INTEGER NOT NULL CHECK (given_up IN (0, 1))
  ) STRICT;

  -- One live attempt per sale: a second one is refused by the file itself.
  CREATE UNIQUE INDEX one_live_attempt_per_sale ON attempts (sale_id)
    WHERE status IN ('sending', 'pending', 'unknown');
  CREATE INDEX attempts_by_time ON attempts (created_at);
  CREATE INDEX attempts_by_status ON attempts (status, created_at);
  CREATE INDEX attempts_by_code ON attempts (code_hash, created_at) WHERE code_hash IS NOT NULL;
`;
