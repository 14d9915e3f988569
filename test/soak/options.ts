/** Reads the soak's command line. */
import { parseArgs } from 'node:util';
import { CAMPAIGN_NAMES, CAMPAIGNS, type Counts } from './campaigns.ts';

export type SoakOptions = { readonly seed: number; readonly counts: Counts };

/** Seeds have at most 31 bits, so that a person can read one aloud and no generator truncates it. */
export const SEED_MAX = 2 ** 31 - 1;

export const USAGE = `usage: npm run soak -- [--seed S] ${CAMPAIGN_NAMES.map((name) => `[--${name} N]`).join(' ')}
Left out, the seed is drawn at random, and the rest is ${CAMPAIGN_NAMES.map((name) => `${CAMPAIGNS[name].count} ${name}`).join(', ')}.`;

/** @param drawn the seed to use when none is given @returns null for an unknown option or a bad number */
export function readOptions(args: readonly string[], drawn: number): SoakOptions | null {
  let values: Readonly<Record<string, string | undefined>>;
  try {
    const names = ['seed', ...CAMPAIGN_NAMES];
    const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
    ({ values } = parseArgs({ args: [...args], options, strict: true }));
  } catch {
    return null;
  }
  const seed = wholeNumber(values['seed'], drawn);
  const counts = CAMPAIGN_NAMES.map((name) => [name, wholeNumber(values[name], CAMPAIGNS[name].count)] as const);
  if (seed === null || seed > SEED_MAX || counts.some(([, count]) => count === null)) return null;
  return { seed, counts: Object.fromEntries(counts) as Counts };
}

function wholeNumber(text: string | undefined, otherwise: number): number | null {
  if (text === undefined) return otherwise;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
