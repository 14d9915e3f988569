/**
 * Keeps a keyboard-mode scanner's label out of the cashier's page: keys are held back for a moment, and given to the till
 * as a label when they come as fast as only a scanner types, or to the page when they do not.
 */
import type { Input, WebContents } from 'electron';
import { burstFlush, burstFlushAfterMs, burstStep, NO_BURST, type HeldKey } from '../scanner/keyboard-burst.ts';

export type KeyboardGuard = {
  /** While a text field has the focus, keys go to it at once. */
  setTyping(on: boolean): void;
  /** Puts the guard in front of a window's page. */
  guard(contents: WebContents): void;
};

export type GuardDeps = {
  readonly mono: () => number;
  readonly onLabel: (label: string) => void;
  readonly onUnreadable: () => void;
};

export function createKeyboardGuard({ mono, onLabel, onUnreadable }: GuardDeps): KeyboardGuard {
  let isTyping = false;
  let flushHeld = (): void => undefined;

  const guard = (contents: WebContents): void => {
    // A page that died with the focus in a text field never said that it left it.
    isTyping = false;
    let state = NO_BURST;
    let timer: NodeJS.Timeout | undefined;
    /** Electron tells of the keys we send while we send them: those must not be held back a second time. */
    let isReplaying = false;

    const replay = (keys: readonly HeldKey[]): void => {
      isReplaying = true;
      for (const { key, shift } of keys) {
        const modifiers: 'shift'[] = shift ? ['shift'] : [];
        contents.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers });
        contents.sendInputEvent({ type: 'char', keyCode: key, modifiers });
        contents.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers });
      }
      isReplaying = false;
    };

    const flush = (): void => {
      const flushed = burstFlush(state, mono());
      state = flushed.state;
      if (!contents.isDestroyed()) replay(flushed.keys);
      armTimer();
    };

    const armTimer = (): void => {
      clearTimeout(timer);
      const afterMs = burstFlushAfterMs(state);
      if (afterMs === undefined) return;
      timer = setTimeout(flush, afterMs);
    };

    flushHeld = flush;

    contents.on('before-input-event', (event, input: Input) => {
      if (isReplaying || isTyping || (input.type !== 'keyDown' && input.type !== 'keyUp')) return;
      const { state: next, action } = burstStep(state, {
        type: input.type === 'keyDown' ? 'down' : 'up',
        key: input.key,
        code: input.code,
        shift: input.shift,
        isCommand: input.control || input.alt || input.meta || input.isComposing,
        isAutoRepeat: input.isAutoRepeat,
        atMs: mono(),
      });
      state = next;
      armTimer();
      switch (action.kind) {
        case 'pass':
          break;
        case 'hold':
          event.preventDefault();
          break;
        case 'release-and-pass':
          replay(action.keys);
          break;
        case 'scan':
          event.preventDefault();
          onLabel(action.label);
          break;
        case 'unreadable':
          event.preventDefault();
          onUnreadable();
          break;
      }
    });
  };

  return {
    guard,
    setTyping(on) {
      // What is still held was typed before the field got the focus, and must not come after what follows.
      if (on) flushHeld();
      isTyping = on;
    },
  };
}
