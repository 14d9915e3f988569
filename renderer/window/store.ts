/**
 * The state that the main process told this window, and when it came. Screens draw it and keep nothing beside it.
 */
import { flushSync } from 'react-dom';
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Language } from '../../shared/settings.ts';
import { loadFontsFor } from './fonts.ts';
import { speak } from './i18n.ts';

export type Received<State> = {
  readonly state: State;
  /** performance.now() when the sale was told: what `leftMs` in the state counts from. */
  readonly at: number;
};

type Box<State> = { readonly received: Received<State> | null };

/** Groups of the state, those that have changed; every one of them the first time. */
type Groups<State> = { readonly [group: string]: Partial<State> | undefined };

export function receive<State extends { readonly language: Language }>(
  subscribe: (listener: (told: { readonly groups: Groups<State> }) => void) => () => void,
): UseBoundStore<StoreApi<Box<State>>> {
  const store = create<Box<State>>(() => ({ received: null }));
  subscribe(({ groups }) => {
    const before = store.getState().received;
    const state: State = Object.assign({}, before?.state, ...Object.values(groups));
    const at = before === null || groups['sale'] !== undefined ? performance.now() : before.at;
    // Words first, so that no frame shows the new state in the old language.
    speak(state.language);
    // Drawn now and not when React finds time: whether it is paid must not wait a frame longer than it has to.
    flushSync(() => store.setState({ received: { state, at } }));
    loadFontsFor(groups);
  });
  return store;
}
