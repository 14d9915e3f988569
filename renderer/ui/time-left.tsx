/** The time left, as a bar and as minutes and seconds. It turns amber near the end. */
import { formatLeft } from '../window/countdown.ts';
import styles from './time-left.module.css';

/** Below this, a person should act. */
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
