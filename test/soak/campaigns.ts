/** The four campaigns of a soak, each with its unit and its default count. */
import { powerLossStates } from '../crash/power-loss.ts';
import { killRandomly } from '../crash/random-kills.ts';
import { fuzz } from '../fuzz/campaign.ts';
import { simulate } from '../simulation/campaign.ts';
import type { CampaignOptions, CampaignResult } from '../support/campaign.ts';

type Campaign = {
  /** The unit in the last line: "1,000,000 simulated payments". */
  readonly words: string;
  readonly count: number;
  readonly run: (options: CampaignOptions) => Promise<CampaignResult>;
};

/** By option name, in the order in which they run: the quick ones first. */
export const CAMPAIGNS = {
  kills: { words: 'random kills', count: 2_000, run: killRandomly },
  states: { words: 'states after a power loss', count: 100_000, run: powerLossStates },
  inputs: { words: 'fuzz inputs', count: 5_000_000, run: fuzz },
  payments: { words: 'simulated payments', count: 400_000, run: simulate },
} as const satisfies Record<string, Campaign>;

export type CampaignName = keyof typeof CAMPAIGNS;
export const CAMPAIGN_NAMES = Object.keys(CAMPAIGNS) as CampaignName[];

export type Counts = Readonly<Record<CampaignName, number>>;
