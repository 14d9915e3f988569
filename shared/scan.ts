/** Scanner states and scan results, named for the scanner, the till and the windows. */
import type { ScannerProfile } from './settings.ts';

/**
 * `unseen`: no scanner found, and none has typed yet. `keyboard`: one types like a keyboard. `absent`: it was pulled
 * out.
 */
export type ScannerLamp = 'ready' | 'keyboard' | 'unseen' | 'absent' | 'failed';

/** Why a scanned or typed code was not sent. */
export type CodeRefusal =
  | 'wechat'
  | 'alipay'
  | 'unionpay'
  | 'emv-customer'
  | 'emv-merchant'
  | 'payme-receive'
  | 'url'
  | 'gs1'
  | 'product'
  | 'unreadable'
  | 'too-long'
  | 'control-keys'
  | 'caps-lock'
  | 'input-method'
  /** The code belongs to another wallet than the chosen one. */
  | 'not-of-wallet'
  | 'used-before';

/** A label that was scanned to test the scanner. */
export type TriedLabel = {
  readonly characters: number;
  /** Its last four characters. */
  readonly tail: string;
  /** How the till would read it. */
  readonly reading: 'code' | CodeRefusal;
};

export type ScannerTrial =
  | (TriedLabel & {
      readonly kind: 'understood';
      readonly profile: ScannerProfile;
      /** How long keys typed by hand are delayed with this scanner. */
      readonly pauseMs: number;
    })
  /** From a scanner that the till reads directly. */
  | (TriedLabel & { readonly kind: 'direct' })
  | {
      readonly kind: 'not-understood';
      readonly why: 'by-hand' | 'broken' | 'control-keys' | 'caps-lock' | 'input-method';
    }
  | { readonly kind: 'stopped' };
