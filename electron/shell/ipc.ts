/**
 * The only door between the windows and the till. It accepts messages from the main frame of our own window at our own
 * origin; door.ts has the other checks. Answers are plain values. A refused message is logged, and the window stays.
 */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import {
  channelOf,
  type CommandName,
  type EventName,
  type PayloadOf,
  type WindowName,
} from '../../shared/contract/contract.ts';
import { answerCommand, type Doorway } from './door.ts';
import type { Part } from './parts.ts';
import { SCHEME } from './protocol.ts';

/** @param contents the cashier's window's present contents, or null while it is being remade */
export function createDoor(doorway: Doorway, contents: () => WebContents | null): Part {
  const names = Object.keys(doorway.schemas) as CommandName<'cashier'>[];
  return {
    name: 'door',
    start() {
      for (const name of names) {
        ipcMain.handle(channelOf('cashier', name), (event: IpcMainInvokeEvent, ...sent: unknown[]) =>
          answerCommand(doorway, name, { isOwn: isOwnMainFrame(event, 'cashier', contents()), sent }),
        );
      }
    },
    stop() {
      for (const name of names) ipcMain.removeHandler(channelOf('cashier', name));
    },
  };
}

export function tell<W extends WindowName, K extends EventName<W>>(
  window: W,
  name: K,
  contents: WebContents | null,
  payload: PayloadOf<W, K>,
): void {
  if (contents !== null && !contents.isDestroyed()) contents.send(channelOf(window, name), payload);
}

function isOwnMainFrame(event: IpcMainInvokeEvent, window: WindowName, contents: WebContents | null): boolean {
  const frame = event.senderFrame;
  if (frame === null || contents === null || event.sender !== contents || frame !== contents.mainFrame) return false;
  if (!URL.canParse(frame.url)) return false;
  const { protocol, host } = new URL(frame.url);
  return protocol === `${SCHEME}:` && host === window;
}
