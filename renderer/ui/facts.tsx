/** A list of names and values that a person can copy. */
import type { CSSProperties } from 'react';
import styles from './facts.module.css';

type Props = {
  readonly facts: readonly (readonly [string, string])[];
  /** Width of the name column, a CSS length that fits the longest name. */
  readonly nameWidth: string;
  /** Screen readers announce a changed value. */
  readonly live?: boolean;
};

export function Facts({ facts, nameWidth, live = false }: Props) {
  return (
    <dl
      className={styles['facts']}
      style={{ '--name-width': nameWidth } as CSSProperties}
      aria-live={live ? 'polite' : undefined}
    >
      {facts.map(([name, value]) => (
        <div key={name} className={styles['fact']}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
