/** What the commands of the cashier's window are answered with. */
import type { DisplayView } from '../../shared/contract/devices.ts';
import type { OutcomeView } from '../../shared/contract/settings.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Counter, CounterDeps } from '../counter/counter.ts';
import type { ScannerTrials } from '../scanner/scanner-trial.ts';
import type { AskPerson } from './question.ts';

export type CommandDeps = Pick<
  CounterDeps,
  'folder' | 'secrets' | 'clock' | 'fetches' | 'keyedHash' | 'log' | 'settings'
> & {
  readonly counter: Counter;
  /** Keeps and uses these settings from now on. @throws NodeJS.ErrnoException when they cannot be written */
  readonly keepSettings: (settings: Settings) => void;
  /** The settings of now are the till's, whatever their file was. @throws NodeJS.ErrnoException when they cannot be written */
  readonly settingsRight: () => void;
  readonly displays: () => readonly DisplayView[];
  readonly identifyDisplays: () => void;
  readonly closeTill: () => void;
  readonly showFolder: (path: string) => void;
  readonly setTyping: (on: boolean) => void;
  readonly scannerTrials: Pick<ScannerTrials, 'tryOne' | 'stop'>;
  /** Made when it is wanted first: a system may not know its person's documents. */
  readonly exportFolder: () => string;
  readonly askPerson: AskPerson;
  /** The window in which a secret was typed is thrown away with all that it remembers. */
  readonly forgetTyped: () => void;
  readonly outcomes: readonly OutcomeView[];
  readonly refundOutcomes: readonly OutcomeView[];
  readonly version: string;
  readonly runtime: string;
};
