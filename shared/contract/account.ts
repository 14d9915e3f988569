/** The account that the till takes money for: going live, the passphrase for credentials, staying in training. */
import type { Advice } from '../attempt/advice.ts';
import type { QfpayHost } from '../settings.ts';
import { command } from './entry.ts';

export const ACCOUNT = {
  goLive: command<GoLive, GoLiveAnswer>({ needs: 'owner', act: 'went-live' }),
  unlock: command<{ passphrase: string }, UnlockAnswer>({ needs: 'nobody' }),
  /** The till could be live but should stay in training. */
  practiseOn: command<null, void>({ needs: 'cashier' }),
} as const;

/**
 * `training` and `test-gateway` move no money and tint both windows. `live` moves real money. `live-test` moves real
 * money that QFPay never settles.
 */
export type Mode = 'training' | 'test-gateway' | 'live-test' | 'live';

export type GoLive = {
  readonly environment: QfpayHost;
  readonly appCode: string;
  readonly clientKey: string;
  readonly mchid: string;
  /** Only if the machine has no keystore. */
  readonly passphrase: string;
};

export type GoLiveAnswer =
  /** The gateway accepted the signature and answered the enquiry; the till is live. */
  | { readonly kind: 'live' }
  /** Why the gateway refused; nothing was changed. */
  | { readonly kind: 'gateway-refused'; readonly code: string; readonly text: string; readonly advice: Advice }
  | { readonly kind: 'no-answer'; readonly why: string }
  /** `keystore`: the system's keystore exists but did not accept the key. `declined`: the person answered no. */
  | { readonly kind: 'weak-passphrase' | 'bad-credentials' | 'busy' | 'keystore' | 'declined' }
  | { readonly kind: 'cannot-write'; readonly path: string };

export type UnlockAnswer =
  | { readonly kind: 'unlocked' | 'damaged' }
  /** `too-soon`: the passphrase was not checked. No guess is checked for `waitSeconds`. */
  | { readonly kind: 'wrong-passphrase' | 'too-soon'; readonly waitSeconds: number };

/** Whether the till takes real money. */
export type AccountState = {
  readonly mode: Mode;
  /** The till could take real payments but is in training: ask whether that is intended. */
  readonly stillPractising: boolean;
};
