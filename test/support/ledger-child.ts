/** A program that a test kills: it opens attempts as fast as it can and prints each one that is on the disk. */
import { writeSync } from 'node:fs';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { aDraft } from './samples.ts';

const [path = ''] = process.argv.slice(2);
const ledger = openLedger(path);
for (let sale = 1; ; sale += 1) {
  const { attempt } = ledger.open(aDraft({ saleId: `child-${process.pid}-${sale}` }), (number) => ({
    number,
    fields: {},
    bodyHash: 'cd'.repeat(32),
  }));
  // Written directly to the pipe, so that everything printed before the kill arrives.
  writeSync(1, `${attempt.number}\n`);
  if (sale % 2 === 0) {
    ledger.record(attempt.number, 1, { status: 'paid', gatewayRef: `S-${attempt.number}`, lastResponse: '0000' }, sale);
    writeSync(1, `${attempt.number} paid\n`);
  }
}
