/** With the ledger alone, without its key file, nobody can test guesses of customers' codes. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../electron/ledger/file/open.ts';
import { newFolder, quickSimulator, startTestTill } from '../support/counter-till.ts';
import { start, untilWord } from '../support/sales.ts';
import { aLabel } from '../support/samples.ts';

it('the ledger alone does not show whether a guessed code is right', async () => {
  const { folder, remove } = newFolder();
  const simulator = await quickSimulator(20);
  const counter = startTestTill({ folder, simulator, speed: 20 });
  const code = '910000000000120042';
  start(counter, 1200, 'cpm');
  counter.till.code(aLabel(code));
  await untilWord(counter, 'paid');
  const db = openDatabase(join(folder, 'ledger.db'));
  const row = db.prepare('SELECT * FROM attempts').get() as Record<string, string | number>;
  db.close();
  const guessed = (guess: string) => {
    const fields = new URLSearchParams({
      txamt: String(row['amount_cents']),
      txcurrcd: String(row['currency']),
      pay_type: String(row['pay_type']),
      txdtm: String(row['txdtm']),
      auth_code: guess,
      out_trade_no: String(row['number']),
      udid: 'test-till',
    });
    return createHash('sha256').update(fields.toString()).digest('hex') === row['body_hash'];
  };
  counter.cut();
  await simulator.close();
  remove();
  expect(guessed(code)).toBe(false);
});
