/**
 * What comes of a scan, of a scanner that types like a keyboard and of one that is read directly: a code for the sale, a
 * refusal with words, a label that somebody tries in the settings, or the lamp.
 */
import { assertNever } from '../../shared/result.ts';
import { createLamp } from '../scanner/lamp.ts';
import { refusalOf } from '../scanner/read-code.ts';
import { createScannerTrials, type ScannerTrials } from '../scanner/scanner-trial.ts';
import type { LearntScan } from '../scanner/learn-scan.ts';
import type { Label, ReadCode, Scanner, ScannerEvent } from '../till/ports/scanner.ts';
import type { Counter } from './counter.ts';

export type ScanningDeps = {
  readonly counter: Pick<Counter, 'payingTill' | 'setScanner' | 'addNotice'>;
  readonly readCode: ReadCode;
  /** Gives the next scan in keyboard mode to a trial, until the returned function is called. */
  readonly learn: (onLearnt: (scan: LearntScan) => void) => () => void;
  readonly keyboard: Scanner;
  /** Opens the direct way, which keeps this process busy for a while. */
  readonly open: () => Scanner;
  /** Settles when it may be opened. */
  readonly mayOpen: () => Promise<unknown>;
  readonly isEnding: () => boolean;
};

export type Scanning = {
  readonly name: string;
  readonly trials: ScannerTrials;
  /** Settles when the direct way is open. */
  start(): Promise<void>;
  stop(): void;
};

export function createScanning(deps: ScanningDeps): Scanning {
  const { counter, readCode, learn } = deps;
  const show = createLamp(counter.setScanner);
  const trials = createScannerTrials({ readCode, learn });
  let direct: Scanner | null = null;

  const hear = (event: ScannerEvent, onTrial: (label: Label) => void): void => {
    switch (event.kind) {
      case 'lamp':
        show(event.lamp);
        return;
      case 'label':
        if (trials.isWaiting()) onTrial(event.label);
        else counter.payingTill()?.code(event.label);
        return;
      case 'unreadable':
        counter.payingTill()?.unreadableCode(refusalOf(event.why));
        if (event.why === 'slow') counter.addNotice({ kind: 'slow-scanner' });
        return;
      default:
        assertNever(event);
    }
  };
  // What a trial makes of keys it learns by itself; a label that was under way when it began is nobody's.
  deps.keyboard.subscribe((event) => {
    hear(event, () => undefined);
  });

  return {
    name: 'scanning',
    trials,
    async start() {
      await deps.mayOpen();
      if (deps.isEnding()) return;
      direct = deps.open();
      direct.subscribe((event) => {
        hear(event, trials.directLabel);
      });
    },
    stop() {
      deps.keyboard.close();
      direct?.close();
    },
  };
}
