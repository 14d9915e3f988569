/** How often the gateway is asked about a payment while its customer may be paying: a setting, and what it is at first. */

/** How far apart questions are while the attempt is younger than this; the last gap holds for as long as it can be paid. */
export type Gaps = readonly { readonly untilMs: number; readonly gapMs: number }[];

/** The likelier it is that a customer pays just now, the closer together: it is what he waits for after he has paid. */
export const LIVE_GAPS: Gaps = [
  { untilMs: 25_000, gapMs: 1_000 },
  { untilMs: 60_000, gapMs: 2_000 },
  { untilMs: 120_000, gapMs: 3_000 },
];
