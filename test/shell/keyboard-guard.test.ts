/** The guard in front of the cashier's page: what a scanner types is a label, unless a text field has the focus. */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createKeyboardGuard, type KeyboardGuard } from '../../electron/shell/keyboard-guard.ts';
import { paceOf } from '../../electron/scanner/scanner-pace.ts';
import type { LearntScan } from '../../electron/scanner/learn-scan.ts';

const LABEL = '4891028704515';

let guard: KeyboardGuard;
let labels: string[];
let closed: number;

beforeEach(() => {
  vi.useFakeTimers();
  labels = [];
  closed = 0;
  guard = createKeyboardGuard({
    mono: () => Date.now(),
    pace: () => paceOf(null),
    onReport: (report) => labels.push(report.kind === 'scan' ? report.label : report.kind),
    onCloseKey: () => {
      closed += 1;
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
});

type Modifiers = { readonly alt?: boolean; readonly control?: boolean; readonly shift?: boolean };

/** A page behind the guard. Records what reaches it: "+key" for down, "=key" for a typed character, "-key" for up. */
function newPage() {
  const reached: string[] = [];
  const signs = { keyDown: '+', char: '=', keyUp: '-' } as const;
  const page = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    sendInputEvent: ({
      type,
      keyCode,
      modifiers,
    }: {
      type: keyof typeof signs;
      keyCode: string;
      modifiers: string[];
    }) => reached.push(`${signs[type]}${[...modifiers, keyCode].join('-')}`),
  });
  guard.guard(page as unknown as Parameters<KeyboardGuard['guard']>[0]);
  /** Like Chromium: after a held-back key down, no key up comes until a key down that was not held back. */
  let hidesUps = false;
  const send = (type: 'keyDown' | 'keyUp', key: string, modifiers: Modifiers = {}): void => {
    if (type === 'keyUp' && hidesUps) return;
    let isHeld = false;
    const event = {
      preventDefault() {
        isHeld = true;
      },
    };
    const input = { type, key, code: `Key${key}`, shift: false, control: false, alt: false, meta: false };
    page.emit('before-input-event', event, { ...input, ...modifiers, modifiers: [] });
    if (type === 'keyDown') hidesUps = isHeld;
    if (!isHeld) reached.push(`${signs[type]}${key}`);
  };
  return {
    reached,
    emit: (name: 'focus' | 'blur') => page.emit(name),
    press(keys: readonly string[], gapMs: number, modifiers?: Modifiers): void {
      for (const key of keys) {
        vi.advanceTimersByTime(gapMs);
        send('keyDown', key, modifiers);
        send('keyUp', key, modifiers);
      }
    },
    scan(gapMs = 5): void {
      this.press([...LABEL, 'Enter'], gapMs);
    },
  };
}

it('a label never reaches the page', () => {
  const page = newPage();
  page.scan();
  vi.advanceTimersByTime(2_000);
  expect(page.reached).toEqual([]);
  expect(labels).toEqual([LABEL]);
});

it('keys typed by hand reach the page within 60 ms, unchanged, each with its up', () => {
  const page = newPage();
  page.press(['7'], 0);
  vi.advanceTimersByTime(59);
  expect(page.reached).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(page.reached).toEqual(['+7', '=7', '-7']);
  page.press(['F1', 'ArrowDown', 'Enter', 'Escape'], 100);
  page.press(['A'], 100, { shift: true });
  page.press(['c'], 100, { control: true });
  vi.advanceTimersByTime(100);
  expect(page.reached.slice(3)).toEqual([
    '+F1',
    '-F1',
    '+Down',
    '-Down',
    '+Enter',
    '=Enter',
    '-Enter',
    '+Escape',
    '-Escape',
    '+shift-A',
    '=shift-A',
    '-shift-A',
    '+control-c',
    '-control-c',
  ]);
});

it('Alt and F4 typed by hand close the window, but not in a scan', () => {
  const page = newPage();
  page.press(['F4'], 100, { alt: true });
  vi.advanceTimersByTime(100);
  expect(closed).toBe(1);
  page.press(['1'], 1_000);
  page.press(['F4'], 5, { alt: true });
  vi.advanceTimersByTime(2_000);
  expect(closed).toBe(1);
});

it('a scan goes to a text field that has the focus, but not after the focus has left', () => {
  const page = newPage();
  guard.setTyping(true);
  page.scan();
  expect(page.reached.filter((each) => each.startsWith('+')).join('')).toBe(`+${[...LABEL, 'Enter'].join('+')}`);
  page.reached.length = 0;
  guard.setTyping(false);
  // A scan right after may be the end of the one that went into the field.
  page.scan();
  vi.advanceTimersByTime(2_000);
  expect(page.reached).toEqual([]);
  page.scan();
  vi.advanceTimersByTime(2_000);
  expect(page.reached).toEqual([]);
  expect(labels).toEqual(['unreadable', LABEL]);
});

it('a scan that began before a field got the focus does not go into the field', () => {
  const page = newPage();
  page.press(LABEL.slice(0, 8).split(''), 5);
  guard.setTyping(true);
  page.press([...LABEL.slice(8), 'Enter'], 5);
  expect(page.reached).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(labels).toEqual([LABEL]);
  page.press(['5'], 100);
  expect(page.reached).toEqual(['+5', '-5']);
});

it('keys typed before a field got the focus are in it before those typed after', () => {
  const page = newPage();
  page.press(['1'], 100);
  guard.setTyping(true);
  page.press(['2'], 5);
  expect(page.reached.filter((each) => each.startsWith('+'))).toEqual(['+1', '+2']);
});

it('a new page after a crash with the focus in a text field counts as without a text field', () => {
  newPage();
  guard.setTyping(true);
  const page = newPage();
  page.scan();
  vi.advanceTimersByTime(2_000);
  expect(page.reached).toEqual([]);
  expect(labels).toEqual([LABEL]);
});

it.each(['focus', 'blur'] as const)('a scan with a %s event in its middle is refused', (what) => {
  const page = newPage();
  page.press(LABEL.slice(0, 7).split(''), 5);
  page.emit(what);
  page.press([...LABEL.slice(7), 'Enter'], 5);
  vi.advanceTimersByTime(2_000);
  expect(page.reached).toEqual([]);
  expect(labels).toEqual(['unreadable']);
});

it('during a test scan, scans go only to the test, even with a text field; Escape typed by hand goes to the page', () => {
  const page = newPage();
  const tried: LearntScan[] = [];
  guard.setTyping(true);
  const stop = guard.learn((scan) => tried.push(scan));
  page.scan(58);
  vi.advanceTimersByTime(2_000);
  expect(tried).toEqual([
    { kind: 'understood', label: LABEL, profile: { gapMs: 58, longestGapMs: 58, ending: 'enter' } },
  ]);
  expect(page.reached).toEqual([]);
  expect(labels).toEqual([]);
  page.press(['Escape'], 100);
  vi.advanceTimersByTime(1_000);
  expect(page.reached).toEqual(['+Escape', '-Escape']);
  stop();
  guard.setTyping(false);
  vi.advanceTimersByTime(2_000);
  page.scan();
  vi.advanceTimersByTime(2_000);
  expect(labels).toEqual([LABEL]);
});
