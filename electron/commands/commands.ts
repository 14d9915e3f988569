/** The handlers of the cashier's commands. Each calls the part it concerns; no decision about money is made here. */
import { actsCommands } from './acts-commands.ts';
import { accountCommands } from './account-commands.ts';
import type { CommandDeps } from './command-deps.ts';
import { dayCommands } from './day-commands.ts';
import type { Handlers } from './handlers.ts';
import { historyCommands } from './history-commands.ts';
import { paymentCommands } from './payment-commands.ts';
import { settingsCommands } from './settings-commands.ts';
import { staffCommands } from './staff-commands.ts';

export function createCommands(deps: CommandDeps): Handlers {
  const { counter } = deps;
  return {
    ...paymentCommands(counter),
    ...historyCommands(counter),
    ...dayCommands(deps),
    ...settingsCommands(deps),
    ...accountCommands(deps),
    ...staffCommands(deps),
    ...actsCommands(deps),
    acknowledgeRestore: () => {
      const isNoted = counter.noteRestoredRead();
      return { answer: undefined, did: isNoted ? {} : null };
    },
    identifyDisplays: () => {
      deps.identifyDisplays();
    },
    closeTill: () => {
      deps.closeTill();
    },
    tryScanner: deps.scannerTrials.tryOne,
    stopTryingScanner: deps.scannerTrials.stop,
    dismissNotice: ({ kind }) => {
      counter.dismissNotice(kind);
    },
    practiseOn: () => {
      counter.practiseOn();
    },
    typing: ({ on }) => {
      deps.setTyping(on);
    },
  };
}
