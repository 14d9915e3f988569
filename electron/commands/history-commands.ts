/** Commands that read the history of all payments. */
import type { Counter } from '../counter/counter.ts';
import type { Handlers } from './handlers.ts';

type HistoryCommand = 'history' | 'sellers' | 'story';

export function historyCommands(counter: Counter): Pick<Handlers, HistoryCommand> {
  return {
    history: (question) => counter.till()?.history(question, counter.staff.people.names() ?? []) ?? null,
    sellers: () => counter.staff.people.names(),
    story: ({ number }) => counter.till()?.story(number) ?? null,
  };
}
