/** A checkbox or radio button with its label; a tap anywhere on it counts. */
import type { ReactNode } from 'react';
import styles from './tick.module.css';

type Props = {
  readonly children: ReactNode;
  readonly checked: boolean;
  readonly onTick: (checked: boolean) => void;
  /** The name of the radio group. Without it, this is a checkbox. */
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
