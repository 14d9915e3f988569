/**
 * Loaded before the till, to run it with settings of SQLite that are not its own: `other-settings.ts?synchronous=NORMAL`.
 * What the ledger sets is set to this instead, and reads back as the ledger wants it; what it does not set is added.
 */
import Sqlite from 'better-sqlite3';

const settings = new Map(new URL(import.meta.url).searchParams);
/** What SQLite answers about the settings that the ledger asks for. */
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
  // The ledger sets this one first.
  if (name === 'journal_mode') {
    for (const [other, to] of settings) if (!READ_BACK.has(other)) original.call(this, `${other} = ${to}`);
  }
  return result;
}

Sqlite.prototype.pragma = pragma;
