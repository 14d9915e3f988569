/** How often to enquire about a payment while its customer may be paying: the setting and its default. */

/**
 * Time between enquiries while the attempt is younger than `untilMs`. The last gap applies as long as it can be paid.
 */
export type Gaps = readonly { readonly untilMs: number; readonly gapMs: number }[];

/** How long customer and cashier wait at the screen. QFPay's own terminal gives PayMe the same time. */
export const LIVE_MS = 120_000;

/** Enquiries are closest when the customer most likely pays, because the customer then waits for the result. */
export const LIVE_GAPS: Gaps = [
  { untilMs: 20_000, gapMs: 900 },
  { untilMs: 55_000, gapMs: 2_000 },
  { untilMs: LIVE_MS, gapMs: 3_000 },
];
