/** A wallet that there is not: it has everything that a row of the table can say, so that something reads every column. */
import { WALLETS, type Wallet } from '../../shared/wallet.ts';

export const MADE_UP: Wallet = {
  // Ids are those of the table: only a test has another one.
  id: 'tram' as Wallet['id'],
  isOn: true,
  payTypes: { mpm: '899901', cpm: '899908' },
  currency: 'HKD',
};

/** Puts it into the table, until what is returned is called. */
export function addWallet(more: Partial<Wallet> = {}): () => void {
  const table = WALLETS as Wallet[];
  const row = { ...MADE_UP, ...more };
  table.push(row);
  return () => {
    table.splice(0, table.length, ...table.filter((one) => one !== row));
  };
}
