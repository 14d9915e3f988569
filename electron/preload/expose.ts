/**
 * Builds a window's API from the contract: a function for each command, a subscription for each event, and nothing else.
 * The last event of each kind is kept for a page that subscribes after it came.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { API_NAME, channelOf, CONTRACT, type WindowName } from '../../shared/contract/contract.ts';

export function exposeApi(window: WindowName): void {
  const entries = Object.entries(CONTRACT[window]).map(([name, { direction }]) => {
    const channel = channelOf(window, name);
    return [name, direction === 'to-main' ? commandOn(channel) : eventOn(channel)] as const;
  });
  contextBridge.exposeInMainWorld(API_NAME, Object.fromEntries(entries));
}

const commandOn = (channel: string) => (argument: unknown) => ipcRenderer.invoke(channel, argument);

function eventOn(channel: string): (listener: (payload: unknown) => void) => () => void {
  const listeners = new Set<(payload: unknown) => void>();
  let last: { payload: unknown } | null = null;
  ipcRenderer.on(channel, (_event, payload: unknown) => {
    last = { payload };
    for (const listener of listeners) listener(payload);
  });
  return (listener) => {
    listeners.add(listener);
    if (last !== null) listener(last.payload);
    return () => void listeners.delete(listener);
  };
}
