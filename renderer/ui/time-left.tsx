/** The time left as a bar and as minutes and seconds, amber when it is nearly over. */
import { formatLeft } from '../window/countdown.ts';
import styles from './time-left.module.css';

/** So little time is left that somebody should do something. */
const SHORT_MS = 20_000;

type Props = { readonly leftMs: number; readonly wholeMs: number; readonly label: string };

export function TimeLeft({ leftMs, wholeMs, label }: Props) {
  const share = Math.min(1, leftMs / wholeMs);
  return (
    <div className={styles['left']} data-short={leftMs < SHORT_MS}>
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
