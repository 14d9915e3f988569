import { customerBridge } from '../bridge.ts';
import { receive } from '../store.ts';

/** What the customer is to see, as main last told it. */
export const useShown = receive(customerBridge().state);
