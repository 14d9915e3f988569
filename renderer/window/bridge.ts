/**
 * The only file that touches what the preload put into this window. Everything else asks here, so a test or a picture of
 * the screens needs one fake object and nothing more.
 */
import { API_NAME, type WindowApi, type WindowName } from '../../shared/contract/contract.ts';

function api<W extends WindowName>(): WindowApi<W> {
  const found: unknown = Reflect.get(window, API_NAME);
  if (found === undefined) throw new Error('This page was opened without its preload');
  // The preload is built from the same contract; which window this is, is decided by who calls.
  return found as WindowApi<W>;
}

export const cashierBridge = (): WindowApi<'cashier'> => api<'cashier'>();
export const customerBridge = (): WindowApi<'customer'> => api<'customer'>();
