/** Named facts under each other, which a person may copy. */
import type { CSSProperties } from 'react';
import styles from './facts.module.css';

type Props = {
  /** Name and value. */
  readonly facts: readonly (readonly [string, string])[];
  /** The room for the longest name, a CSS length. */
  readonly nameWidth: string;
  /** Read aloud when a value changes. */
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
