import type { AttemptView } from '../../../shared/contract/payments.ts';
import { AttemptRow } from './attempt-row.tsx';
import styles from './attempt-list.module.css';

type Props = {
  readonly attempts: readonly AttemptView[];
  /** The list covers several days. */
  readonly withDay?: boolean;
};

/** A list of payments and refunds; a tap opens one. */
export function AttemptList({ attempts, withDay = false }: Props) {
  return (
    <ul className={styles['list']}>
      {attempts.map((attempt) => (
        <AttemptRow key={attempt.number} attempt={attempt} withDay={withDay} />
      ))}
    </ul>
  );
}
