/**
 * A table as CSV: UTF-8 with a byte order mark, ids exactly as they are, and no cell that a spreadsheet runs as a formula.
 * csv-stringify does the quoting and escaping.
 */
import { stringify } from 'csv-stringify/sync';

export type Column<Row> = {
  readonly heading: string;
  readonly value: (row: Row) => string;
  readonly isId?: true;
  /** A number of ours may begin with a minus sign and is not a formula. */
  readonly isNumber?: true;
};

const FORMULA = /^\s*[=+\-@＝＋－＠]/u;
const ONE_LINE = /^\P{Cc}+$/u;

/**
 * A spreadsheet turns a 26-digit number into 2.02E+25, "0000" into 0, and "1/23" into 23 January. A tab in front keeps
 * it text, and programs that read CSV drop the tab. An id that could be a formula, even behind spaces, gets an
 * apostrophe instead.
 */
function asText(id: string, forExcel: boolean): string {
  if (FORMULA.test(id)) return `'${id}`;
  return forExcel && ONE_LINE.test(id) ? `\t${id}` : id;
}

/** @param forExcel keeps long numbers as text for a spreadsheet; other programs then find a tab before each id */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[], forExcel: boolean): string {
  const headings = columns.map(({ heading }) => heading);
  return stringify([headings, ...rows.map((row) => columns.map(({ value }) => value(row)))], {
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
    // A spreadsheet would start a row, and perhaps a formula, at a line break that is not this file's own.
    quoted_match: /[\r\n]/,
    cast: {
      string: (value, { index, records }) => {
        const column = columns[index];
        if (records > 0 && column?.isNumber) return { value, escape_formulas: false };
        if (records === 0 || !column?.isId) return value;
        const text = asText(value, forExcel);
        return { value: text, escape_formulas: text === value };
      },
    },
  });
}
