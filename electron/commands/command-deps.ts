/** What the handlers of the cashier's commands need. */
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
  /** Replaces the settings. @throws NodeJS.ErrnoException when they cannot be written */
  readonly keepSettings: (settings: Settings) => void;
  /** A person confirms the settings as this till's own. @throws NodeJS.ErrnoException when they cannot be written */
  readonly confirmSettings: () => void;
  readonly displays: () => readonly DisplayView[];
  readonly identifyDisplays: () => void;
  readonly closeTill: () => void;
  readonly showFolder: (path: string) => void;
  readonly setTyping: (on: boolean) => void;
  readonly scannerTrials: Pick<ScannerTrials, 'tryOne' | 'stop'>;
  /** A function, because a system may not know the user's documents folder. */
  readonly exportFolder: () => string;
  readonly askPerson: AskPerson;
  /** Replaces the page in which a secret was typed, together with its process, so that the secret leaves memory. */
  readonly forgetTyped: () => void;
  readonly outcomes: readonly OutcomeView[];
  readonly refundOutcomes: readonly OutcomeView[];
  readonly version: string;
  readonly runtime: string;
};
