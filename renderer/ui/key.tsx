/** One key of a pad, for a finger. Which keys there are, and where, is the pad's own. */
import type { ReactNode } from 'react';
import { keepFocusWhereItIs } from './button.tsx';
import { classes } from './classes.ts';
import styles from './key.module.css';

type Props = {
  readonly face: ReactNode;
  /** What a screen reader says instead of a sign. */
  readonly name?: string | undefined;
  /** Where a pad has a place of its own for it. */
  readonly place?: string | undefined;
  /** The face is a word and not a sign. */
  readonly isWord?: boolean;
  readonly disabled?: boolean;
  readonly onPress: () => void;
};

export function Key({ face, name, place, isWord = false, disabled = false, onPress }: Props) {
  return (
    <button
      type="button"
      className={classes(styles['key'], place)}
      data-word-key={isWord}
      aria-label={name}
      disabled={disabled}
      onMouseDown={keepFocusWhereItIs}
      onClick={onPress}
    >
      {face}
    </button>
  );
}
