/** How a book's row, or what is derived from it, is not what the journal's entries for its subject add up to. */
export type Difference = {
  /** The book's, or that of the derived rows. */
  readonly table: string;
  /** The subject. */
  readonly number: string;
  /** `versions`: the entries do not follow one another. */
  readonly what: 'no-row' | 'no-entries' | 'versions' | 'values';
  readonly values: readonly { readonly column: string; readonly journal: unknown; readonly row: unknown }[];
};
