/** A label scanned in the settings to try the scanner: its reading is shown there, and nothing is charged. */

import type { Label, ReadCode } from '../till/ports/scanner.ts';
import type { ScannerTrial, TriedLabel } from '../../shared/scan.ts';
import type { LearntScan } from './learn-scan.ts';
import { cleanLabel } from './label.ts';
import { refusalOf } from './read-code.ts';
import { paceOf } from './scanner-pace.ts';

export type ScannerTrials = {
  /** Waits for one label, with no time limit. A trial that already waits is stopped. */
  readonly tryOne: () => Promise<ScannerTrial>;
  readonly stop: () => void;
  /** Whether the next label belongs to a trial. */
  readonly isWaiting: () => boolean;
  /** Gives the waiting trial a label of a scanner that is read directly. */
  readonly directLabel: (label: Label) => void;
};

type Deps = {
  readonly readCode: ReadCode;
  /** Gives the next scan in keyboard mode to the trial, until the returned function is called. */
  readonly learn: (onLearnt: (scan: LearntScan) => void) => () => void;
};

export function createScannerTrials({ readCode, learn }: Deps): ScannerTrials {
  let waiting: ((trial: ScannerTrial) => void) | null = null;

  const readingOf = (label: Label): TriedLabel['reading'] => {
    const reading = readCode(label);
    return reading.kind === 'code' ? 'code' : reading.refusal;
  };
  // A customer's code is a secret except for its last four characters.
  const tried = (text: string, reading: TriedLabel['reading']): TriedLabel => ({
    characters: text.length,
    tail: text.slice(-4),
    reading,
  });
  const triedTyped = (text: string): TriedLabel => {
    const cleaned = cleanLabel(text);
    return tried(text, cleaned.ok ? readingOf(cleaned.value) : refusalOf(cleaned.error));
  };

  return {
    tryOne() {
      waiting?.({ kind: 'stopped' });
      return new Promise((resolve) => {
        const stopLearning = learn((scan) => {
          waiting?.(
            scan.kind === 'understood'
              ? {
                  ...triedTyped(scan.label),
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
    isWaiting: () => waiting !== null,
    directLabel(label) {
      waiting?.({ ...tried(label, readingOf(label)), kind: 'direct' });
    },
  };
}
