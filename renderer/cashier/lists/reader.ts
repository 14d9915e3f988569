/**
 * Reads a long list page by page, one question at a time: what is in view again when a row may have changed, and on
 * when the person scrolls near the end.
 */
import {
  aged,
  rowsIn,
  toReadAgain,
  withAgain,
  withNext,
  withoutFar,
  type PageOf,
  type Pages,
  type Part,
  type RowRange,
} from './pages.ts';

/** Main's answer to one question. @property note on the whole list, as how a search was understood */
export type ListAnswer<Row, Place, Note> =
  { readonly kind: 'not-understood' } | ({ readonly kind: 'page'; readonly note: Note } & PageOf<Row, Place>);

export type Shown<Row, Place, Note> =
  | { readonly kind: 'reading' | 'failed' | 'not-understood' }
  /** @property isReadingOn the rows behind these are being read */
  | {
      readonly kind: 'list';
      readonly pages: Pages<Row, Place>;
      readonly note: Note;
      readonly isReadingOn: boolean;
    };

export type Reader<Row, Place, Note> = {
  shown(): Shown<Row, Place, Note>;
  start(): void;
  /** These rows came into view. */
  see(range: RowRange): void;
  /** A row may have changed. */
  refresh(): void;
  stop(): void;
};

type ReaderDeps<Row, Place, Note> = {
  /** Null when there was no answer. */
  readonly ask: (part: Part<Place>) => Promise<ListAnswer<Row, Place, Note> | null>;
  /** Resolves after these milliseconds. */
  readonly pause: (ms: number) => Promise<void>;
  readonly onChange: () => void;
};

/** Rows that are read before they come into view. */
const AHEAD = 60;
/** Between two questions that find nothing: a search through a million rows must not keep main busy. */
const PAUSE_MS = 30;

type Work = { readonly kind: 'next' } | { readonly kind: 'again'; readonly index: number };

export function createReader<Row, Place, Note>({
  ask,
  pause,
  onChange,
}: ReaderDeps<Row, Place, Note>): Reader<Row, Place, Note> {
  let shown: Shown<Row, Place, Note> = { kind: 'reading' };
  let seen: RowRange = { first: 0, last: 0 };
  let isBusy = false;
  let isStopped = true;

  const become = (next: Shown<Row, Place, Note>): void => {
    shown = next;
    onChange();
  };

  const read = async (work: Work): Promise<void> => {
    const pages = shown.kind === 'list' ? shown.pages : null;
    const part = work.kind === 'again' ? pages?.pages[work.index]?.part : { after: pages?.next ?? null, until: null };
    const answer = part === undefined ? null : await ask(part);
    if (isStopped) return;
    if (answer === null) return become({ kind: 'failed' });
    if (answer.kind === 'not-understood') return become({ kind: 'not-understood' });
    // What was seen may have been read again meanwhile, but only here: there is one question at a time.
    const now = work.kind === 'next' ? withNext(pages, answer) : pages && withAgain(pages, work.index, answer);
    if (now === null) return become({ kind: 'reading' });
    const isReadingOn = now.next !== null && isNearEnd(now, seen);
    become({ kind: 'list', pages: withoutFar(now, seen), note: answer.note, isReadingOn });
    if (work.kind === 'next' && answer.rows.length === 0) await pause(PAUSE_MS);
  };

  const next = (): Work | null => (isStopped ? null : workIn(shown, seen));
  const readOn = async (): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    for (let work = next(); work !== null; work = next()) await read(work);
    isBusy = false;
  };

  return {
    shown: () => shown,
    start() {
      isStopped = false;
      void readOn();
    },
    see(range) {
      seen = range;
      void readOn();
    },
    refresh() {
      // What failed, or was not understood, is asked again from the beginning; it may be possible now.
      shown = shown.kind === 'list' ? { ...shown, pages: aged(shown.pages) } : { kind: 'reading' };
      void readOn();
    },
    stop() {
      isStopped = true;
    },
  };
}

const isNearEnd = (pages: Pages<unknown, unknown>, { last }: RowRange): boolean => last + AHEAD >= rowsIn(pages);

function workIn(shown: Shown<unknown, unknown, unknown>, seen: RowRange): Work | null {
  if (shown.kind === 'reading') return { kind: 'next' };
  if (shown.kind !== 'list') return null;
  const index = toReadAgain(shown.pages, seen);
  if (index !== null) return { kind: 'again', index };
  return shown.pages.next !== null && isNearEnd(shown.pages, seen) ? { kind: 'next' } : null;
}
