/** The printed table: each line compares a measurement with its floor of the same run, as a ratio with a target. */
import { sampleOf, type Sample } from './statistics.ts';

export type Line = {
  readonly name: string;
  /** What the floor is, in words. */
  readonly floorName: string;
  readonly unit: 'ms' | 'MB';
  readonly target: number;
  readonly till: Sample;
  readonly floor: Sample;
  /**
   * The median of the turns' ratios: something that slows the machine for a while slows both measurements of a turn.
   */
  readonly ratio: number;
  readonly measured: Pick<Measured, 'till' | 'floor'>;
  readonly verdict: 'pass' | 'over';
};

export type Measured = Pick<Line, 'name' | 'floorName' | 'unit' | 'target'> & {
  /** One value per turn; a turn measures till and floor right after each other. */
  readonly till: readonly number[];
  readonly floor: readonly number[];
};

/** @throws Error when something was not measured */
export function lineOf({ till, floor, ...line }: Measured): Line {
  const ratio = sampleOf(till.map((value, turn) => value / (floor[turn] ?? Number.NaN))).median;
  if (!Number.isFinite(ratio)) throw new Error(`No ratio of "${line.name}"`);
  const verdict = ratio <= line.target ? 'pass' : 'over';
  return { ...line, till: sampleOf(till), floor: sampleOf(floor), ratio, verdict, measured: { till, floor } };
}

const HEAD = ['', 'till', 'floor', 'ratio', 'target', '', 'n'] as const;

export function tableOf(lines: readonly Line[]): string {
  const rows = [
    HEAD,
    ...lines.map((line) => [
      line.name,
      spread(line.till, line.unit),
      spread(line.floor, line.unit),
      line.ratio.toFixed(2),
      line.target.toFixed(2),
      line.verdict,
      String(line.till.n),
    ]),
  ];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const floors = lines.map(({ name, floorName }) => `  ${name}: ${floorName}`);
  const legend = "Medians, and in brackets the middle half; the ratio is the median of each turn's own. The floors:";
  return [...table, '', legend, ...floors].join('\n');
}

function spread({ median, low, high }: Sample, unit: Line['unit']): string {
  const digits = median < 100 ? 1 : 0;
  return `${median.toFixed(digits)} ${unit} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}
