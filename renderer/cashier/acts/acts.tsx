/** The list of acts: who did what, when and to what, newest first; searched, and exported to a file. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActsSearch, ActView } from '../../../shared/contract/acts.ts';
import { CONTRACT, type CashierState } from '../../../shared/contract/contract.ts';
import { assertNever } from '../../../shared/result.ts';
import { NOBODY } from '../../../shared/role.ts';
import { ChipSelect } from '../../ui/chip-select.tsx';
import { FileExport } from '../day/file-export.tsx';
import { EmptyState } from '../frame/frame.tsx';
import type { Side } from '../frame/side-screen.tsx';
import { Chips } from '../lists/chips.tsx';
import { LongList } from '../lists/long-list.tsx';
import { rowsIn, type Part } from '../lists/pages.ts';
import type { ListAnswer } from '../lists/reader.ts';
import { SearchScreen } from '../lists/search-screen.tsx';
import { useReader, type ReadList } from '../lists/use-reader.ts';
import { useActName } from '../state/act-name.ts';
import { ask } from '../state/ask.ts';
import { useRead } from '../state/use-answer.ts';
import { ActRow } from './act-row.tsx';

const EVERYTHING: ActsSearch = { text: '', what: null, by: null };

/** The acts that commands are, and the one that main notes by itself. */
const ACT_NAMES: readonly string[] = [
  ...Object.values(CONTRACT.cashier).flatMap((entry) => ('act' in entry ? [entry.act] : [])),
  'wrong-pins',
];

async function askFor(search: ActsSearch, part: Part<number>): Promise<ListAnswer<ActView, number, null> | null> {
  const answer = await ask('acts', { ...search, part });
  return answer === null ? null : { kind: 'page', rows: answer.acts, next: answer.next, note: null };
}

export function Acts({ state, side }: { readonly state: CashierState; readonly side: Side }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState(EVERYTHING);
  // An act never changes. Reading again by itself could ask a cashier for a manager's PIN again.
  const list = useReader(search, askFor, 'never');
  const { shown } = list;
  const isReadingOn = shown.kind === 'list' && shown.isReadingOn;
  return (
    <SearchScreen
      state={state}
      side={side}
      label={t('acts.label')}
      onFind={(text) => setSearch({ ...search, text })}
      filters={<ActChips search={search} onSearch={setSearch} />}
      meant={isReadingOn ? [t('today.loading')] : []}
      results={t('acts.results')}
      foot={
        shown.kind === 'list' ? (
          <FileExport key={JSON.stringify(search)} onExport={() => ask('exportActs', search)} />
        ) : null
      }
    >
      <Found state={state} list={list} />
    </SearchScreen>
  );
}

type ChipsProps = { readonly search: ActsSearch; readonly onSearch: (search: ActsSearch) => void };

function ActChips({ search, onSearch }: ChipsProps) {
  const { t } = useTranslation();
  const nameOf = useActName();
  const sellers = useRead('sellers', null, 'never');
  const names = sellers.kind === 'read' ? sellers.answer : [];
  return (
    <Chips
      isFiltered={search.what !== null || search.by !== null}
      onClear={() => onSearch({ ...EVERYTHING, text: search.text })}
    >
      <ChipSelect
        label={t('acts.what')}
        any={t('acts.anything')}
        value={search.what}
        options={ACT_NAMES}
        nameOf={nameOf}
        onChoose={(what) => onSearch({ ...search, what })}
      />
      <ChipSelect
        label={t('acts.who')}
        any={t('history.anybody')}
        value={search.by}
        options={[...names, NOBODY.by]}
        nameOf={(name) => name}
        onChoose={(by) => onSearch({ ...search, by })}
      />
    </Chips>
  );
}

type FoundProps = { readonly state: CashierState; readonly list: ReadList<ActView, number, null> };

function Found({ state, list: { shown, see } }: FoundProps) {
  const { t } = useTranslation();
  switch (shown.kind) {
    case 'reading':
      return <EmptyState>{t('today.loading')}</EmptyState>;
    case 'failed':
    case 'not-understood':
      return <EmptyState>{t('acts.failed')}</EmptyState>;
    case 'list':
      if (rowsIn(shown.pages) === 0) return <EmptyState>{t('acts.empty')}</EmptyState>;
      return (
        <LongList pages={shown.pages} onSee={see}>
          {(act) => <ActRow act={act} currency={state.currency} />}
        </LongList>
      );
    default:
      return assertNever(shown);
  }
}
