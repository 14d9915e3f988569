/** H2 for a scanner in keyboard mode that is read as a raw device: boot-keyboard reports of 8 bytes. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isKeyboardUnfinished,
  keyboardOpened,
  keyboardStep,
  keyboardTimeout,
} from '../../electron/scanner/keyboard-report.ts';
import type { KeyboardState } from '../../electron/scanner/keyboard-report.ts';
import type { ScanEvent } from '../../electron/scanner/scan.ts';

const IDLE: KeyboardState = { phase: { kind: 'idle' }, down: [] };
const UP = [0, 0, 0, 0, 0, 0, 0, 0];
const ENTER = [0, 0, 0x28, 0, 0, 0, 0, 0];
const LEFT_SHIFT = 0x02;
const RIGHT_SHIFT = 0x20;
const TOO_MANY = [0, 0, 1, 1, 1, 1, 1, 1];

const chars = (text: string): string[] => text.split('');

/** The US layout once more, from the HID usage tables (page 0x07) and not from the decoder. */
const ROWS: readonly (readonly [string, number, number])[] = [
  ...chars('abcdefghijklmnopqrstuvwxyz').map((key, index) => [key, 0x04 + index, 0] as const),
  ...chars('ABCDEFGHIJKLMNOPQRSTUVWXYZ').map((key, index) => [key, 0x04 + index, LEFT_SHIFT] as const),
  ...chars('1234567890').map((key, index) => [key, 0x1e + index, 0] as const),
  ...chars('!@#$%^&*()').map((key, index) => [key, 0x1e + index, RIGHT_SHIFT] as const),
  [' ', 0x2c, 0],
  ...chars('-=[]\\').map((key, index) => [key, 0x2d + index, 0] as const),
  ...chars('_+{}|').map((key, index) => [key, 0x2d + index, LEFT_SHIFT] as const),
  ...chars(";'`,./").map((key, index) => [key, 0x33 + index, 0] as const),
  ...chars(':"~<>?').map((key, index) => [key, 0x33 + index, LEFT_SHIFT] as const),
];
const US = new Map(ROWS.map(([key, usage, modifiers]) => [key, { usage, modifiers }]));

const down = (key: string): number[] => {
  const { usage, modifiers } = US.get(key) ?? { usage: 0, modifiers: 0 };
  return [modifiers, 0, usage, 0, 0, 0, 0, 0];
};

/** Each key pressed and let go, and Enter. */
const typed = (text: string): number[][] => [...chars(text).flatMap((key) => [down(key), UP]), ENTER, UP];

function decode(reports: readonly (readonly number[])[], gapMs: number | readonly number[] = 4, start = IDLE) {
  let state = start;
  let atMs = 1_000;
  const events: ScanEvent[] = [];
  for (const [index, report] of reports.entries()) {
    atMs += typeof gapMs === 'number' ? gapMs : (gapMs[index] ?? 0);
    const step = keyboardStep(state, Uint8Array.from(report), atMs);
    state = step.state;
    if (step.event.kind !== 'none') events.push(step.event);
  }
  return { events, state, atMs };
}

const labelsOf = (events: readonly ScanEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'label' ? [String.fromCharCode(...event.bytes)] : []));

const dropped = (why: string) => [{ kind: 'dropped', why }];

describe('keys', () => {
  it('knows all 95 printable characters of the US layout', () => {
    const all = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join('');
    expect(US.size).toBe(95);
    expect(labelsOf(decode(typed(all)).events)).toEqual([all]);
  });

  it('knows the keypad, and its Enter', () => {
    const keypad = [0x59, 0x5a, 0x61, 0x62, 0x63, 0x54, 0x55, 0x56, 0x57, 0x58];
    const reports = keypad.flatMap((usage) => [[0, 0, usage, 0, 0, 0, 0, 0], UP]);
    expect(labelsOf(decode(reports).events)).toEqual(['1290./*-+']);
  });

  it('ends with Enter or Tab, and Enter alone is no label', () => {
    const tab = [0, 0, 0x2b, 0, 0, 0, 0, 0];
    expect(labelsOf(decode([down('7'), UP, tab, UP, down('8'), UP, ENTER, UP, ENTER]).events)).toEqual(['7', '8']);
  });

  it('types a key once, however often its report is repeated', () => {
    expect(labelsOf(decode([down('7'), down('7'), down('7'), UP, down('7'), UP, ENTER]).events)).toEqual(['77']);
  });

  it('types each key once when they overlap, wherever they stand in the report', () => {
    const [a, b, c] = [0x04, 0x05, 0x06];
    const overlapping = [
      [0, 0, a, 0, 0, 0, 0, 0],
      [0, 0, a, b, 0, 0, 0, 0],
      [0, 0, b, 0, 0, 0, 0, 0],
      [0, 0, c, b, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, c, 0, 0],
      UP,
    ];
    expect(labelsOf(decode([...overlapping, ENTER]).events)).toEqual(['abc']);
  });

  it('types several new keys of one report in their order, Enter too', () => {
    expect(labelsOf(decode([[0, 0, 0x05, 0x04, 0x06, 0x28, 0, 0]]).events)).toEqual(['bac']);
  });

  it('does not take two ends in one report for two labels', () => {
    expect(decode([[0, 0, 0x04, 0x28, 0x05, 0x2b, 0, 0]]).events).toEqual(dropped('malformed'));
  });
});

