/**
 * All payments and refunds, newest first, and the search for one: "but my phone says paid". One field understands what
 * a person has at hand; chips narrow the list. A counter may have no keyboard, so keys come up on the screen.
 */
import { Keyboard, Search } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { NO_FILTER } from '../../../shared/attempt/history.ts';
import type { CashierState } from '../../../shared/contract/contract.ts';
import { assertNever } from '../../../shared/result.ts';
import { Button } from '../../ui/button.tsx';
import { focusAtOnce } from '../../ui/focus.ts';
import { EmptyState } from '../frame/frame.tsx';
import { SideScreen, type Side } from '../frame/side-screen.tsx';
import { show } from '../state/ui-state.ts';
import { Filters } from './filters.tsx';
import { HistoryList } from './history-list.tsx';
import { MeantLine } from './meant-line.tsx';
import { rowsIn } from './pages.ts';
import { SearchPad } from './search-pad.tsx';
import { useHistory, type ReadHistory, type Search as Sought } from './use-history.ts';
import styles from './history.module.css';

/** Main rejects longer text. */
const QUERY_CHARS_MAX = 128;
const EVERYTHING: Sought = { text: '', filter: NO_FILTER };

export function History({ state, side }: { readonly state: CashierState; readonly side: Side }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [sought, setSought] = useState(EVERYTHING);
  const [hasKeys, setHasKeys] = useState(false);
  const history = useHistory(sought);
  const find = (event: FormEvent): void => {
    event.preventDefault();
    setSought({ ...sought, text: text.trim() });
  };
  return (
    <SideScreen state={state} side={side}>
      <div className={styles['history']} data-keys={hasKeys}>
        <form className={styles['search']} onSubmit={find}>
          <input
            type="search"
            className={styles['text']}
            aria-label={t('history.label')}
            placeholder={t('history.label')}
            autoComplete="off"
            spellCheck={false}
            maxLength={QUERY_CHARS_MAX}
            ref={focusAtOnce}
            value={text}
            onChange={({ target }) => setText(target.value)}
            onPointerDown={({ pointerType }) => pointerType === 'touch' && setHasKeys(true)}
            onKeyDown={({ key }) => key === 'Escape' && show(side.back)}
          />
          <Button
            look={hasKeys ? 'strong' : 'plain'}
            icon={<Keyboard aria-hidden size={28} />}
            aria-label={t('history.keys')}
            aria-pressed={hasKeys}
            onClick={() => setHasKeys(!hasKeys)}
          />
          <Button submit look="strong" icon={<Search aria-hidden size={28} />}>
            {t('history.find')}
          </Button>
        </form>
        <Filters filter={sought.filter} onFilter={(filter) => setSought({ ...sought, filter })} />
        <MeantLine shown={history.shown} currency={state.currency} />
        <div className={styles['found']} role="region" aria-label={t('history.results')}>
          <Found history={history} isFiltered={sought !== EVERYTHING} />
        </div>
        {hasKeys ? (
          <div className={styles['keys']}>
            <SearchPad
              onType={(typed) => setText((before) => (before + typed).slice(0, QUERY_CHARS_MAX))}
              onBack={() => setText((before) => before.slice(0, -1))}
              onClear={() => setText('')}
            />
          </div>
        ) : null}
      </div>
    </SideScreen>
  );
}

type FoundProps = { readonly history: ReadHistory; readonly isFiltered: boolean };

function Found({ history: { shown, see }, isFiltered }: FoundProps) {
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
      return <HistoryList pages={shown.pages} onSee={see} />;
    }
    default:
      return assertNever(shown);
  }
}
