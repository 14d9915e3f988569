/** What happened to a payment and its refunds, and what people did about them, in the order of the journal. */
import { readableNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import { isFinal, type Attempt } from '../../shared/attempt/record.ts';
import { stepsBetween } from '../../shared/attempt/story.ts';
import type { StoryLine } from '../../shared/contract/history.ts';
import type { JournalEntry, LedgerReader, NotedAct } from './ports/ledger.ts';
import type { AdviceOn } from './views.ts';

type Placed = { readonly position: number; readonly line: StoryLine };

/** @returns null if there is no such payment @throws LedgerError */
export function storyOf(ledger: LedgerReader, number: AttemptNumber, adviceOn: AdviceOn): readonly StoryLine[] | null {
  const found = ledger.find(number);
  const payment = found === null ? null : ledger.find(found.refundOf ?? number);
  if (payment === null) return null;
  const placed = [payment, ...ledger.refundsOf(payment.number)].flatMap((attempt) => [
    ...stepsOf(ledger.journalOf(attempt.number), adviceOn),
    ...ledger.actsAbout(attempt.number).map((act) => actLine(act, attempt)),
  ]);
  return placed.toSorted((a, b) => a.position - b.position).map(({ line }) => line);
}

function stepsOf(entries: readonly JournalEntry[], adviceOn: AdviceOn): readonly Placed[] {
  return entries.flatMap(({ position, at, attempt }, index) =>
    stepsBetween(entries[index - 1]?.attempt ?? null, attempt).map((step) => {
      const said = 'said' in step ? step.said : null;
      const advice = said === null ? null : adviceOn(said, attempt.kind, isFinal(attempt.status));
      return { position, line: { at, ...headOf(attempt), ...step, advice } };
    }),
  );
}

function actLine({ position, at, what: act, by, role, facts }: NotedAct, about: Attempt): Placed {
  const { approvedFor } = facts;
  const who = { act, by, role, approvedFor: typeof approvedFor === 'string' ? approvedFor : null };
  return { position, line: { at, ...headOf(about), what: 'act', ...who } };
}

const headOf = ({ kind, number, amount }: Attempt): Pick<StoryLine, 'kind' | 'readable' | 'amount'> => ({
  kind,
  readable: readableNumber(number),
  amount,
});
