/** The customer's state as main last sent it. Once main is silent, the window must not trust any part of it. */
import { useEffect, useState } from 'react';
import type { CustomerState } from '../../shared/contract/customer.ts';
import { SILENT_MS } from '../../shared/contract/heartbeat.ts';
import { customerBridge } from '../window/bridge.ts';
import { receive } from '../window/store.ts';

export const useShown = receive<CustomerState>(customerBridge().state);

export function useIsMainAlive(): boolean {
  const [alive, setAlive] = useState(true);
  useEffect(() => {
    let silence: ReturnType<typeof setTimeout>;
    const hear = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => setAlive(false), SILENT_MS);
      setAlive(true);
    };
    hear();
    const stops = [customerBridge().state(hear), customerBridge().alive(hear)];
    return () => {
      clearTimeout(silence);
      for (const stop of stops) stop();
    };
  }, []);
  return alive;
}
