import { cashierBridge } from '../bridge.ts';
import { receive } from '../store.ts';

/** The cashier's state as main last told it. */
export const useTill = receive(cashierBridge().state);
