/** The day's CSV with texts that the gateway chose: it can be parsed back cell by cell, and no cell is a formula. */
import { dayCsv } from '../../../electron/export/csv.ts';
import type { Attempt } from '../../../shared/attempt/record.ts';
import { anAttempt, EVENING, numberOf } from '../../support/samples.ts';
import { uglyText } from '../mutate.ts';
import type { Dice } from '../../support/dice.ts';
import type { Target } from '../target.ts';

/** The start of a formula in some spreadsheet program; some skip a tab or line break before it. */
const FORMULA = /^[\s]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

export function exports(): Target {
  return {
    name: 'exports',
    share: 400,
    run(dice) {
      const attempts = Array.from({ length: dice.whole(0, 4) }, (_, index) => anyAttempt(dice, index));
      const csv = dayCsv(attempts, false);
      const rows = readCsv(csv.replace(/^\uFEFF/, ''));
      const said = JSON.stringify(csv.slice(0, 2000));
      const [headings = []] = rows;
      if (rows.length !== attempts.length + 1) return `${rows.length} rows of ${attempts.length} attempts: ${said}`;
      if (rows.some((row) => row.length !== headings.length)) return `rows of different lengths: ${said}`;
      const formula = rows.flat().find((cell) => FORMULA.test(cell));
      return formula === undefined ? null : `the cell ${JSON.stringify(formula)} is a formula in ${said}`;
    },
  };
}

function anyAttempt(dice: Dice, index: number): Attempt {
  const text = (): string =>
    dice.oneIn(2) ? uglyText(dice) : dice.pick(['=', '+', '-', '@', '"', '\r\n', ',']) + uglyText(dice);
  return anAttempt({
    number: numberOf(index + 1),
    createdAt: EVENING + index,
    gatewayRef: dice.oneIn(3) ? null : text(),
    lastResponse: dice.oneIn(3) ? null : text(),
    codeTail: dice.oneIn(3) ? null : text(),
    gatewayHost: text(),
    requestedAtText: text(),
    payType: text(),
    status: dice.pick(['paid', 'failed', 'unknown', 'late-paid'] as const),
  });
}

/** A parser for RFC 4180, written for this test: quoted cells may contain anything, with quotes doubled. */
function readCsv(text: string): readonly (readonly string[])[] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  const rows: string[][] = [[]];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (match === null) return [];
    const [, quoted, plain = '', end] = match;
    rows.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\r\n' && cell.lastIndex < text.length) rows.push([]);
    if (end === '') break;
  }
  return rows;
}
