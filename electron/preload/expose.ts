/**
 * Builds a window's API from the contract: one function per command, one subscription per event, nothing else. Keeps
 * the last event of each kind, and the whole state told so far, for a page that subscribes later.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { API_NAME, channelOf, CONTRACT, type WindowName } from '../../shared/contract/contract.ts';
import { withTold } from '../../shared/contract/told.ts';

export function exposeApi(window: WindowName): void {
  const entries = Object.entries(CONTRACT[window]).map(([name, entry]) => {
    const channel = channelOf(window, name);
    if (entry.direction === 'to-main') return [name, commandOn(channel)] as const;
    return [name, 'isState' in entry ? eventOn(channel, withTold<unknown>) : eventOn(channel, theLast)] as const;
  });
  contextBridge.exposeInMainWorld(API_NAME, Object.fromEntries(entries));
}

const commandOn = (channel: string) => (argument: unknown) => ipcRenderer.invoke(channel, argument);

const theLast = (_before: unknown, payload: unknown): unknown => payload;

/** @param keep makes the value for later subscribers, from the one kept so far and a payload; undefined tells nobody */
function eventOn<Payload>(
  channel: string,
  keep: (before: Payload | undefined, payload: Payload) => Payload | undefined,
): (listener: (payload: Payload) => void) => () => void {
  const listeners = new Set<(payload: Payload) => void>();
  let kept: Payload | undefined;
  ipcRenderer.on(channel, (_event, payload: Payload) => {
    kept = keep(kept, payload);
    if (kept === undefined) return;
    for (const listener of listeners) listener(payload);
  });
  return (listener) => {
    listeners.add(listener);
    if (kept !== undefined) listener(kept);
    return () => void listeners.delete(listener);
  };
}
