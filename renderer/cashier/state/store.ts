import type { CashierState } from '../../../shared/contract/contract.ts';
import { cashierBridge } from '../../window/bridge.ts';
import { receive } from '../../window/store.ts';

/** The cashier's state as main last sent it. */
export const useTill = receive<CashierState>(cashierBridge().state);
