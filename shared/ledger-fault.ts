/** What can be wrong with a ledger, and what is done to one, in the words that the ledger, the till and the windows share. */

/** `share`: what the folder lies on cannot hold a ledger, as a network share. */
export type LedgerFault = 'full' | 'read-only' | 'disk' | 'share' | 'damaged' | 'newer' | 'in-use';

/** What is being done to the ledger before it can be used; `percent` is null while nobody can say. */
export type LedgerWork = { readonly work: 'checking' | 'restoring'; readonly percent: number | null };

/** Where the ledger was opened the last time before: a till that was moved, or a copy of one that may still be in use. */
export type MovedFrom = {
  /** What that machine was called. */
  readonly machine: string;
  readonly folder: string;
  readonly isOtherMachine: boolean;
};
