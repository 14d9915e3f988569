/** Medians and quartiles, because on a busy machine a mean mostly shows the work of other programs. */
export type Sample = { readonly median: number; readonly low: number; readonly high: number; readonly n: number };

/** @param values at least one */
export function sampleOf(values: readonly number[]): Sample {
  if (values.length === 0) throw new Error('Nothing was measured');
  const sorted = values.toSorted((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75), n: values.length };
}

/** @param part the share of values that are at most as large, from 0 to 1 */
export function percentile(values: readonly number[], part: number): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    part,
  );
}

function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
