/** How a book's row, or the rows derived from it, differ from what the journal's entries for the subject give. */
export type Difference = {
  /** The book's table, or the table of the derived rows. */
  readonly table: string;
  /** The subject. */
  readonly number: string;
  /** `versions`: the entries do not follow one another. */
  readonly what: 'no-row' | 'no-entries' | 'versions' | 'values';
  readonly values: readonly { readonly column: string; readonly journal: unknown; readonly row: unknown }[];
};
