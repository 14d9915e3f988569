/** A list of any length: only the rows in view are in the page. The arrow keys go from row to row. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import { rowAt, rowsIn, type Pages, type RowRange } from './pages.ts';
import styles from './lists.module.css';

type Props<Row> = {
  readonly pages: Pages<Row, unknown>;
  readonly onSee: (range: RowRange) => void;
  /** What stands in a row: a button, or an element that can have the focus. The arrow keys go to it. */
  readonly children: (row: Row) => ReactNode;
};

/** Of a row in CSS pixels, until it was measured. */
const ROW_PX = 80;
const OVERSCAN = 6;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

export function LongList<Row>({ pages, onSee, children }: Props<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = rowsIn(pages);
  // oxlint-disable-next-line react/incompatible-library -- The rule warns that React Compiler skips this component; this program does not use React Compiler.
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onSee({ first, last }), [onSee, first, last, pages]);

  const { scrollToIndex } = virtual;
  useEffect(() => {
    const list = scroller.current;
    const onKey = (event: KeyboardEvent): void => {
      const step = STEPS[event.key];
      const focused = document.activeElement?.closest<HTMLElement>('[data-index]')?.dataset['index'];
      if (step === undefined || focused === undefined) return;
      event.preventDefault();
      const row = Math.max(0, Math.min(rows - 1, Number(focused) + step));
      scrollToIndex(row);
      const button = (): HTMLElement | null | undefined =>
        list?.querySelector(`[data-index="${row}"] > :is(button, [tabindex])`);
      // A far row is in the page only when the list has scrolled.
      if (button() === null) requestAnimationFrame(() => button()?.focus({ preventScroll: true }));
      else button()?.focus({ preventScroll: true });
    };
    list?.addEventListener('keydown', onKey);
    return () => list?.removeEventListener('keydown', onKey);
  }, [rows, scrollToIndex]);

  // A row that is read again keeps its place.
  const drawn = (row: Row | null): ReactNode => (row === null ? <div className={styles['empty']} /> : children(row));
  return (
    <div ref={scroller} className={styles['scroll']}>
      <ul className={styles['list']} style={{ height: `${virtual.getTotalSize()}px` }}>
        {items.map(({ index, start }) => (
          <li
            key={index}
            ref={virtual.measureElement}
            className={styles['item']}
            style={{ transform: `translateY(${start}px)` }}
            data-index={index}
            aria-posinset={index + 1}
            aria-setsize={pages.next === null ? rows : -1}
          >
            {drawn(rowAt(pages, index))}
          </li>
        ))}
      </ul>
    </div>
  );
}
