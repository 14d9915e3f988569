/**
 * A separate program: one core's share of a soak, one campaign after another. Reports its progress.
 *
 *   node test/soak/lane.ts SEED {"payments":N,…}
 */
import { inspect } from 'node:util';
import type { CampaignResult } from '../support/campaign.ts';
import { CAMPAIGN_NAMES, CAMPAIGNS, type CampaignName, type Counts } from './campaigns.ts';

export type ToldByLane =
  | { readonly kind: 'at'; readonly campaign: CampaignName; readonly done: number }
  | { readonly kind: 'result'; readonly campaign: CampaignName; readonly result: CampaignResult }
  | { readonly kind: 'end' };

/** Report this rarely, because the fastest campaigns run thousands of cases in this time. */
const TELL_EVERY_MS = 500;

const [seed = '0', counts = '{}'] = process.argv.slice(2);
const wanted = JSON.parse(counts) as Counts;
const tell = (told: ToldByLane): void => {
  process.send?.(told);
};

// The parent process is gone, so nobody reads further reports.
process.once('disconnect', () => process.exit());
for (const campaign of CAMPAIGN_NAMES) {
  const count = wanted[campaign];
  if (count === 0) continue;
  let toldAt = 0;
  const progress = (done: number): void => {
    if (performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    tell({ kind: 'at', campaign, done });
  };
  try {
    const result = await CAMPAIGNS[campaign].run({ seed: Number(seed), count, progress });
    tell({ kind: 'result', campaign, result });
  } catch (error) {
    // A campaign that throws proves nothing, but the others can still run.
    tell({
      kind: 'result',
      campaign,
      result: { done: 0, violations: [`${campaign} could not be run: ${inspect(error)}`] },
    });
  }
}
tell({ kind: 'end' });
process.disconnect();
