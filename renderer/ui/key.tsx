/** One key of an on-screen pad. Each pad decides which keys it has and where. */
import type { ReactNode } from 'react';
import { keepFocusWhereItIs } from './button.tsx';
import { classes } from './classes.ts';
import styles from './key.module.css';

type Props = {
  readonly face: ReactNode;
  /** What a screen reader says when the face is a symbol. */
  readonly name?: string | undefined;
  /** The pad's CSS class for this key's position. */
  readonly place?: string | undefined;
  /** The face is a word, not a symbol. */
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
