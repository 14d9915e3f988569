/**
 * What the proofs have in common: each runs a counted number of cases from one seed, tells how far it is, and ends with
 * what it found. `npm test` runs each for minutes, `npm run soak` for as long as it is told.
 */
export type CampaignOptions = {
  /** The same seed runs the same cases. */
  readonly seed: number;
  readonly count: number;
  /** Called now and then with how many cases are done. */
  readonly progress: (done: number) => void;
};

export type CampaignResult = {
  readonly done: number;
  /** One line each, with what is needed to run the case alone; empty when every case held. */
  readonly violations: readonly string[];
};
