/**
 * The one door between the windows and the till. A message passes when its sender is the main frame of our own window at
 * our own origin, that window may call that command, and the argument has the command's shape; the answer is a plain
 * value. What does not pass is refused and logged, and the window lives on.
 */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import {
  channelOf,
  type CommandName,
  type EventName,
  type PayloadOf,
  type WindowName,
} from '../../shared/contract/contract.ts';
import { answerCommand, refuse, type Doorway } from './door.ts';
import type { Part } from './parts.ts';
import { SCHEME } from './protocol.ts';

/** @param contents the window's present contents, or null while it is being made anew */
export function createDoor<W extends WindowName>(doorway: Doorway<W>, contents: () => WebContents | null): Part {
  const { window, schemas, log } = doorway;
  const names = Object.keys(schemas) as CommandName<W>[];
  return {
    name: 'door',
    start() {
      for (const name of names) {
        ipcMain.handle(channelOf(window, name), async (event: IpcMainInvokeEvent, ...sent: unknown[]) => {
          if (!isOwnMainFrame(event, window, contents())) return refuse(log, window, name, 'sender');
          return answerCommand(doorway, name, sent);
        });
      }
    },
    stop() {
      for (const name of names) ipcMain.removeHandler(channelOf(window, name));
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
