import type { AttemptView } from '../../../shared/contract/payments.ts';
import { AttemptRow } from './attempt-row.tsx';
import styles from './attempt-list.module.css';

/** The payments and refunds of one day; a tap opens one. */
export function AttemptList({ attempts }: { readonly attempts: readonly AttemptView[] }) {
  return (
    <ul className={styles['list']}>
      {attempts.map((attempt) => (
        <li key={attempt.number} className={styles['item']}>
          <AttemptRow attempt={attempt} withDay={false} />
        </li>
      ))}
    </ul>
  );
}
