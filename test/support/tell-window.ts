/** Replaces main for a window: its state, and the answers to its commands. */
import type { ElectronApplication } from 'playwright-core';
import { channelOf, type CommandName, type WindowName } from '../../shared/contract/contract.ts';
import type { Language } from '../../shared/settings.ts';

/**
 * Sends a window a state in main's place. From then on main's own states for this window are dropped, because the next
 * one would replace what the test is looking at.
 */
export async function show(app: ElectronApplication, window: WindowName, state: unknown): Promise<void> {
  await app.evaluate(
    ({ webContents }, [url, channel, sent]) => {
      const contents = webContents.getAllWebContents().find((each) => each.getURL().startsWith(url));
      if (contents === undefined) throw new Error(`No window at ${url}`);
      const held = contents as typeof contents & { own?: typeof contents.send; again?: (language: string) => void };
      held.own ??= contents.send.bind(contents);
      const { own } = held;
      contents.send = (name, ...payload) => {
        if (name !== channel) own(name, ...payload);
      };
      // All in the group of the sale, which a window dates; it does not care for the group of any other part.
      const tell = (more: object) =>
        own(channel, { isWhole: true, groups: { sale: { ...(sent as object), ...more } } });
      held.again = (language) => tell({ language });
      tell({});
    },
    [`app://${window}/`, channelOf(window, 'state'), state] as const,
  );
}

/** Sends a window its last state again, in another language. */
export async function showIn(app: ElectronApplication, window: WindowName, language: Language): Promise<void> {
  await app.evaluate(
    ({ webContents }, [url, spoken]) => {
      const contents = webContents.getAllWebContents().find((each) => each.getURL().startsWith(url));
      (contents as { again?: (language: string) => void } | undefined)?.again?.(spoken);
    },
    [`app://${window}/`, language] as const,
  );
}

/** Makes main answer a command of the cashier's window with this value from now on. */
export async function answer(app: ElectronApplication, name: CommandName<'cashier'>, given: unknown): Promise<void> {
  await app.evaluate(
    ({ ipcMain }, [channel, value]) => {
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, () => value);
    },
    [channelOf('cashier', name), given] as const,
  );
}
