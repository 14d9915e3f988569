/**
 * Compares the sum of a ledger's movements with the sum that its attempts took, at each row of the journal. It uses
 * none of the program's own code for either sum.
 */
import type { ReadableDb } from '../../electron/ledger/file/open.ts';

type Said = {
  readonly status?: string;
  readonly amount_cents?: number;
  readonly moved_cents?: number | null;
  readonly returned_elsewhere_cents?: number | null;
};

/** The money in cents that an attempt brought in, by the known columns. */
function taken({ status, amount_cents: asked = 0, moved_cents: moved, returned_elsewhere_cents: back }: Said): number {
  const sum = moved ?? asked;
  if (status === 'paid' || status === 'late-paid') return sum - (back ?? 0);
  return status === 'refunded' ? -sum : 0;
}

/** A sentence for each difference, up to the row to which the movements are filled. */
export function movementFaults(db: ReadableDb): string[] {
  const cursor = db.prepare("SELECT position FROM cursors WHERE name = 'movements'").get() as
    { readonly position: number } | undefined;
  const filled = cursor?.position ?? 0;
  const movements = db.prepare('SELECT position, cents FROM movements ORDER BY position').all() as {
    readonly position: number;
    readonly cents: number;
  }[];
  const moved = new Map(movements.map(({ position, cents }) => [position, cents]));
  const said = new Map<string, Said>();
  const faults = movements
    .filter(({ position }) => position > filled)
    .map(({ position }) => `${position} is too early`);
  let [sum, takings] = [0, 0];
  for (const row of db.prepare('SELECT position, number, entry FROM journal ORDER BY position').all()) {
    const { position, number, entry } = row as { position: number; number: string; entry: string };
    if (number.includes(':') || position > filled) continue;
    const before = said.get(number) ?? {};
    const after = { ...before, ...(JSON.parse(entry) as Said) };
    said.set(number, after);
    takings += taken(after) - taken(before);
    sum += moved.get(position) ?? 0;
    if (sum !== takings)
      return [...faults, `up to row ${position} (${number}) ${sum} has moved, and ${takings} was taken`];
  }
  return faults;
}
