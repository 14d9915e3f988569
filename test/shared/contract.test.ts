/** The contract is joined from groups, and no two groups share a name. */
import { expect, it } from 'vitest';
import { ACTS } from '../../shared/contract/acts.ts';
import { ACCOUNT } from '../../shared/contract/account.ts';
import { CONTRACT } from '../../shared/contract/contract.ts';
import { DAY } from '../../shared/contract/day.ts';
import { DEVICES } from '../../shared/contract/devices.ts';
import { HISTORY } from '../../shared/contract/history.ts';
import { PAYMENTS } from '../../shared/contract/payments.ts';
import { SALE } from '../../shared/contract/sale.ts';
import { SETTINGS } from '../../shared/contract/settings.ts';
import { STAFF } from '../../shared/contract/staff.ts';
import { SUPPORT } from '../../shared/contract/support.ts';

it('has a different name for each act', () => {
  const acts = Object.values(CONTRACT.cashier).flatMap((entry) => ('act' in entry ? [entry.act] : []));
  expect(new Set(acts).size).toBe(acts.length);
});

it('has each name in one group', () => {
  const groups = [SALE, PAYMENTS, HISTORY, DAY, SETTINGS, ACCOUNT, DEVICES, STAFF, ACTS, SUPPORT];
  const names = groups.flatMap((group) => Object.keys(group));
  expect(Object.keys(CONTRACT.cashier).toSorted()).toEqual(['state', ...names].toSorted());
});
