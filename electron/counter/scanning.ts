/**
 * Handles the events of both kinds of scanner: one that types like a keyboard, and one that is read directly by HID. A
 * label becomes a code for the sale or part of a trial in the settings; an unreadable label becomes a refusal in words.
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
  /** Opens the HID scanner, which blocks this process for a while. */
  readonly open: () => Scanner;
  /** Resolves when the HID scanner may be opened. */
  readonly mayOpen: () => Promise<unknown>;
  readonly isEnding: () => boolean;
};

export type Scanning = {
  readonly name: string;
  readonly trials: ScannerTrials;
  /** Resolves when the HID scanner is open, or the program is ending. */
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
  // A trial receives keyboard scans by `learn`. Ignore a label that had begun before the trial did.
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
