/** A box to tick or one of several to choose, with its words beside it: all of it takes the tap. */
import type { ReactNode } from 'react';
import styles from './tick.module.css';

type Props = {
  readonly children: ReactNode;
  readonly checked: boolean;
  readonly onTick: (checked: boolean) => void;
  /** The name of the choice that it is one of. */
  readonly among?: string;
};

export function Tick({ children, checked, onTick, among }: Props) {
  return (
    <label className={styles['tick']}>
      <input
        type={among === undefined ? 'checkbox' : 'radio'}
        name={among}
        checked={checked}
        onChange={(event) => onTick(event.target.checked)}
      />
      {children}
    </label>
  );
}
