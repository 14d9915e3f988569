/** Whose account the till takes money for: going live, credentials behind a passphrase, staying in training. */
import type { Advice } from '../attempt/advice.ts';
import type { QfpayHost } from '../settings.ts';
import { command } from './entry.ts';

export const ACCOUNT = {
  goLive: command<GoLive, GoLiveAnswer>({ needs: 'owner', act: 'went-live' }),
  unlock: command<{ passphrase: string }, UnlockAnswer>({ needs: 'cashier' }),
  /** The till could be live and is meant to be in training all the same. */
  practiseOn: command<null, void>({ needs: 'cashier' }),
} as const;

/**
 * `training` and `test-gateway` move no money and tint both windows; `live` moves real money; `live-test` moves real money and
 * does not settle it.
 */
export type Mode = 'training' | 'test-gateway' | 'live-test' | 'live';

export type GoLive = {
  readonly environment: QfpayHost;
  readonly appCode: string;
  readonly clientKey: string;
  readonly mchid: string;
  /** Only where the machine has no keystore. */
  readonly passphrase: string;
};

export type GoLiveAnswer =
  /** The gateway took the signature and answered the enquiry; the till is live now. */
  | { readonly kind: 'live' }
  /** What the gateway said against it; nothing was changed. */
  | { readonly kind: 'gateway-refused'; readonly code: string; readonly text: string; readonly advice: Advice }
  | { readonly kind: 'no-answer'; readonly why: string }
  /** `keystore`: the system's keystore is there and did not take the key. `declined`: the person who was asked said no. */
  | { readonly kind: 'weak-passphrase' | 'bad-credentials' | 'busy' | 'keystore' | 'declined' }
  | { readonly kind: 'cannot-write'; readonly path: string };

export type UnlockAnswer =
  | { readonly kind: 'unlocked' | 'damaged' }
  /** `too-soon`: it was not looked at. No guess is looked at for `waitSeconds`. */
  | { readonly kind: 'wrong-passphrase' | 'too-soon'; readonly waitSeconds: number };

/** Whether what the till takes is money. */
export type AccountState = {
  readonly mode: Mode;
  /** The till could take real payments and is in training: somebody is asked whether that is meant. */
  readonly stillPractising: boolean;
};
