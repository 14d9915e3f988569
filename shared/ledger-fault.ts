/** Ledger faults and repairs, named for the ledger, the till and the windows. */

/** `share`: the folder is on storage that cannot hold a ledger, for example a network share. */
export type LedgerFault = 'full' | 'read-only' | 'disk' | 'share' | 'damaged' | 'newer' | 'in-use';

/** The work on the ledger before it can be used; `percent` is null while unknown. */
export type LedgerWork = { readonly work: 'checking' | 'restoring'; readonly percent: number | null };

/** Where the ledger was last opened. The till was moved, or this is a copy of one that may still be in use. */
export type MovedFrom = {
  /** The name of that machine. */
  readonly machine: string;
  readonly folder: string;
  readonly isOtherMachine: boolean;
};
