/**
 * All payments and refunds, newest first, and the search for one: "but my phone says paid". One field understands what
 * a person has at hand; chips narrow the list.
 */
import { UserSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NO_FILTER } from '../../../shared/attempt/history.ts';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { HistoryQuestion, Meant, PlaceView } from '../../../shared/contract/history.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { assertNever } from '../../../shared/result.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../frame/frame.tsx';
import type { Side } from '../frame/side-screen.tsx';
import { LongList } from '../lists/long-list.tsx';
import { rowsIn, type Part } from '../lists/pages.ts';
import type { ListAnswer } from '../lists/reader.ts';
import { SearchScreen } from '../lists/search-screen.tsx';
import { useReader, type ReadList } from '../lists/use-reader.ts';
import { AttemptRow } from '../payments/attempt-row.tsx';
import { ask } from '../state/ask.ts';
import { show } from '../state/ui-state.ts';
import { Filters } from './filters.tsx';
import { useMeant } from './use-meant.ts';

type Sought = Pick<HistoryQuestion, 'text' | 'filter'>;
const EVERYTHING: Sought = { text: '', filter: NO_FILTER };

async function askFor(
  sought: Sought,
  part: Part<PlaceView>,
): Promise<ListAnswer<AttemptView, PlaceView, Meant> | null> {
  const answer = await ask('history', { ...sought, part });
  if (answer?.kind !== 'page') return answer;
  const { attempts: rows, next, meant: note } = answer;
  return { kind: 'page', rows, next, note };
}

export function History({ state, side }: { readonly state: CashierState; readonly side: Side }) {
  const { t } = useTranslation();
  const [sought, setSought] = useState(EVERYTHING);
  const list = useReader(sought, askFor, 'with-each-change');
  const { shown } = list;
  const meant = useMeant(
    shown.kind === 'list' ? shown.note : null,
    shown.kind === 'list' && shown.isReadingOn ? (shown.pages.next?.madeAt ?? null) : null,
    state.currency,
  );
  return (
    <SearchScreen
      state={state}
      side={side}
      bar={
        <Button icon={<UserSearch aria-hidden size={28} />} onClick={() => show('acts')}>
          {t('acts.title')}
        </Button>
      }
      label={t('history.label')}
      onFind={(text) => setSought({ ...sought, text })}
      filters={<Filters filter={sought.filter} onFilter={(filter) => setSought({ ...sought, filter })} />}
      meant={meant}
      results={t('history.results')}
    >
      <Found list={list} isFiltered={sought !== EVERYTHING} />
    </SearchScreen>
  );
}

type FoundProps = { readonly list: ReadList<AttemptView, PlaceView, Meant>; readonly isFiltered: boolean };

function Found({ list: { shown, see }, isFiltered }: FoundProps) {
  const { t } = useTranslation();
  switch (shown.kind) {
    case 'reading':
      return <EmptyState>{t('today.loading')}</EmptyState>;
    case 'failed':
      return <EmptyState>{t('today.failed')}</EmptyState>;
    case 'not-understood':
      return <EmptyState>{t('history.notUnderstood')}</EmptyState>;
    case 'list': {
      const isEmpty = rowsIn(shown.pages) === 0;
      if (isEmpty && shown.isReadingOn) return <EmptyState>{t('today.loading')}</EmptyState>;
      if (isEmpty) return <EmptyState>{t(isFiltered ? 'history.empty' : 'history.nothingYet')}</EmptyState>;
      return (
        <LongList pages={shown.pages} onSee={see}>
          {(attempt) => <AttemptRow attempt={attempt} withDay />}
        </LongList>
      );
    }
    default:
      return assertNever(shown);
  }
}
