/** What the cashier's window may ask for, each answered by the part it concerns. No decision about money is made here. */
import type { Handlers } from '../../shared/contract/contract.ts';
import { accountCommands } from './account-commands.ts';
import type { CommandDeps } from './command-deps.ts';
import { dayCommands } from './day-commands.ts';
import { paymentCommands } from './payment-commands.ts';
import { settingsCommands } from './settings-commands.ts';

export function createCommands(deps: CommandDeps): Handlers<'cashier'> {
  const { counter } = deps;
  return {
    ...paymentCommands(counter),
    ...dayCommands(deps),
    ...settingsCommands(deps),
    ...accountCommands(deps),
    restoredSeen: () => {
      counter.noteRestoredRead();
      counter.noteAct('restore-read');
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
