/** Questions about the history, as a window asks them. */
import { FIRST_PAGE, NO_FILTER, type HistoryFilter } from '../../shared/attempt/history.ts';
import type { HistoryQuestion } from '../../shared/contract/history.ts';

/** The first page of what this text and these filters find. */
export const about = (text: string, filter: Partial<HistoryFilter> = {}): HistoryQuestion => ({
  text,
  filter: { ...NO_FILTER, ...filter },
  part: FIRST_PAGE,
});
