/** The history of what a person looks for, read as far as they scroll. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { HistoryQuestion } from '../../../shared/contract/history.ts';
import { ask } from '../state/ask.ts';
import { useTill } from '../state/store.ts';
import { createReader, type HistoryReader, type Shown } from './reader.ts';

export type Search = Pick<HistoryQuestion, 'text' | 'filter'>;
export type ReadHistory = { readonly shown: Shown; readonly see: HistoryReader['see'] };

export function useHistory(search: Search): ReadHistory {
  const key = JSON.stringify(search);
  const { reader, subscribe } = useMemo(() => openReader(JSON.parse(key) as Search), [key]);
  useEffect(() => {
    reader.start();
    const stopListening = useTill.subscribe((now, before) => {
      if (now.received?.state.revision !== before.received?.state.revision) reader.refresh();
    });
    return () => {
      stopListening();
      reader.stop();
    };
  }, [reader]);
  return { shown: useSyncExternalStore(subscribe, reader.shown), see: reader.see };
}

type Subscribe = (listener: () => void) => () => void;

function openReader(search: Search): { readonly reader: HistoryReader; readonly subscribe: Subscribe } {
  const listeners = new Set<() => void>();
  const reader = createReader({
    ask: (part) => ask('history', { ...search, part }),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });
  const subscribe: Subscribe = (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return { reader, subscribe };
}