describe('what drops the whole label', () => {
  it.each([
    ['too many keys at once', TOO_MANY, 'keys-lost'],
    ['a key that types nothing', [0, 0, 0x3a, 0, 0, 0, 0, 0], 'unprintable-key'],
    ['Control with a key', [0x01, 0, 0x04, 0, 0, 0, 0, 0], 'unprintable-key'],
    ['Alt with a keypad digit', [0x04, 0, 0x59, 0, 0, 0, 0, 0], 'unprintable-key'],
    ['a report of another length', [0, 0, 4], 'malformed'],
  ])('%s, and its end is no label', (_what, report, why) => {
    const reports = [down('1'), UP, report, UP, down('2'), UP, ENTER, UP, ...typed('next')];
    const { events } = decode(reports);
    expect(events).toEqual([...dropped(why), { kind: 'label', bytes: [...Buffer.from('next')] }]);
  });

  it('a key that is still down after a roll-over error is not typed again', () => {
    const { events } = decode([...typed('x'), down('a'), TOO_MANY, down('a'), UP, ENTER, UP, ...typed('ok')]);
    expect(labelsOf(events)).toEqual(['x', 'ok']);
  });

  it('a gap of more than 200 ms, and 200 is none', () => {
    expect(labelsOf(decode([down('1'), down('2'), ENTER], 200).events)).toEqual(['12']);
    expect(decode([down('1'), down('2'), ENTER], [0, 201, 4]).events).toEqual(dropped('gap'));
    expect(decode([down('1'), ENTER], [0, 9_000]).events).toEqual(dropped('gap'));
  });

  it('more than 512 characters', () => {
    expect(labelsOf(decode(typed('a'.repeat(512))).events)).toEqual(['a'.repeat(512)]);
    expect(decode(typed('a'.repeat(513))).events).toEqual(dropped('too-long'));
  });

  it('its time being over, told once', () => {
    const { state, atMs } = decode([down('1')]);
    expect(isKeyboardUnfinished(state)).toBe(true);
    expect(keyboardTimeout(state, atMs + 200).event).toEqual({ kind: 'none' });
    const over = keyboardTimeout(state, atMs + 201);
    expect(over.event).toEqual({ kind: 'dropped', why: 'gap' });
    expect(isKeyboardUnfinished(over.state)).toBe(false);
    expect(keyboardTimeout(over.state, atMs + 900).event).toEqual({ kind: 'none' });
  });

  it('the device being opened in the middle of it', () => {
    const { events } = decode([...typed('tail'), ...typed('whole')], 4, keyboardOpened(1_000));
    expect(labelsOf(events)).toEqual(['whole']);
  });
});

describe('any label', () => {
  const text = fc.stringMatching(/^[\x20-\x7e]{1,128}$/);

  it('comes out as it was typed', () => {
    fc.assert(
      fc.property(text, (label) => {
        expect(labelsOf(decode(typed(label)).events)).toEqual([label]);
      }),
    );
  });

  it('comes whole or not at all when one report is replaced by anything', () => {
    const anything = fc.oneof(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.uint8Array({ maxLength: 10 }));
    const codes = fc.stringMatching(/^[0-9]{16,24}$/);
    fc.assert(
      fc.property(codes, fc.nat(), anything, (label, which, report) => {
        const reports = typed(label);
        const at = which % (reports.length - 2);
        const { events } = decode(reports.with(at, [...report]));
        // A key in place of another is a misread that no decoder can see: the length stays or grows, never shrinks by a cut.
        const isSilentKey = report.length === 8 && [...report.subarray(2)].every((usage) => usage === 0 || usage > 3);
        fc.pre(!isSilentKey);
        for (const each of labelsOf(events)) expect(each).toBe(label);
      }),
    );
  });

  it('comes whole or not at all with pauses anywhere', () => {
    const codes = fc.stringMatching(/^[0-9]{16,24}$/);
    const pauses = fc.array(fc.oneof({ weight: 20, arbitrary: fc.constant(5) }, fc.integer({ min: 0, max: 20_000 })), {
      minLength: 60,
      maxLength: 60,
    });
    fc.assert(
      fc.property(codes, pauses, (label, gaps) => {
        for (const each of labelsOf(decode(typed(label), gaps).events)) expect(each).toBe(label);
      }),
    );
  });

  it('never crashes on bytes at random', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 12 })), (reports) => {
        const { events } = decode(reports.map((report) => [...report]));
        for (const event of events) if (event.kind === 'label') expect(event.bytes.length).toBeLessThanOrEqual(512);
      }),
    );
  });
});
