/** H1: a scanner in keyboard mode, told from a person by its speed. The page sees a person's keys and never a scan's. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burstFlush, burstFlushAfterMs, burstStep, NO_BURST } from '../../electron/scanner/keyboard-burst.ts';
import type { BurstInput, BurstState } from '../../electron/scanner/keyboard-burst.ts';

/** A key pressed so long after the one before. */
type Press = { readonly key: string; readonly gapMs: number } & Partial<Pick<BurstInput, 'isAutoRepeat' | 'isCommand'>>;

type Seen = {
  /** What the page was given, in order. */
  readonly page: string[];
  readonly scans: string[];
  readonly unreadable: string[];
  /** The longest that a key which the page got had waited. */
  readonly longestWaitMs: number;
};

/** A stall of the program: what happens from `fromMs` on is seen `forMs` later. */
type Stall = { readonly fromMs: number; readonly forMs: number; readonly timersFirst: boolean };

const START_MS = 1_000;

/** The glue of the cashier's window, with a page that writes down what it gets. */
class Window {
  readonly seen = { page: [] as string[], scans: [] as string[], unreadable: [] as string[], longestWaitMs: 0 };
  #state: BurstState = NO_BURST;
  #flushAtMs: number | undefined;
  #heldSinceMs: number[] = [];
  readonly #stall: Stall | undefined;

  constructor(stall?: Stall) {
    this.#stall = stall;
  }

  type(input: Omit<BurstInput, 'atMs'>, realMs: number): void {
    const atMs = this.#processedAt(realMs);
    const isWaitingInStall = atMs !== realMs && this.#stall?.timersFirst === false;
    if (!isWaitingInStall) this.passUntil(atMs);
    const { state, action } = burstStep(this.#state, { ...input, atMs });
    this.#state = state;
    switch (action.kind) {
      case 'hold':
        if (input.type === 'down') this.#heldSinceMs.push(atMs);
        break;
      case 'pass':
        this.#give(input.type === 'up' ? [] : [input.key]);
        break;
      case 'release-and-pass':
        this.#release(
          action.keys.map(({ key }) => key),
          atMs,
        );
        this.#give([input.key]);
        break;
      case 'scan':
        this.seen.scans.push(action.label);
        this.#heldSinceMs = [];
        break;
      case 'unreadable':
        this.seen.unreadable.push(action.why);
        this.#heldSinceMs = [];
        break;
    }
    this.#startTimer(atMs);
  }

  passUntil(nowMs: number): void {
    while (this.#flushAtMs !== undefined && this.#flushAtMs <= nowMs) {
      const atMs = Math.min(this.#processedAt(this.#flushAtMs), nowMs);
      const { state, keys } = burstFlush(this.#state, atMs);
      this.#state = state;
      this.#release(
        keys.map(({ key }) => key),
        atMs,
      );
      this.#startTimer(atMs);
    }
  }

  #startTimer(atMs: number): void {
    const afterMs = burstFlushAfterMs(this.#state);
    this.#flushAtMs = afterMs === undefined ? undefined : atMs + afterMs;
  }

  #processedAt(realMs: number): number {
    const stall = this.#stall;
    if (stall === undefined || realMs < stall.fromMs) return realMs;
    return Math.max(realMs, stall.fromMs + stall.forMs);
  }

  #release(keys: readonly string[], atMs: number): void {
    if (keys.length === 0) return;
    for (const sinceMs of this.#heldSinceMs) {
      this.seen.longestWaitMs = Math.max(this.seen.longestWaitMs, atMs - sinceMs);
    }
    this.#heldSinceMs = [];
    this.#give(keys);
  }

  #give(keys: readonly string[]): void {
    this.seen.page.push(...keys);
  }
}

const down = ({ key, isAutoRepeat = false, isCommand = false }: Omit<Press, 'gapMs'>): Omit<BurstInput, 'atMs'> => ({
  type: 'down',
  key,
  code: `Key-${key.toLowerCase()}`,
  shift: /^[A-Z]$/.test(key),
  isCommand,
  isAutoRepeat,
});

/** Presses the keys, lets go of each a little later, and waits until nothing is held any more. */
function press(presses: readonly Press[], stall?: Stall): Seen {
  const window = new Window(stall);
  let atMs = START_MS;
  for (const { gapMs, ...each } of presses) {
    atMs += gapMs;
    window.type(down(each), atMs);
    if (each.isAutoRepeat !== true) window.type({ ...down(each), type: 'up' }, atMs);
  }
  window.passUntil(atMs + 10_000);
  return window.seen;
}

