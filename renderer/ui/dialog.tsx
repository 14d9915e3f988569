/**
 * A dialog over everything: the browser's own, which keeps the focus inside and the rest out of reach. The focus starts
 * on the title and not on a button, so that a scanner's Enter answers nothing.
 */
import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './dialog.module.css';

type Props = {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  /** What Escape does; without it the dialog has to be answered. */
  readonly onClose?: () => void;
  readonly alarm?: boolean;
  readonly wide?: boolean;
};

export function Dialog({ title, children, actions, onClose, alarm = false, wide = false }: Props) {
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
      role={alarm ? 'alertdialog' : undefined}
      className={classes(styles['dialog'], alarm && styles['alarm'], wide && styles['wide'])}
      aria-labelledby={titleId}
      onCancel={(event) => event.preventDefault()}
    >
      <h2 ref={heading} id={titleId} tabIndex={-1} className={styles['title']}>
        {title}
      </h2>
      <div className={styles['body']}>{children}</div>
      <div className={styles['actions']}>{actions}</div>
    </dialog>
  );
}

/** The dialog in front: an alarm stands last on the page and opens over whatever is there. */
export function topDialog(): Element | null {
  return [...document.querySelectorAll('dialog[open]')].at(-1) ?? null;
}
