/**
 * The options and the result that all campaigns share. A campaign runs a number of cases from one seed, reports its
 * progress, and returns its violations. `npm test` runs each for minutes, `npm run soak` for a given time.
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
