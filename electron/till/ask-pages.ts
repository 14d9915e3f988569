/** Reads all pages of one enquiry and joins them into one answer. */
import type { WallMs } from '../../shared/time.ts';
import type { Budget, CallFor } from './budget.ts';
import { limited } from './limited.ts';
import type { Clock, Log, Timers } from './ports/world.ts';
import type { Enquiry, EnquiryAnswer, Gateway } from './ports/gateway.ts';

export type AskPagesDeps = {
  readonly gateway: Pick<Gateway, 'enquire'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly budget: Budget;
  readonly log: Log;
};

/** Each page has a hundred rows. A gateway that returns more pages must be ignoring the page number. */
const PAGES_MAX = 20;

type Answered = Extract<EnquiryAnswer, { kind: 'answered' }>;
const LOST: EnquiryAnswer = { kind: 'unanswered', mayHaveLeft: true, busy: false, why: 'lost' };

/**
 * The caller has counted the first page's call in the budget. This function counts the later pages and does not wait
 * for the budget. An answer without a last page counts as lost.
 */
export async function askPages(deps: AskPagesDeps, enquiry: Enquiry, callFor: CallFor): Promise<EnquiryAnswer> {
  const { gateway, clock, timers, budget, log } = deps;
  const pages: Answered[] = [];
  while (pages.length < PAGES_MAX) {
    const page = pages.length + 1;
    if (page > 1) budget.spend(1, callFor, clock.mono());
    const answer = await limited(
      timers,
      () => gateway.enquire(enquiry, page),
      LOST,
      (why) => {
        log('watch.lost', { by: enquiry.by, why });
      },
    );
    if (answer.kind !== 'answered') return answer;
    pages.push(answer);
    if (answer.isLast) return together(pages);
  }
  log('watch.no-last-page', { by: enquiry.by, pages: pages.length });
  return LOST;
}

/** Joins several answers into one. */
export function together(answers: readonly Answered[]): Answered & { readonly times: readonly WallMs[] } {
  const times = answers.flatMap(({ gatewayTime }) => gatewayTime ?? []);
  return {
    kind: 'answered',
    rows: answers.flatMap(({ rows }) => rows),
    unread: answers.flatMap(({ unread }) => unread),
    isLast: true,
    gatewayTime: times.at(-1) ?? null,
    times,
  };
}
