/** A long list in a screen, read as far as a person scrolls. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useTill } from '../state/store.ts';
import type { Part } from './pages.ts';
import { createReader, type ListAnswer, type Reader, type Shown } from './reader.ts';

export type ReadList<Row, Place, Note> = Pick<Reader<Row, Place, Note>, 'see'> & {
  readonly shown: Shown<Row, Place, Note>;
};

/**
 * @param search what is looked for; another search is another list. It must be JSON.
 * @param askFor asks main for a part of it; must not change from one drawing to the next
 * @param again whether to read what is in view again whenever any payment may have changed
 */
export function useReader<Search, Row, Place, Note>(
  search: Search,
  askFor: (search: Search, part: Part<Place>) => Promise<ListAnswer<Row, Place, Note> | null>,
  again: 'with-each-change' | 'never',
): ReadList<Row, Place, Note> {
  const key = JSON.stringify(search);
  const { reader, subscribe } = useMemo(() => {
    const sought = JSON.parse(key) as Search;
    return openReader<Row, Place, Note>((part) => askFor(sought, part));
  }, [key, askFor]);
  useEffect(() => {
    reader.start();
    const stopListening =
      again === 'never'
        ? undefined
        : useTill.subscribe((now, before) => {
            if (now.received?.state.revision !== before.received?.state.revision) reader.refresh();
          });
    return () => {
      stopListening?.();
      reader.stop();
    };
  }, [reader, again]);
  return { shown: useSyncExternalStore(subscribe, reader.shown), see: reader.see };
}

type Opened<Row, Place, Note> = {
  readonly reader: Reader<Row, Place, Note>;
  readonly subscribe: (listener: () => void) => () => void;
};

function openReader<Row, Place, Note>(
  ask: (part: Part<Place>) => Promise<ListAnswer<Row, Place, Note> | null>,
): Opened<Row, Place, Note> {
  const listeners = new Set<() => void>();
  const reader = createReader<Row, Place, Note>({
    ask,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onChange: () => {
      for (const listener of listeners) listener();
    },
  });
  return {
    reader,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
