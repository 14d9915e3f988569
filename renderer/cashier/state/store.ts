import { cashierBridge } from '../../window/bridge.ts';
import { receive } from '../../window/store.ts';

/** The cashier's state as main last told it. */
export const useTill = receive(cashierBridge().state);
