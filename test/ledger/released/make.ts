/**
 * Makes the ledger file of the current version, as this program leaves it after two short days: `node
 * test/ledger/released/make.ts`. Run it once when you add a migration. The programs of earlier versions made the
 * earlier files, which are never made again.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { LEDGER_VERSION } from '../../../electron/ledger/file/open.ts';
import { openLedger, type OpenLedger } from '../../../electron/ledger/ledger.ts';
import type { Draft } from '../../../electron/till/ports/ledger.ts';
import type { AttemptChange } from '../../../shared/attempt/record.ts';
import type { AttemptNumber } from '../../../shared/attempt/number.ts';
import { cents } from '../../../shared/money.ts';
import { openOne } from '../../support/ledger-files.ts';
import { EVENING } from '../../support/samples.ts';

const PATH = join(import.meta.dirname, `version-${LEDGER_VERSION}.db`);
const EPOCHS = ['K7QF3M', 'P2XW8D'];
let clock = EVENING;
/** Each event happens a minute after the one before. */
const tick = (): number => (clock += 60_000);

const open = (): OpenLedger =>
  openLedger(PATH, { looked: true, at: tick(), machine: 'a1b2c3 till-1', draw: () => EPOCHS.shift() ?? '' });
const sell = (ledger: OpenLedger, amount: number, draft: Partial<Draft> = {}): AttemptNumber =>
  openOne(ledger, { createdAt: tick(), by: 'Ah Ming', amount: cents(amount), ...draft }).number;
const refund = (ledger: OpenLedger, refundOf: AttemptNumber, amount: number): AttemptNumber =>
  sell(ledger, amount, { kind: 'refund', refundOf });
function on(ledger: OpenLedger, number: AttemptNumber, ...changes: readonly AttemptChange[]): AttemptNumber {
  for (const change of changes) ledger.record(number, ledger.find(number)?.version ?? 0, change, tick());
  return number;
}
const qr = (gatewayRef: string): AttemptChange => ({
  status: 'pending',
  gatewayRef,
  lastResponse: 'qr-made',
  gatewayAt: clock - 4000,
});
const PAID = { status: 'paid', lastResponse: '0000' } as const;
const decided = () => ({ decidedBy: 'KC', decidedWhy: 'as the portal shows', decidedAt: clock });

function firstDay(ledger: OpenLedger): AttemptNumber {
  const first = on(ledger, sell(ledger, 12_345), qr('2026112200000001'), PAID);
  const code = { codeHash: 'c0'.repeat(32), codeTail: '7781' };
  const cpm = sell(ledger, 8800, { tender: { wallet: 'payme', mode: 'cpm' }, payType: '805808', ...code });
  on(ledger, cpm, { status: 'unknown', lastResponse: 'no-answer' }, { ...PAID, gatewayRef: '2026112200000002' });
  on(ledger, sell(ledger, 1234), qr('2026112200000003'), { status: 'failed', lastResponse: '1142' });
  on(ledger, sell(ledger, 1234), qr('2026112200000004'), { status: 'expired', lastResponse: '1143', abandoned: true });
  const late = on(ledger, sell(ledger, 5000), qr('2026112200000005'), { abandoned: true }, { status: 'expired' });
  on(ledger, late, { status: 'late-paid', lastResponse: '0000' }, { resolved: true });
  const twice = on(ledger, sell(ledger, 4200), qr('2026112200000006'), { gatewayRef: '2026112200000007' }, PAID);
  on(ledger, twice, { returnedElsewhere: cents(1200) });
  on(ledger, sell(ledger, 990), qr('2026112200000008'));
  on(ledger, sell(ledger, 1990), { status: 'unknown', lastResponse: '交易處理中' });
  on(ledger, refund(ledger, first, 2345), qr('2026112200000009'), { status: 'refunded', lastResponse: '0000' });
  on(ledger, refund(ledger, cpm, 8800), { status: 'refused', lastResponse: '1269' });
  on(ledger, sell(ledger, 700), qr('2026112200000010'), PAID, { returnedElsewhere: null });
  const other = on(ledger, sell(ledger, 6600), { status: 'unknown', lastResponse: 'mismatch-amount' });
  on(ledger, other, { status: 'late-paid', movedAmount: cents(6500), decided: 'paid', ...decided() });
  const act = {
    role: 'manager',
    by: '美玲',
    what: 'settings-changed',
    about: first,
    facts: { limit: 500_000 },
  } as const;
  ledger.noteAct(act, tick());
  const owner = ledger.addPerson({ name: '美玲', role: 'owner' }, tick());
  const cashier = ledger.addPerson({ name: 'Ah Ming', role: 'cashier' }, tick());
  ledger.changePerson(owner, { name: '陳美玲', role: 'owner', isActive: true }, tick());
  ledger.changePerson(cashier, { ...cashier, isActive: false }, tick());
  return first;
}

rmSync(PATH, { force: true });
const today = open();
const first = firstDay(today);
today.close();
const tomorrow = open();
sell(tomorrow, 100);
on(tomorrow, refund(tomorrow, first, 1000), { status: 'unknown', lastResponse: 'no-answer' });
tomorrow.close();