const chars = (text: string): string[] => text.split('');
const keys = (text: string, gapMs: number): Press[] => chars(text).map((key) => ({ key, gapMs }));
const scan = (label: string, gapMs = 8, firstGapMs = 5_000): Press[] =>
  [...keys(label, gapMs), { key: 'Enter', gapMs }].map((each, index) =>
    index === 0 ? { ...each, gapMs: firstGapMs } : each,
  );

const repeated = (key: string, times: number): Press[] =>
  Array.from({ length: times }, () => ({ key, gapMs: 30, isAutoRepeat: true }));

const CODE = '9371802465183077';
const codes = fc.stringMatching(/^[0-9A-Za-z]{16,60}$/);

describe('a scan', () => {
  it('is 16 keys and Enter, and the page sees none of them', () => {
    expect(press(scan(CODE))).toMatchObject({ page: [], scans: [CODE], unreadable: [] });
  });

  it('is not 15 keys and Enter', () => {
    const short = CODE.slice(1);
    expect(press(scan(short))).toMatchObject({ page: [...chars(short), 'Enter'], scans: [], unreadable: [] });
  });

  it('has a mean gap of 35 ms and not of 36', () => {
    expect(press(scan(CODE, 35)).scans).toEqual([CODE]);
    expect(press(scan(CODE, 36))).toMatchObject({ page: [...chars(CODE), 'Enter'], scans: [] });
  });

  it('may be uneven, as long as its mean is right', () => {
    const uneven = scan(CODE, 5).map((each, index) => (index === 9 ? { ...each, gapMs: 190 } : each));
    expect(press(uneven)).toMatchObject({ page: [], scans: [CODE] });
  });

  it('ends with Enter and nothing else', () => {
    for (const key of ['Tab', 'Escape', 'ArrowDown', 'F4', 'Backspace', 'Process', '１']) {
      const seen = press([...keys(CODE, 8), { key, gapMs: 8 }]);
      expect(seen).toMatchObject({ page: [...chars(CODE), key], scans: [], unreadable: [] });
    }
  });

  it('has capitals: Shift goes to the page and does not break it', () => {
    const shifted = chars('AbCdEfGhIjKlMnOp').flatMap((key) =>
      /[A-Z]/.test(key) ? [...keys('', 0), { key: 'Shift', gapMs: 2 }, { key, gapMs: 2 }] : [{ key, gapMs: 4 }],
    );
    const seen = press([...shifted, { key: 'Enter', gapMs: 4 }]);
    expect(seen.scans).toEqual(['AbCdEfGhIjKlMnOp']);
    expect(new Set(seen.page)).toEqual(new Set(['Shift']));
  });

  it('is followed by the next', () => {
    expect(press([...scan(CODE), ...scan('x'.repeat(40), 4, 400)])).toMatchObject({
      page: [],
      scans: [CODE, 'x'.repeat(40)],
    });
  });

  it("of more than 512 keys is nobody's", () => {
    expect(press(scan('7'.repeat(512))).scans).toEqual(['7'.repeat(512)]);
    expect(press(scan('7'.repeat(513)))).toMatchObject({ page: [], scans: [], unreadable: ['too-long'] });
  });

  it('leaves no "up" for a key that the page saw no "down" of, and hides no key after it', () => {
    const window = new Window();
    scan('0123456789abcdef').reduce((atMs, { key }) => {
      window.type(down({ key }), atMs);
      return atMs + 5;
    }, START_MS);
    expect(window.seen.scans).toHaveLength(1);
    const up = { ...down({ key: 'Enter' }), type: 'up' as const };
    const repeat = down({ key: 'Enter', isAutoRepeat: true });
    const state = swallowedState('0123456789abcdef');
    expect(burstStep(state, { ...up, atMs: 2_000 }).action).toEqual({ kind: 'hold' });
    expect(burstStep(state, { ...repeat, atMs: 2_000 }).action).toEqual({ kind: 'hold' });
    const once = burstStep(state, { ...up, atMs: 2_000 }).state;
    expect(burstStep(once, { ...up, atMs: 2_001 }).action).toEqual({ kind: 'pass' });
    const anew = burstStep(state, { ...down({ key: 'Enter' }), atMs: 3_000 });
    expect(anew.action).toEqual({ kind: 'pass' });
    expect(burstStep(anew.state, { ...up, atMs: 3_001 }).action).toEqual({ kind: 'pass' });
  });
});

/** After a scan whose keys have not gone up yet. */
function swallowedState(label: string): BurstState {
  return [...chars(label), 'Enter'].reduce(
    (state, key, index) => burstStep(state, { ...down({ key }), atMs: START_MS + index * 5 }).state,
    NO_BURST,
  );
}

