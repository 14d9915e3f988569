/**
 * What comes of a scan, of a scanner that types like a keyboard and of one that is read directly: a code for the sale, a
 * refusal with words, a label that somebody tries in the settings, or the lamp.
 */
import type { BurstReport } from '../scanner/burst-label.ts';
import { cleanLabel } from '../scanner/label.ts';
import { createLamp } from '../scanner/lamp.ts';
import { refusalOf } from '../scanner/read-code.ts';
import { createScannerTrials, type ScannerTrials } from '../scanner/scanner-trial.ts';
import type { LearntScan } from '../scanner/learn-scan.ts';
import type { ReadCode, Scanner, ScannerEvent } from '../till/ports/scanner.ts';
import type { Counter } from './counter.ts';

export type ScanningDeps = {
  readonly counter: Pick<Counter, 'payingTill' | 'setScanner' | 'addNotice'>;
  readonly readCode: ReadCode;
  /** Gives the next scan in keyboard mode to a trial, until the returned function is called. */
  readonly learn: (onLearnt: (scan: LearntScan) => void) => () => void;
  /** Opens the direct way, which keeps this process busy for a while. */
  readonly open: () => Scanner;
  /** Settles when it may be opened. */
  readonly mayOpen: () => Promise<unknown>;
  readonly isEnding: () => boolean;
};

export type Scanning = {
  readonly name: string;
  readonly trials: ScannerTrials;
  /** What the keyboard guard has made of keys. */
  heard(report: BurstReport): void;
  /** Settles when the direct way is open. */
  start(): Promise<void>;
  stop(): void;
};

export function createScanning(deps: ScanningDeps): Scanning {
  const { counter, readCode, learn } = deps;
  const lamp = createLamp(counter.setScanner);
  const trials = createScannerTrials({ readCode, learn });
  let scanner: Scanner | null = null;

  const read = (event: ScannerEvent): void => {
    if (event.kind === 'lamp') lamp.device(event.lamp);
    else if (event.kind === 'unreadable') counter.payingTill()?.unreadableCode(refusalOf(event.why));
    else if (!trials.directLabel(event.label)) counter.payingTill()?.code(event.label);
  };

  return {
    name: 'scanning',
    trials,
    heard(report) {
      lamp.keyboardHeard();
      if (report.kind === 'scan') {
        const label = cleanLabel(report.label);
        if (label.ok) counter.payingTill()?.code(label.value);
        else counter.payingTill()?.unreadableCode(refusalOf(label.error));
      } else if (report.kind === 'unreadable') counter.payingTill()?.unreadableCode(refusalOf(report.why));
      else if (report.kind === 'slow') {
        counter.payingTill()?.unreadableCode('unreadable');
        counter.addNotice({ kind: 'slow-scanner' });
      }
    },
    async start() {
      await deps.mayOpen();
      if (deps.isEnding()) return;
      scanner = deps.open();
      scanner.subscribe(read);
    },
    stop() {
      scanner?.close();
    },
  };
}
