/**
 * A modal dialog. The browser's own `<dialog>` keeps the focus inside and blocks the rest of the page. The focus starts
 * on the title, not on a button, so that a scanner's Enter cannot answer the dialog.
 */
import { useEffect, useId, useLayoutEffect, useRef, type CSSProperties, type MouseEvent, type ReactNode } from 'react';
import { classes } from './classes.ts';
import { useClosedAtFirst } from './uncalled.ts';
import styles from './dialog.module.css';

type Props = {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  /** What Escape does. Without it, the cashier must answer the dialog. */
  readonly onClose?: () => void;
  /** It opens without a tap. Its buttons stand beside the words, over the payment buttons and never over the digits. */
  readonly unasked?: boolean;
  /** Opens without a tap, in the alarm style. */
  readonly alarm?: boolean;
  readonly wide?: boolean;
  /** How long the buttons ignore taps after the dialog opens; 0 for a dialog that is only read. */
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

  // Close it before React removes it: only then does the browser return the focus to where it was.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    heading.current?.focus();
    return () => element?.close();
  }, []);

  useEffect(() => {
    // Listen on the document, because a tap outside the fields leaves nothing focused. The default action of Escape
    // must be prevented: the browser would close even a dialog that needs an answer.
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

/** The buttons fill until they take taps; while a finger touches the screen they stay empty. */
function filling(ms: number | 'never'): CSSProperties {
  return { '--fills-in': ms === 'never' ? '0s' : `${Math.round(ms)}ms` } as CSSProperties;
}

/** The dialog in front. An alarm is last in the page and opens over everything else. */
export function topDialog(): Element | null {
  return [...document.querySelectorAll('dialog[open]')].at(-1) ?? null;
}