describe('a person', () => {
  it('typing waits 60 ms at most, and each key comes once and in order', () => {
    const seen = press(keys('12.50', 130));
    expect(seen).toMatchObject({ page: chars('12.50'), scans: [], unreadable: [] });
    expect(seen.longestWaitMs).toBeLessThanOrEqual(60);
  });

  it('holding a key down is no scan, however often it repeats', () => {
    const held = [{ key: '7', gapMs: 900 }, ...repeated('7', 40), { key: 'Enter', gapMs: 30 }];
    expect(press(held)).toMatchObject({ page: [...chars('7'.repeat(41)), 'Enter'], scans: [], unreadable: [] });
  });

  it('holding a key among fast ones breaks the burst', () => {
    const presses = keys(CODE + CODE, 5).map((each, index) => (index === 8 ? { ...each, isAutoRepeat: true } : each));
    const seen = press([...presses, { key: 'Enter', gapMs: 5 }]);
    expect(seen.scans).toEqual([]);
  });

  it('using a shortcut gets it, after the keys before it', () => {
    const seen = press([...keys('ab', 10), { key: 'c', gapMs: 10, isCommand: true }]);
    expect(seen.page).toEqual(['a', 'b', 'c']);
    const alone = burstStep(NO_BURST, { ...down({ key: 'c', isCommand: true }), atMs: START_MS });
    expect(alone.action).toEqual({ kind: 'pass' });
    const amongFast = scan(`${CODE}${CODE}`).map((each, index) => ({ ...each, isCommand: index === 20 }));
    expect(press(amongFast).scans).toEqual([]);
  });

  it('letting go of a key that is held back does not reach the page before the key', () => {
    const { state } = burstStep(NO_BURST, { ...down({ key: '5' }), atMs: START_MS });
    const up = { ...down({ key: '5' }), type: 'up' as const };
    expect(burstStep(state, { ...up, atMs: START_MS + 30 }).action).toEqual({ kind: 'hold' });
    const { state: flushed } = burstFlush(state, START_MS + 60);
    expect(burstStep(flushed, { ...up, atMs: START_MS + 90 }).action).toEqual({ kind: 'pass' });
  });

  it('at any speed over 35 ms, with Enter anywhere: no scan, every key, in order', () => {
    const human = fc.array(
      fc.record({
        key: fc.oneof(fc.stringMatching(/^[\x20-\x7e]$/), fc.constantFrom('Enter', 'Backspace', 'Tab', 'Shift')),
        gapMs: fc.integer({ min: 36, max: 400 }),
      }),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(human, (presses) => {
        const seen = press(presses);
        expect(seen.scans).toEqual([]);
        expect(seen.unreadable).toEqual([]);
        expect(seen.page.filter((key) => key !== 'Shift')).toEqual(
          presses.map(({ key }) => key).filter((key) => key !== 'Shift'),
        );
        expect(seen.page).toHaveLength(presses.length);
      }),
    );
  });

  it('typing each key over 60 ms after the last waits no longer than that', () => {
    const human = fc.array(
      fc.record({ key: fc.stringMatching(/^[0-9a-z]$/), gapMs: fc.integer({ min: 61, max: 900 }) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(human, (presses) => {
        expect(press(presses).longestWaitMs).toBeLessThanOrEqual(60);
      }),
    );
  });
});

describe('a part of a label', () => {
  it("is never taken for a scan when the scanner stutters, and the tail is nobody's", () => {
    const label = `${CODE}${CODE}`;
    const stutter = scan(label).map((each, index) => (index === 10 ? { ...each, gapMs: 700 } : each));
    expect(press(stutter)).toMatchObject({
      page: label.slice(0, 10).split(''),
      scans: [],
      unreadable: ['end-of-another'],
    });
  });

  it("is never taken for a scan after a long pause behind a scanner's head", () => {
    const label = `${CODE}${CODE}`;
    const stutter = scan(label).map((each, index) => (index === 6 ? { ...each, gapMs: 8_000 } : each));
    expect(press(stutter).scans).toEqual([]);
  });

  it('the scan after it is one', () => {
    const stutter = scan(`${CODE}${CODE}`).map((each, index) => (index === 10 ? { ...each, gapMs: 700 } : each));
    expect(press([...stutter, ...scan(CODE)]).scans).toEqual([CODE]);
  });

  it('keys of a person a second before a scan do no harm', () => {
    const typed = keys('12.50', 150);
    expect(press([...typed, ...scan(CODE, 8, 1_100)])).toMatchObject({ page: chars('12.50'), scans: [CODE] });
    expect(press([...typed, ...scan(CODE, 8, 500)])).toMatchObject({ page: chars('12.50'), scans: [] });
    const withEnter = [...typed, { key: 'Enter', gapMs: 100 }];
    expect(press([...withEnter, ...scan(CODE, 8, 100)])).toMatchObject({
      page: [...chars('12.50'), 'Enter'],
      scans: [CODE],
    });
  });

  it('never comes of any label with one pause up to a second anywhere in it', () => {
    const pauses = fc.integer({ min: 0, max: 1_000 });
    fc.assert(
      fc.property(codes, fc.nat(), pauses, fc.integer({ min: 1, max: 30 }), (label, which, pauseMs, gapMs) => {
        const at = 1 + (which % label.length);
        const seen = press(
          scan(label, gapMs).map((each, index) => (index === at ? { ...each, gapMs: pauseMs } : each)),
        );
        for (const each of seen.scans) expect(each).toBe(label);
      }),
    );
  });
});

describe('a program that was busy', () => {
  it.each([true, false])('still takes the scan whole (timers first: %s)', (timersFirst) => {
    for (const forMs of [30, 55, 90, 150, 400]) {
      for (let atKey = 0; atKey <= 20; atKey += 1) {
        const stall = { fromMs: START_MS + 5_000 + atKey * 5 - 2, forMs, timersFirst };
        const seen = press(scan('abcdefghij0123456789', 5), stall);
        expect(seen, `${forMs} ms at key ${atKey}`).toMatchObject({ page: [], scans: ['abcdefghij0123456789'] });
      }
    }
  });

  it('never gives a part of a label, however long it was busy', () => {
    const stalls = fc.record({
      fromMs: fc.integer({ min: START_MS + 4_990, max: START_MS + 6_000 }),
      forMs: fc.integer({ min: 1, max: 8_000 }),
      timersFirst: fc.boolean(),
    });
    fc.assert(
      fc.property(codes, fc.integer({ min: 1, max: 30 }), stalls, (label, gapMs, stall) => {
        for (const each of press(scan(label, gapMs), stall).scans) expect(each).toBe(label);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any keys at any speed', () => {
  const gaps = (minMs: number, maxMs: number) => fc.integer({ min: minMs, max: maxMs });
  const digit = fc.stringMatching(/^[0-9]$/);
  const person = fc
    .array(
      fc.record({
        key: fc.oneof(digit, fc.constantFrom('Enter', 'Tab', 'Backspace', 'a')),
        gapMs: gaps(0, 1_500),
        repeats: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 30 })),
      }),
      { maxLength: 12 },
    )
    .map((presses) =>
      presses.flatMap(({ key, gapMs, repeats }): Press[] => [{ key, gapMs }, ...repeated(key, repeats)]),
    );
  const scanner = fc
    .tuple(fc.stringMatching(/^[0-9]{8,40}$/), gaps(1, 40), gaps(0, 3_000), fc.boolean())
    .map(([label, gapMs, firstGapMs, hasEnter]) => scan(label, gapMs, firstGapMs).slice(0, hasEnter ? undefined : -1));
  const anything = fc.array(fc.oneof(person, scanner), { maxLength: 8 }).map((runs): Press[] => runs.flat());

  it('go to the page or into a scan, never to both, never lost, always in order', () => {
    let scansSeen = 0;
    fc.assert(
      fc.property(anything, (presses) => {
        const { page, scans, unreadable } = press(presses);
        scansSeen += scans.length;
        const typed = presses.map(({ key }) => key);
        // Cutting the scans out of what was typed leaves what the page got; unreadable ones are cut out unseen.
        if (unreadable.length === 0) expect(cutOut(typed, scans)).toContainEqual(page.join(' '));
        for (const label of scans) {
          expect(label.length).toBeGreaterThanOrEqual(16);
          expect(typed.join('')).toContain(`${label}Enter`);
        }
      }),
      { numRuns: 300 },
    );
    expect(scansSeen).toBeGreaterThan(10);
  });

  /** Every way to cut these labels, each with its Enter, out of the keys in order. */
  function cutOut(typed: readonly string[], scans: readonly string[]): string[] {
    const [label, ...rest] = scans;
    if (label === undefined) return [typed.join(' ')];
    const cut = [...chars(label), 'Enter'];
    return typed.flatMap((_, at) =>
      cut.every((key, index) => typed[at + index] === key)
        ? cutOut(typed.slice(at + cut.length), rest).map((after) =>
            [...typed.slice(0, at), ...(after === '' ? [] : [after])].join(' '),
          )
        : [],
    );
  }
});
