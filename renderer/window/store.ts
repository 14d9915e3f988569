/** The state that main sent to this window, and when it arrived. Screens draw it and keep no copy. */
import { flushSync } from 'react-dom';
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Language } from '../../shared/settings.ts';
import { loadFontsFor } from './fonts.ts';
import { speak } from './i18n.ts';

export type Received<State> = {
  readonly state: State;
  /** performance.now() when the sale's group arrived; `leftMs` in the state counts from then. */
  readonly at: number;
};

type Box<State> = { readonly received: Received<State> | null };

/** The groups of the state that changed; the first message holds all of them. */
type Groups<State> = { readonly [group: string]: Partial<State> | undefined };

export function receive<State extends { readonly language: Language }>(
  subscribe: (listener: (told: { readonly groups: Groups<State> }) => void) => () => void,
): UseBoundStore<StoreApi<Box<State>>> {
  const store = create<Box<State>>(() => ({ received: null }));
  subscribe(({ groups }) => {
    const before = store.getState().received;
    const state: State = Object.assign({}, before?.state, ...Object.values(groups));
    const at = before === null || groups['sale'] !== undefined ? performance.now() : before.at;
    // Change the language first, so that no frame shows the new state in the old language.
    speak(state.language);
    // Draw at once instead of when React schedules it: "paid" must not wait one frame longer than necessary.
    flushSync(() => store.setState({ received: { state, at } }));
    loadFontsFor(groups);
  });
  return store;
}
