import type { AttemptView } from '../../../shared/contract/payments.ts';
import { AttemptRow } from './attempt-row.tsx';
import styles from './attempt-list.module.css';

type Props = {
  readonly attempts: readonly AttemptView[];
  /** Where the list is of more than one day. */
  readonly withDay?: boolean;
};

/** Payments and refunds under each other, each of which a tap opens. */
export function AttemptList({ attempts, withDay = false }: Props) {
  return (
    <ul className={styles['list']}>
      {attempts.map((attempt) => (
        <AttemptRow key={attempt.number} attempt={attempt} withDay={withDay} />
      ))}
    </ul>
  );
}
