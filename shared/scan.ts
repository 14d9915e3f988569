/** What a scanner is like and what comes of a scan, in the words that the scanner, the till and the windows share. */
import type { ScannerProfile } from './settings.ts';

/** `unseen`: none was found, and none has typed yet; `keyboard`: one types like a keyboard; `absent`: it was pulled out. */
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
  /** Of another wallet than the one that is to be charged. */
  | 'not-of-wallet'
  | 'used-before';

/** A label that was scanned to try the scanner. */
export type TriedLabel = {
  readonly characters: number;
  /** Its last four. */
  readonly tail: string;
  /** What the till would make of it. */
  readonly reading: 'code' | CodeRefusal;
};

export type ScannerTrial =
  | (TriedLabel & {
      readonly kind: 'understood';
      readonly profile: ScannerProfile;
      /** How late a hand's keys are with it. */
      readonly pauseMs: number;
    })
  /** Of a scanner that is read directly. */
  | (TriedLabel & { readonly kind: 'direct' })
  | {
      readonly kind: 'not-understood';
      readonly why: 'by-hand' | 'broken' | 'control-keys' | 'caps-lock' | 'input-method';
    }
  | { readonly kind: 'stopped' };
