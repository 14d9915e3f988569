/** A label scanned in the settings to try the scanner: what it was is told there, and nothing is charged for it. */

import type { ReadCode } from '../till/ports/scanner.ts';
import type { ScannerTrial, TriedLabel } from '../../shared/contract/views.ts';
import type { LearntScan } from './learn-scan.ts';
import { paceOf } from './scanner-pace.ts';

export type ScannerTrials = {
  /** Waits for one label, however long; a trial that waits already is stopped. */
  readonly tryOne: () => Promise<ScannerTrial>;
  readonly stop: () => void;
  /** A label of a scanner that is read directly. @returns whether it was for a trial */
  readonly directLabel: (label: string) => boolean;
};

type Deps = {
  readonly readCode: ReadCode;
  /** Gives the next scan in keyboard mode to the trial, until the returned function is called. */
  readonly learn: (onLearnt: (scan: LearntScan) => void) => () => void;
};

export function createScannerTrials({ readCode, learn }: Deps): ScannerTrials {
  let waiting: ((trial: ScannerTrial) => void) | null = null;

  const tried = (label: string): TriedLabel => {
    const reading = readCode(label);
    return {
      characters: label.length,
      // A customer's code is a secret but for this.
      tail: label.slice(-4),
      reading: reading.kind === 'code' ? 'code' : reading.refusal,
    };
  };

  return {
    tryOne() {
      waiting?.({ kind: 'stopped' });
      return new Promise((resolve) => {
        const stopLearning = learn((scan) => {
          waiting?.(
            scan.kind === 'understood'
              ? {
                  ...tried(scan.label),
                  kind: 'understood',
                  profile: scan.profile,
                  pauseMs: paceOf(scan.profile).pauseMs,
                }
              : scan,
          );
        });
        waiting = (trial) => {
          waiting = null;
          stopLearning();
          resolve(trial);
        };
      });
    },
    stop() {
      waiting?.({ kind: 'stopped' });
    },
    directLabel(label) {
      const wasWaiting = waiting !== null;
      waiting?.({ ...tried(label), kind: 'direct' });
      return wasWaiting;
    },
  };
}
