/** An example of each reason why the till takes no money. */
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { Trouble } from '../../../shared/contract/support.ts';
import type { LedgerFault } from '../../../shared/ledger-fault.ts';
import { PEOPLE } from '../staff/examples.ts';
import { PATH, type Examples } from '../state/examples.ts';

const trouble = (found: Trouble): Pick<CashierState, 'trouble'> => ({ trouble: found });
const LEDGER_FAULTS: readonly LedgerFault[] = ['full', 'read-only', 'disk', 'share', 'damaged', 'newer', 'in-use'];

export const BLOCKED: Examples = {
  'trouble-locked': trouble({ kind: 'locked' }),
  'trouble-no-credentials': trouble({ kind: 'no-credentials' }),
  'trouble-no-owner': trouble({ kind: 'no-owner' }),
  'trouble-pins-lost': { ...trouble({ kind: 'pins-lost' }), owners: PEOPLE.slice(0, 1), proofs: ['client-key'] },
  'trouble-keystore': trouble({ kind: 'keystore-away' }),
  'trouble-settings': trouble({
    kind: 'settings-lost',
    keptAs: '/home/cashier/.config/Harbour Till/settings.json.damaged-0123456789ab',
    tillId: '01',
    environment: 'training',
  }),
  'trouble-checking': trouble({ kind: 'ledger-work', work: 'checking', percent: 42 }),
  'trouble-restoring': trouble({ kind: 'ledger-work', work: 'restoring', percent: null }),
  'trouble-restored': trouble({
    kind: 'ledger-restored',
    reason: 'damaged',
    quarantine: '/home/cashier/.config/Harbour Till/quarantine/20261122-210509',
    backupAt: Date.UTC(2026, 10, 22, 13, 5, 9),
    kept: 12_345,
    inDoubt: 12,
    leftOut: 1,
    asked: false,
  }),
  'trouble-put-back': trouble({
    kind: 'ledger-restored',
    reason: 'put-back',
    quarantine: '/home/cashier/.config/Harbour Till/quarantine/20261122-210509',
    backupAt: Date.UTC(2026, 10, 22, 13, 5, 9),
    kept: 12_345,
    inDoubt: 12,
    leftOut: 1,
    asked: true,
  }),
  'trouble-moved': trouble({
    kind: 'ledger-moved',
    machine: 'TILL-1',
    folder: '/home/cashier/.config/Harbour Till',
    isOtherMachine: true,
  }),
  ...Object.fromEntries(
    LEDGER_FAULTS.map((cause) => [`trouble-${cause}`, trouble({ kind: 'ledger', cause, path: PATH })]),
  ),
};
