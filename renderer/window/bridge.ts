/**
 * The only file that uses the preload's API in this window. All other code calls it here, so tests and screenshots need
 * only one fake object.
 */
import { API_NAME, type WindowApi, type WindowName } from '../../shared/contract/contract.ts';

function api<W extends WindowName>(): WindowApi<W> {
  const found: unknown = Reflect.get(window, API_NAME);
  if (found === undefined) throw new Error('This page was opened without its preload');
  // The preload comes from the same contract. The caller decides which window this is.
  return found as WindowApi<W>;
}

export const cashierBridge = (): WindowApi<'cashier'> => api<'cashier'>();
export const customerBridge = (): WindowApi<'customer'> => api<'customer'>();
