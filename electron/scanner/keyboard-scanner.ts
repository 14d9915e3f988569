/** Fills the till's `Scanner` port for a scanner that types like a keyboard. `heard` takes its reports. */
import { assertNever } from '../../shared/result.ts';
import type { Scanner, ScannerEvent } from '../till/ports/scanner.ts';
import type { BurstReport } from './burst-label.ts';
import { cleanLabel } from './label.ts';

export type KeyboardScanner = Scanner & {
  /** The keyboard guard calls this when it has taken keys for a scanner's. */
  heard(report: BurstReport): void;
};

/** Such a scanner cannot be detected before it is used, so its lamp is reported with its first keys. */
export function createKeyboardScanner(): KeyboardScanner {
  const listeners = new Set<(event: ScannerEvent) => void>();
  let wasHeard = false;

  const tell = (event: ScannerEvent): void => {
    for (const listener of listeners) listener(event);
  };

  return {
    subscribe(listener) {
      listeners.add(listener);
      if (wasHeard) listener({ kind: 'lamp', lamp: 'keyboard' });
      return () => {
        listeners.delete(listener);
      };
    },
    heard(report) {
      if (!wasHeard) tell({ kind: 'lamp', lamp: 'keyboard' });
      wasHeard = true;
      const event = eventFrom(report);
      if (event !== null) tell(event);
    },
    close() {
      listeners.clear();
    },
  };
}

/** Null for a burst without a label, such as an ending alone. */
function eventFrom(report: BurstReport): ScannerEvent | null {
  switch (report.kind) {
    case 'scan': {
      const label = cleanLabel(report.label);
      return label.ok ? { kind: 'label', label: label.value } : { kind: 'unreadable', why: label.error };
    }
    case 'unreadable':
      return report;
    case 'slow':
      return { kind: 'unreadable', why: 'slow' };
    case 'empty':
      return null;
    default:
      return assertNever(report);
  }
}
