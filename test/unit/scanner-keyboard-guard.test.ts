/** The guard in front of the cashier's page: what a scanner types is a label, unless a text field has the focus. */
import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import { createKeyboardGuard, type KeyboardGuard } from '../../electron/shell/keyboard-guard.ts';

const LABEL = 'PAYME12345678901';

let guard: KeyboardGuard;
let labels: string[];

beforeEach(() => {
  labels = [];
  let now = 0;
  guard = createKeyboardGuard({
    mono: () => (now += 1),
    onLabel: (label) => labels.push(label),
    onUnreadable: () => labels.push('unreadable'),
  });
});

/** A page behind the guard, and what reaches it of a label that a scanner types into it. */
function newPage(): { readonly scan: () => string } {
  const page = Object.assign(new EventEmitter(), { isDestroyed: () => false, sendInputEvent: () => undefined });
  guard.guard(page as unknown as Parameters<KeyboardGuard['guard']>[0]);
  return {
    scan() {
      let reached = '';
      for (const key of [...LABEL, 'Enter']) {
        for (const type of ['keyDown', 'keyUp']) {
          let isHeld = false;
          const event = {
            preventDefault() {
              isHeld = true;
            },
          };
          page.emit('before-input-event', event, { type, key, code: `Key${key}` });
          if (!isHeld && type === 'keyDown') reached += key;
        }
      }
      return reached;
    },
  };
}

it('a label never reaches the page', () => {
  expect(newPage().scan()).toBe('');
  expect(labels).toEqual([LABEL]);
});

it('all of it goes to a text field that has the focus, and nothing any more when it has left', () => {
  const page = newPage();
  guard.setTyping(true);
  expect(page.scan()).toBe(`${LABEL}Enter`);
  guard.setTyping(false);
  expect(page.scan()).toBe('');
  expect(labels).toEqual([LABEL]);
});

it('the page that comes after one that died with the focus in a text field has none', () => {
  newPage();
  guard.setTyping(true);
  expect(newPage().scan()).toBe('');
  expect(labels).toEqual([LABEL]);
});
