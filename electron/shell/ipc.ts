/**
 * The one door between the windows and the till. A message passes when its sender is the main frame of our own window at
 * our own origin, that window may call that command, and the argument has the command's shape; the answer is a plain
 * value. What does not pass is refused and logged, and the window lives on.
 */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { z } from 'zod';
import {
  channelOf,
  type ArgumentOf,
  type CommandName,
  type EventName,
  type Handlers,
  type PayloadOf,
  type WindowName,
} from '../../shared/contract.ts';
import type { Log } from '../till/ports.ts';
import { SCHEME } from './protocol.ts';

/** A strict schema for the argument of each command. */
export type Schemas<W extends WindowName> = { readonly [K in CommandName<W>]: z.ZodType<ArgumentOf<W, K>> };

/** @param contents the window's present contents, or null while it is being made anew */
export function openDoor<W extends WindowName>(
  window: W,
  schemas: Schemas<W>,
  handlers: Handlers<W>,
  contents: () => WebContents | null,
  log: Log,
): void {
  for (const name of Object.keys(schemas) as CommandName<W>[]) {
    ipcMain.handle(channelOf(window, name), async (event: IpcMainInvokeEvent, ...sent: unknown[]) => {
      if (!isOwnMainFrame(event, window, contents())) return refuse(log, window, name, 'sender');
      const schema: z.ZodType<ArgumentOf<W, typeof name>> = schemas[name];
      const parsed = sent.length === 1 ? parse(schema, sent[0]) : null;
      if (!parsed?.success) return refuse(log, window, name, 'shape');
      try {
        return await handlers[name](parsed.data);
      } catch (error) {
        // A bug of ours. The window gets no inside of it; the log does.
        log('door.failed', { window, name, error: error instanceof Error ? (error.stack ?? error.message) : 'thrown' });
        throw new Error(`${name} failed`, { cause: error });
      }
    });
  }
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

/** What a check stumbles over (a cycle, a number that JSON does not have) is no more of the right shape than the rest. */
function parse<Argument>(schema: z.ZodType<Argument>, value: unknown): z.ZodSafeParseResult<Argument> | null {
  try {
    return schema.safeParse(value);
  } catch {
    return null;
  }
}

function refuse(log: Log, window: WindowName, name: string, why: 'sender' | 'shape'): never {
  log('door.refused', { window, name, why });
  throw new Error(`${name} refused`);
}
