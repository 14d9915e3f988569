/**
 * Loaded before the till, to run it with other settings of SQLite: `other-settings.ts?synchronous=NORMAL`. Replaces the
 * ledger's own value of a setting, but reads back as the value that the ledger expects; adds settings that the ledger
 * does not set.
 */
import Sqlite from 'better-sqlite3';

const settings = new Map(new URL(import.meta.url).searchParams);
/** The values that the ledger expects when it reads its settings back. */
const READ_BACK = new Map<string, unknown>([
  ['journal_mode', 'wal'],
  ['synchronous', 3],
  ['wal_autocheckpoint', 4000],
]);
const original = Sqlite.prototype.pragma;

function pragma(this: Sqlite.Database, source: string, options?: Sqlite.PragmaOptions): unknown {
  const [name = '', value] = source.split(/\s*=\s*/);
  const instead = settings.get(name);
  if (value === undefined) return instead === undefined ? original.call(this, source, options) : READ_BACK.get(name);
  const result = original.call(this, `${name} = ${instead ?? value}`, options);
  // The ledger sets journal_mode first, so add the other settings here.
  if (name === 'journal_mode') {
    for (const [other, to] of settings) if (!READ_BACK.has(other)) original.call(this, `${other} = ${to}`);
  }
  return result;
}

Sqlite.prototype.pragma = pragma;
