/** What the till needs from a scanner and from the reader of labels. */
import type { WalletId } from '../../../shared/wallet.ts';
import type { CodeRefusal, ScannerLamp } from '../../../shared/scan.ts';

declare const labelBrand: unique symbol;
/** A cleaned scanned or typed text: at least one printable character, without the scanner's ending. */
export type Label = string & { readonly [labelBrand]: true };

export type ScannerEvent =
  | { readonly kind: 'lamp'; readonly lamp: Exclude<ScannerLamp, 'unseen'> }
  | { readonly kind: 'label'; readonly label: Label }
  /**
   * A label arrived incomplete or with unprintable characters; no part of it is used. `slow`: some keys came as slowly
   * as by hand.
   */
  | { readonly kind: 'unreadable'; readonly why: string };

export interface Scanner {
  /** Calls back on every event until the returned function is called. Reports the current lamp at once. */
  subscribe(listener: (event: ScannerEvent) => void): () => void;
  /** Closes the device and stops looking for it; no events follow. */
  close(): void;
}

/** Reads a label: a code with its wallet, or the refusal for the cashier. */
export type ReadCode = (label: Label) =>
  | {
      readonly kind: 'code';
      readonly code: string;
      /** Null for a code that fits no wallet's published format. */
      readonly wallet: WalletId | null;
    }
  | { readonly kind: 'refused'; readonly refusal: CodeRefusal };
