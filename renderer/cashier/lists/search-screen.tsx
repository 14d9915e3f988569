/**
 * The frame of a screen that searches a long list: a field, chips, a line that says how the search was understood, and
 * what was found. A counter may have no keyboard, so keys come up on the screen.
 */
import { Keyboard, Search } from 'lucide-react';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CashierState } from '../../../shared/contract/contract.ts';
import { Button } from '../../ui/button.tsx';
import { focusAtOnce } from '../../ui/focus.ts';
import { Line } from '../../ui/line.tsx';
import { SideScreen, type Side } from '../frame/side-screen.tsx';
import { show } from '../state/ui-state.ts';
import { SearchPad } from './search-pad.tsx';
import styles from './lists.module.css';

type Props = {
  readonly state: CashierState;
  readonly side: Side;
  readonly bar?: ReactNode;
  /** What the field takes. */
  readonly label: string;
  readonly onFind: (text: string) => void;
  /** Chips; see `Chips`. */
  readonly filters: ReactNode;
  /** How the search was understood, in short facts. */
  readonly meant: readonly string[];
  /** For screen readers: what the list holds. */
  readonly results: string;
  /** Below the list; gives way to the keys. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
};

/** Main rejects longer text. */
const QUERY_CHARS_MAX = 128;

export function SearchScreen({ state, side, bar, label, onFind, filters, meant, results, foot, children }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [hasKeys, setHasKeys] = useState(false);
  const find = (event: FormEvent): void => {
    event.preventDefault();
    onFind(text.trim());
  };
  return (
    <SideScreen state={state} side={side} bar={bar}>
      <div className={styles['screen']} data-keys={hasKeys}>
        <form className={styles['search']} onSubmit={find}>
          <input
            type="search"
            className={styles['text']}
            aria-label={label}
            placeholder={label}
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
            aria-label={t('search.keys')}
            aria-pressed={hasKeys}
            onClick={() => setHasKeys(!hasKeys)}
          />
          <Button submit look="strong" icon={<Search aria-hidden size={28} />}>
            {t('search.find')}
          </Button>
        </form>
        {filters}
        <p className={styles['meant']} role="status">
          <Line facts={meant} />
        </p>
        <div className={styles['found']} role="region" aria-label={results}>
          {children}
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
      {hasKeys ? null : foot}
    </SideScreen>
  );
}
