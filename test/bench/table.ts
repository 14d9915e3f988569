/** What is printed: each line a measured thing against its floor of the same run, as a ratio with its target. */
import { sampleOf, type Sample } from './statistics.ts';

export type Line = {
  readonly name: string;
  /** What the floor is, in words. */
  readonly floorName: string;
  readonly unit: 'ms' | 'MB';
  readonly target: number;
  readonly till: Sample;
  readonly floor: Sample;
  readonly ratio: number;
  readonly verdict: 'pass' | 'over';
};

export type Measured = Pick<Line, 'name' | 'floorName' | 'unit' | 'target'> & {
  readonly till: readonly number[];
  readonly floor: readonly number[];
};

/** @throws Error when nothing was measured */
export function lineOf({ till, floor, ...line }: Measured): Line {
  const [ours, theirs] = [sampleOf(till), sampleOf(floor)];
  const ratio = ours.median / theirs.median;
  return { ...line, till: ours, floor: theirs, ratio, verdict: ratio <= line.target ? 'pass' : 'over' };
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
      line.till.n === line.floor.n ? String(line.till.n) : `${line.till.n}/${line.floor.n}`,
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
  return [...table, '', 'Medians, and in brackets the middle half. The floors:', ...floors].join('\n');
}

function spread({ median, low, high }: Sample, unit: Line['unit']): string {
  const digits = median < 100 ? 1 : 0;
  return `${median.toFixed(digits)} ${unit} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}
