/** The time left as a bar and as minutes and seconds. */
import { formatLeft } from '../countdown.ts';
import styles from './time-left.module.css';

type Props = { readonly leftMs: number; readonly wholeMs: number; readonly label: string };

export function TimeLeft({ leftMs, wholeMs, label }: Props) {
  const share = Math.min(1, leftMs / wholeMs);
  return (
    <div className={styles['left']}>
      <p className={styles['words']}>
        <span>{label}</span>
        <span role="timer" className={styles['time']}>
          {formatLeft(leftMs)}
        </span>
      </p>
      <div className={styles['track']} aria-hidden>
        <div className={styles['bar']} style={{ transform: `scaleX(${share})` }} />
      </div>
    </div>
  );
}
