/** What the till needs of a scanner, and of whatever reads a label. */
import type { WalletId } from '../../../shared/wallet.ts';
import type { CodeRefusal, ScannerLamp } from '../../../shared/scan.ts';

declare const labelBrand: unique symbol;
/** What was scanned or typed, cleaned: one printable character or more, and no ending. */
export type Label = string & { readonly [labelBrand]: true };

export type ScannerEvent =
  | { readonly kind: 'lamp'; readonly lamp: Exclude<ScannerLamp, 'unseen'> }
  | { readonly kind: 'label'; readonly label: Label }
  /** A label arrived but was not whole or not printable: nothing of it is used. `slow`: some of it was keyed as by a hand. */
  | { readonly kind: 'unreadable'; readonly why: string };

export interface Scanner {
  /** Calls back on every event until the returned function is called. The present lamp is told at once. */
  subscribe(listener: (event: ScannerEvent) => void): () => void;
  /** Closes the device and ends the watching for it; no event comes afterwards. */
  close(): void;
}

/** Says what a label is: a code to charge and whose it is, or what to tell the cashier instead. */
export type ReadCode = (label: Label) =>
  | {
      readonly kind: 'code';
      readonly code: string;
      /** Null for a code of any wallet that publishes no shape. */
      readonly wallet: WalletId | null;
    }
  | { readonly kind: 'refused'; readonly refusal: CodeRefusal };
