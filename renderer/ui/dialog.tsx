/**
 * A dialog over everything: the browser's own, which keeps the focus inside and the rest out of reach. The focus starts
 * on the title and not on a button, so that a scanner's Enter answers nothing.
 */
import { useEffect, useId, useLayoutEffect, useRef, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import { classes } from './classes.ts';
import { useClosedAtFirst } from './uncalled.ts';
import styles from './dialog.module.css';

type Props = {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  /** What Escape does; without it the dialog has to be answered. */
  readonly onClose?: () => void;
  /** It opens unasked: its buttons stand beside its words, over the ways to pay and never over the digits. */
  readonly unasked?: boolean;
  /** Unasked, and loud. */
  readonly alarm?: boolean;
  readonly wide?: boolean;
  /** For how long its buttons take no tap at first; 0 for a dialog that is only read. */
  readonly closedMs?: number;
};

const UNASKED_CLOSED_MS = 1_000;

export function Dialog({
  title,
  children,
  actions,
  onClose,
  alarm = false,
  unasked = alarm,
  wide = false,
  closedMs = unasked ? UNASKED_CLOSED_MS : 0,
}: Props) {
  const closed = useClosedAtFirst(closedMs);
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();

  // Closed while it still is on the page: only then does the browser give the focus back to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    heading.current?.focus();
    return () => element?.close();
  }, []);

  useEffect(() => {
    // On the document, since a tap beside the fields leaves the focus on nothing. Unless Escape is prevented, the browser
    // closes the dialog by itself, also one that has to be answered.
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || topDialog() !== dialog.current) return;
      event.preventDefault();
      event.stopPropagation();
      onClose?.();
    };
    document.addEventListener('keydown', onEscape, true);
    return () => document.removeEventListener('keydown', onEscape, true);
  }, [onClose]);

  return (
    <dialog
      ref={dialog}
      role={unasked ? 'alertdialog' : undefined}
      className={classes(
        styles['dialog'],
        unasked && styles['unasked'],
        alarm && styles['alarm'],
        wide && styles['wide'],
      )}
      aria-labelledby={titleId}
      onCancel={(event) => event.preventDefault()}
    >
      <h2 ref={heading} id={titleId} tabIndex={-1} className={styles['title']}>
        {title}
      </h2>
      <div className={styles['body']}>{children}</div>
      <div
        className={styles['actions']}
        {...(closed === null ? {} : { 'aria-disabled': true, onClickCapture: drop, style: filling(closed.ms) })}
      >
        {actions}
      </div>
    </dialog>
  );
}

function drop(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** The buttons fill while they take no tap; with a finger on the glass they stay empty. */
function filling(ms: number | 'never'): CSSProperties {
  return { '--fills-in': ms === 'never' ? '0s' : `${Math.round(ms)}ms` } as CSSProperties;
}

/** The dialog in front: an alarm stands last on the page and opens over whatever is there. */
export function topDialog(): Element | null {
  return [...document.querySelectorAll('dialog[open]')].at(-1) ?? null;
}
