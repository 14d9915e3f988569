/** Tells main that somebody touches the till, so that it does not lock itself while they key an amount. */
import { cashierBridge } from '../../window/bridge.ts';
import { useTill } from '../state/store.ts';

/** Often enough for a lock that is counted in minutes. */
const TOLD_EVERY_MS = 1_000;

export function tellTouches(): void {
  let told = 0;
  const touched = (): void => {
    const now = performance.now();
    if (now - told < TOLD_EVERY_MS || useTill.getState().received?.state.atTill.kind !== 'person') return;
    told = now;
    cashierBridge()
      .stillHere(null)
      .catch((error: unknown) => console.error('Main did not hear about a touch', error));
  };
  for (const kind of ['pointerdown', 'keydown']) document.addEventListener(kind, touched, true);
}
