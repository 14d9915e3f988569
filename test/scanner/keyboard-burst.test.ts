/** H1: tells a scanner in keyboard mode from a person by speed. The page gets a person's keys and never a scan's. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_BURST } from '../../electron/scanner/burst-state.ts';
import { burstStep } from '../../electron/scanner/keyboard-burst.ts';
import { paceOf } from '../../electron/scanner/scanner-pace.ts';
import type { KeyInput } from '../../electron/scanner/typed-key.ts';
import { altCoded, chars, KeyWindow, press, scan, START_MS, typed, type Press } from '../support/key-window.ts';

const CODE = '9371802465183077';
const EAN_8 = '48910126';
const EAN_13 = '4891028704515';
const UPC_A = '036000291452';
const codes = fc.stringMatching(/^[0-9A-Za-z]{6,60}$/);

const repeated = (key: string, times: number): Press[] =>
  Array.from({ length: times }, () => ({ key, gapMs: 30, isAutoRepeat: true }));

describe('a scan', () => {
  it.each([
    ['a wallet', CODE],
    ['EAN-13', EAN_13],
    ['EAN-8', EAN_8],
    ['UPC-A', UPC_A],
    ['six keys', '123456'],
  ])('of %s: the page gets no key of it, with any ending', (_what, label) => {
    for (const ending of [['Enter'], ['Tab'], ['Enter', 'Tab'], ['Tab', 'Enter'], ['Enter', 'Enter'], []]) {
      for (const gapMs of [1, 8, 20, 35, 50, 59]) {
        const seen = press(scan(label, { gapMs, ending }));
        expect(seen, `${ending.join(' ')} at ${gapMs} ms`).toMatchObject({ page: [], scans: [label], unreadable: [] });
      }
    }
  });

  it('is not detected in five keys by hand, nor in keys slower than any scanner', () => {
    expect(press(scan('12345', { ending: [] }))).toMatchObject({ page: chars('12345'), scans: [] });
    expect(press(scan(CODE, { gapMs: 111 }))).toMatchObject({ page: [...chars(CODE), 'Enter'], scans: [] });
  });

  it('may have uneven gaps', () => {
    const uneven = scan(CODE, { gapMs: 5 }).map((each, index) => (index === 9 ? { ...each, gapMs: 190 } : each));
    expect(press(uneven)).toMatchObject({ page: [], scans: [CODE] });
  });

  it('may have capitals: Shift goes to the page and does not break the scan', () => {
    const shifted = chars('AbCdEfGhIjKlMnOp').flatMap((key): Press[] =>
      /[A-Z]/.test(key)
        ? [
            { key: 'Shift', gapMs: 2 },
            { key, gapMs: 2 },
          ]
        : [{ key, gapMs: 4 }],
    );
    const seen = press([...shifted, { key: 'Enter', gapMs: 4 }]);
    expect(seen.scans).toEqual(['AbCdEfGhIjKlMnOp']);
    expect(new Set(seen.page)).toEqual(new Set(['Shift']));
  });

  it('with no ending can be followed by another scan', () => {
    const next = scan(EAN_13, { firstGapMs: 1_300, ending: [] });
    expect(press([...scan(CODE, { ending: [] }), ...next])).toMatchObject({ page: [], scans: [CODE, EAN_13] });
  });

  it('can be followed by another scan', () => {
    const next = scan('x'.repeat(40), { gapMs: 4, firstGapMs: 400 });
    expect(press([...scan(CODE), ...next])).toMatchObject({ page: [], scans: [CODE, 'x'.repeat(40)] });
  });

  it('of two labels without a pause between them is refused', () => {
    const next = scan(CODE, { firstGapMs: 8 });
    expect(press([...scan(CODE), ...next])).toMatchObject({ page: [], scans: [], unreadable: ['control-keys'] });
  });

  it('sends the page no "up" of a key without its "down", and hides no later key', () => {
    const window = new KeyWindow();
    const end = [...chars(CODE), 'Enter'].reduce((atMs, key) => {
      window.event({ key, type: 'down' }, atMs);
      return atMs + 5;
    }, START_MS);
    window.passUntil(end + 2_000);
    expect(window.seen).toMatchObject({ scans: [CODE], page: [], ups: [] });
    window.event({ key: 'Enter', type: 'down', isAutoRepeat: true }, end + 2_010);
    for (const key of new Set([...chars(CODE), 'Enter'])) window.event({ key, type: 'up' }, end + 2_020);
    expect(window.seen).toMatchObject({ page: [], ups: [] });
    window.event({ key: 'Enter', type: 'down' }, end + 3_000);
    window.event({ key: 'Enter', type: 'up' }, end + 3_100);
    window.passUntil(end + 5_000);
    expect(window.seen).toMatchObject({ page: ['Enter'], ups: ['Enter'] });
  });
});

describe('X8: command keys', () => {
  const burst = (...keys: readonly (string | Press)[]): Press[] =>
    keys.map((each, index) => ({
      gapMs: index === 0 ? 5_000 : 8,
      ...(typeof each === 'string' ? { key: each } : each),
    }));
  const altF4: Press = { key: 'F4', gapMs: 8, alt: true };

  it.each([
    ['Escape Escape 1 F1', ['Escape', 'Escape', '1', 'F1']],
    ['with Enter', ['Escape', 'Escape', '1', 'F1', 'Enter']],
    ['in front of a label', ['Escape', '1', 'F1', ...chars(CODE), 'Enter']],
    ['after a label', [...chars(CODE), 'Enter', 'Escape', '1', 'F1']],
    ['in its middle', [...chars(EAN_8), 'Escape', ...chars(EAN_8), 'F2', 'Tab']],
    ['two alone', ['1', 'F1']],
    ['Alt and F4', ['1', altF4]],
    ['Tab and Enter alone', ['Tab', 'Enter']],
    ['Delete and digits', ['Delete', '5', '0']],
  ])('%s in a burst: the page gets no key, and there is no scan', (_what, keys) => {
    const seen = press(burst(...keys));
    expect(seen.page).toEqual([]);
    expect(seen.scans).toEqual([]);
  });

  it.each(['F1', 'Escape', 'Enter', 'Tab', 'Delete', 'Backspace', 'ArrowDown', 'PageUp'])(
    'typed by hand reach the page: %s between digits',
    (key) => {
      const presses = typed(['4', '5', key, '1'], 90);
      expect(press(presses)).toMatchObject({ page: ['4', '5', key, '1'], scans: [], unreadable: [] });
    },
  );

  it('with Control or Alt typed by hand reach the page', () => {
    const control = [...typed(['a', 'b'], 90), { key: 'c', gapMs: 90, control: true }, altF4WithGap(90)];
    expect(press(control).page).toEqual(['a', 'b', 'c', 'F4']);
  });

  const altF4WithGap = (gapMs: number): Press => ({ ...altF4, gapMs });
});

describe('unusual key events', () => {
  it('characters typed as Alt codes are a label', () => {
    expect(press(altCoded('PAYME9371', 6))).toMatchObject({ scans: ['PAYME9371'], unreadable: [] });
    expect(press(altCoded('PAYME9371', 6)).page.filter((key) => key !== 'Alt')).toEqual([]);
  });

  it('the numeric keypad gives digits with Num Lock off, for a scan and for a person', () => {
    const block = (gapMs: number): Press[] =>
      ['End', 'ArrowDown', 'PageDown', 'ArrowLeft', 'Clear', 'ArrowRight', 'Home', 'ArrowUp'].map((key, index) => ({
        key,
        code: `Numpad${index + 1}`,
        gapMs,
      }));
    expect(press(block(8))).toMatchObject({ page: [], scans: ['12345678'] });
    const window = new KeyWindow();
    window.event({ key: 'End', code: 'Numpad1', type: 'down' }, START_MS);
    window.passUntil(START_MS + 100);
    expect(window.seen.page).toEqual(['1']);
  });

  it('letters with Caps Lock on are reported and not used; digits work', () => {
    const locked = (text: string): Press[] => scan(text).map((each) => ({ ...each, capsLock: true }));
    expect(press(locked('payme1234'))).toMatchObject({ page: [], scans: [], unreadable: ['caps-lock'] });
    expect(press(locked(CODE))).toMatchObject({ page: [], scans: [CODE] });
  });

  it('an input method that takes the keys is reported once, and gets the keys', () => {
    const taken = chars(CODE).map((key): Press => ({ key: 'Process', code: `Digit${key}`, gapMs: 8 }));
    expect(press(taken)).toMatchObject({ scans: [], unreadable: ['input-method'] });
    const wide = chars('１２３４５６７８').map((key): Press => ({ key, gapMs: 8 }));
    expect(press(wide)).toMatchObject({ page: chars('１２３４５６７８'), unreadable: ['input-method'] });
    expect(press(wide.map((each) => ({ ...each, gapMs: 120 }))).unreadable).toEqual([]);
  });
});

describe('a person', () => {
  it('typing waits 60 ms at most; each key comes once and in order, each up after its down', () => {
    const seen = press(typed(chars('12.50'), 130));
    expect(seen).toMatchObject({ page: chars('12.50'), ups: chars('12.50'), scans: [], unreadable: [] });
    expect(seen.longestWaitMs).toBeLessThanOrEqual(60);
  });

  it('pressing two keys at once gets both', () => {
    const seen = press([...typed(['4'], 500), { key: '5', gapMs: 12 }, ...typed(['6'], 300)]);
    expect(seen).toMatchObject({ page: chars('456'), scans: [] });
    expect(seen.longestWaitMs).toBeLessThanOrEqual(212);
  });

  it('pressing a second key before releasing the first waits for the second key too, and no longer', () => {
    const seen = press([...typed(['4'], 500), { key: '5', gapMs: 40 }, ...typed(['6'], 200)]);
    expect(seen.page).toEqual(chars('456'));
    expect(seen.longestWaitMs).toBeLessThanOrEqual(100);
  });

  it('holding a key down makes no scan, however often the key repeats', () => {
    const held = [{ key: '7', gapMs: 900 }, ...repeated('7', 40), { key: 'Enter', gapMs: 90 }];
    expect(press(held)).toMatchObject({ page: [...chars('7'.repeat(41)), 'Enter'], scans: [], unreadable: [] });
  });

  it('releasing a key that is held back: its up does not reach the page before its down', () => {
    const window = new KeyWindow();
    window.event({ key: '5', type: 'down' }, START_MS);
    window.event({ key: '5', type: 'up' }, START_MS + 30);
    expect(window.seen).toMatchObject({ page: [], ups: [] });
    window.passUntil(START_MS + 60);
    expect(window.seen).toMatchObject({ page: ['5'], ups: ['5'] });
  });

  it('typing right after a scan gets every key', () => {
    const behind = typed(chars('12'), 150);
    expect(press([...scan(CODE), ...behind])).toMatchObject({ page: chars('12'), scans: [CODE] });
    // A scan without an ending might go on. Keys by hand come before its pause is over, so it does not count as whole.
    const noEnding = scan(CODE, { ending: [] });
    const [first, ...rest] = typed(chars('12'), 150);
    if (first === undefined) throw new Error('no key');
    expect(press([...noEnding, { ...first, gapMs: 400 }, ...rest])).toMatchObject({
      page: chars('12'),
      scans: [],
      unreadable: ['broken'],
    });
  });

  const hand = (least: number) =>
    fc.array(
      fc.record({
        key: fc.oneof(fc.stringMatching(/^[\x20-\x7e]$/), fc.constantFrom('Enter', 'Backspace', 'Tab', 'Shift', 'F1')),
        gapMs: fc.integer({ min: least, max: 400 }),
      }),
      { maxLength: 80 },
    );

  it('typing with gaps over 90 ms, with any keys: no scan, every key, in order', () => {
    fc.assert(
      fc.property(hand(91), (presses) => {
        const seen = press(presses);
        expect(seen.scans).toEqual([]);
        expect(seen.unreadable).toEqual([]);
        const expected = presses.map(({ key }) => key);
        expect(seen.page.filter((key) => key !== 'Shift')).toEqual(expected.filter((key) => key !== 'Shift'));
        expect(seen.page).toHaveLength(presses.length);
      }),
    );
  });

  it('typing with gaps over 60 ms waits 60 ms at most for a key', () => {
    fc.assert(
      fc.property(hand(61), (presses) => {
        expect(press(presses).longestWaitMs).toBeLessThanOrEqual(60);
      }),
    );
    fc.assert(
      fc.property(hand(61), (presses) => {
        expect(press(presses).longestWaitMs).toBeLessThanOrEqual(6 * 60);
      }),
    );
  });
});

describe('a scanner that was not learnt, and is too slow to hold back its keys', () => {
  it.each([61, 70, 80, 90])('at %d ms per key leaves nothing in the amount, and is reported', (gapMs) => {
    for (const label of [EAN_8, EAN_13, CODE]) {
      for (const ending of [['Enter'], ['Tab'], []]) {
        const seen = press(scan(label, { gapMs, ending }));
        // Five keys have reached the page before the sixth shows a scanner, so Delete clears the half-typed amount.
        expect(seen).toMatchObject({ page: [...chars(label.slice(0, 5)), 'Delete'], scans: [], unreadable: ['slow'] });
      }
    }
  });

  it('is not detected in five even keys by hand, in pairs of keys, in uneven keys, or in keys with commands', () => {
    const pairs = chars('110055220066').map((key, index) => ({ key, gapMs: index % 2 === 0 ? 140 : 55 }));
    const unlike = chars('123456789').map((key, index) => ({ key, gapMs: [106, 52, 75][index % 3] ?? 0 }));
    const commands = typed(['1', '2', '3', 'Backspace', '4', '5', '6', 'Backspace', '7', '8'], 70);
    for (const hand of [typed(chars('12345'), 70), pairs, unlike, commands]) {
      expect(press(hand)).toMatchObject({ page: hand.map(({ key }) => key), scans: [], unreadable: [] });
    }
  });
});

describe('a part of a label', () => {
  it('is never taken for a scan when the scanner stutters, and its rest is dropped', () => {
    const label = `${CODE}${CODE}`;
    for (const at of [6, 10, 20, 31]) {
      for (const gapMs of [210, 700, 1_150]) {
        const stutter = scan(label).map((each, index) => (index === at ? { ...each, gapMs } : each));
        const seen = press(stutter);
        expect(seen.scans, `${gapMs} ms at ${at}`).toEqual([]);
        expect(seen.page, `${gapMs} ms at ${at}`).toEqual([]);
        expect(seen.unreadable.length).toBeGreaterThan(0);
      }
    }
  });

  it('is never taken for a scan after a long pause when its first part is too short for a scan', () => {
    const label = `${CODE}${CODE}`;
    const stutter = scan(label).map((each, index) => (index === 4 ? { ...each, gapMs: 8_000 } : each));
    expect(press(stutter).scans).toEqual([]);
  });

  it('does not break the next scan', () => {
    const stutter = scan(`${CODE}${CODE}`).map((each, index) => (index === 10 ? { ...each, gapMs: 700 } : each));
    expect(press([...stutter, ...scan(CODE)]).scans).toEqual([CODE]);
  });

  it('is not assumed when a person types a second before a scan', () => {
    const before = typed(chars('12.50'), 150);
    expect(press([...before, ...scan(CODE, { firstGapMs: 1_100 })])).toMatchObject({
      page: chars('12.50'),
      scans: [CODE],
    });
    expect(press([...before, ...scan(CODE, { firstGapMs: 500 })])).toMatchObject({
      page: chars('12.50'),
      scans: [],
      unreadable: ['broken'],
    });
  });

  it('is not assumed when a person presses F2 right before a scan', () => {
    const seen = press([{ key: 'F2', gapMs: 900 }, ...scan(CODE, { firstGapMs: 300 })]);
    expect(seen).toMatchObject({ page: ['F2'], scans: [CODE] });
  });

  it('never comes from any label with one pause of up to a second at any place', () => {
    fc.assert(
      fc.property(
        codes,
        fc.nat(),
        fc.integer({ min: 0, max: 1_000 }),
        fc.integer({ min: 1, max: 30 }),
        (label, which, pauseMs, gapMs) => {
          const at = 1 + (which % label.length);
          const paused = scan(label, { gapMs }).map((each, index) =>
            index === at ? { ...each, gapMs: pauseMs } : each,
          );
          for (const each of press(paused).scans) expect(each).toBe(label);
        },
      ),
    );
  });

  it.each([3, 8])(
    'H3: with missing keys, because the window lost the keyboard at key %i: nothing is used, nothing leaks',
    (at) => {
      const window = new KeyWindow();
      const label = chars(CODE);
      const end = label.reduce((atMs, key, index) => {
        if (index === at) window.focusChanged(atMs);
        // Keys went to another window for 100 ms.
        if (index === at) return atMs + 100;
        window.event({ key, type: 'down' }, atMs);
        window.event({ key, type: 'up' }, atMs + 1);
        return atMs + 8;
      }, START_MS);
      window.focusChanged(end - 20);
      window.event({ key: 'Enter', type: 'down' }, end);
      window.passUntil(end + 3_000);
      expect(window.seen).toMatchObject({ page: [], scans: [] });
      expect(window.seen.unreadable.length).toBeGreaterThan(0);
    },
  );

  it.each(['3077', '77', CODE])('H3: only its end, because the window just got the keyboard: %s', (tail) => {
    const window = new KeyWindow();
    window.focusChanged(START_MS);
    const end = [...chars(tail), 'Enter'].reduce((atMs, key) => {
      window.event({ key, type: 'down' }, atMs);
      return atMs + 8;
    }, START_MS + 30);
    window.passUntil(end + 3_000);
    expect(window.seen).toMatchObject({ page: [], scans: [], unreadable: ['broken'] });
  });

  it('H3: is not assumed any more half a second after the window got the keyboard', () => {
    const window = new KeyWindow();
    window.focusChanged(START_MS);
    window.typeAll(scan(CODE, { firstGapMs: 501 }), START_MS);
    expect(window.seen.scans).toEqual([CODE]);
  });
});

describe('a scanner that was learnt', () => {
  const profile = { gapMs: 58, longestGapMs: 85, ending: 'enter' } as const;

  it('over Bluetooth, with 40 to 85 ms per key, is understood and leaks nothing', () => {
    const slow = scan(EAN_13).map((each, index) =>
      index === 0 ? each : { ...each, gapMs: [45, 85, 52, 60, 48][index % 5] ?? 60 },
    );
    expect(press(slow, { pace: paceOf(profile) })).toMatchObject({ page: [], scans: [EAN_13] });
  });

  it('sends only whole labels: a label without its ending is not whole', () => {
    const cut = scan(CODE, { ending: [] });
    expect(press(cut, { pace: paceOf(profile) })).toMatchObject({ scans: [], unreadable: ['broken'] });
    const pace = paceOf({ ...profile, ending: 'none' });
    expect(press(cut, { pace })).toMatchObject({ scans: [CODE], unreadable: [] });
  });

  it.each([3, 4, 5])('leaks none of %d keys before the window changes, and none after it is back', (keys) => {
    const window = new KeyWindow({ pace: paceOf(profile) });
    const down = (key: string, atMs: number) => window.event({ key, type: 'down' }, atMs);
    chars(EAN_13.slice(0, keys)).forEach((key, index) => down(key, START_MS + index * 60));
    const lostAt = START_MS + keys * 60 - 20;
    window.focusChanged(lostAt);
    window.focusChanged(lostAt + 200);
    [...chars(EAN_13.slice(keys + 4)), 'Enter'].forEach((key, index) => down(key, lostAt + 210 + index * 60));
    window.passUntil(START_MS + 10_000);
    expect(window.seen).toMatchObject({ page: [], scans: [], unreadable: ['broken'] });
  });

  it('makes a person wait no longer than 150 ms', () => {
    expect(paceOf({ gapMs: 900, longestGapMs: 900, ending: 'tab' })).toEqual({
      mostGapMs: 90,
      pauseMs: 150,
      ending: 'tab',
    });
  });
});

describe('a program that was busy', () => {
  it.each([true, false])('still gets the whole scan (timers first: %s)', (timersFirst) => {
    for (const forMs of [30, 55, 90, 150, 400]) {
      for (let atKey = 0; atKey <= 20; atKey += 1) {
        const stall = { fromMs: START_MS + 5_000 + atKey * 5 - 2, forMs, timersFirst };
        const seen = press(scan('abcdefghij0123456789', { gapMs: 5 }), { stall });
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
        for (const each of press(scan(label, { gapMs }), { stall }).scans) expect(each).toBe(label);
      }),
      { numRuns: 500 },
    );
  });
});

describe('X15: an endless label', () => {
  it('of 3,000 keys leaks nothing, and is cut so that it is too long', () => {
    for (const ending of [['Enter'], []]) {
      const seen = press(scan('7'.repeat(3_000), { gapMs: 2, ending }));
      expect(seen.page).toEqual([]);
      expect(seen.scans.map((label) => label.length)).toEqual([513]);
    }
  });

  it('of 50,000 keys needs no more memory than one of 600', () => {
    const pace = paceOf(null);
    const roomOf = (keys: number): number => {
      let state = NO_BURST;
      for (let key = 0; key < keys; key += 1) {
        for (const type of ['down', 'up'] as const) {
          const input: KeyInput = {
            type,
            key: String(key % 10),
            code: `Digit${key % 10}`,
            shift: false,
            control: false,
            alt: false,
            meta: false,
            capsLock: false,
            isComposing: false,
            isAutoRepeat: false,
            atMs: START_MS + key,
          };
          state = burstStep(state, pace, input).state;
        }
      }
      return JSON.stringify(state).replaceAll(/"waitsFromMs":\d+/g, '').length;
    };
    expect(roomOf(50_000)).toBe(roomOf(600));
  });
});

describe('any keys at any speed', () => {
  const gaps = (minMs: number, maxMs: number) => fc.integer({ min: minMs, max: maxMs });
  const digit = fc.stringMatching(/^[0-9]$/);
  const person = fc
    .array(
      fc.record({
        key: fc.oneof(digit, fc.constantFrom('Enter', 'Tab', 'Backspace', 'a', 'F1')),
        gapMs: gaps(61, 1_500),
        repeats: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 30 })),
      }),
      { maxLength: 12 },
    )
    .map((presses) =>
      presses.flatMap(({ key, gapMs, repeats }, index): Press[] => [
        // A person does not type this soon after a scan.
        { key, gapMs: index === 0 ? gapMs + 250 : gapMs },
        ...repeated(key, repeats),
      ]),
    );
  const scanner = fc
    .tuple(fc.stringMatching(/^[0-9]{6,40}$/), gaps(1, 49), gaps(250, 3_000), fc.boolean())
    .map(([label, gapMs, firstGapMs, hasEnter]) =>
      scan(label, { gapMs, firstGapMs, ending: hasEnter ? ['Enter'] : [] }),
    );
  const anything = fc.array(
    fc.oneof(
      person.map((keys) => ({ isScan: false, keys })),
      scanner.map((keys) => ({ isScan: true, keys })),
    ),
    { maxLength: 8 },
  );

  /** A held Enter counts only once. */
  const reachesPage = ({ key, isAutoRepeat }: Press): boolean => !(key === 'Enter' && isAutoRepeat === true);

  it("all of a person's keys reach the page, once and in order; a scanner's never do", () => {
    let scansSeen = 0;
    fc.assert(
      fc.property(anything, (runs) => {
        const { page, scans } = press(runs.flatMap(({ keys }) => keys));
        scansSeen += scans.length;
        expect(page).toEqual(
          runs.flatMap(({ isScan, keys }) => (isScan ? [] : keys.filter(reachesPage).map(({ key }) => key))),
        );
        const labels = runs.flatMap(({ isScan, keys }) =>
          isScan
            ? [
                keys
                  .map(({ key }) => key)
                  .join('')
                  .replace('Enter', ''),
              ]
            : [],
        );
        for (const label of scans) expect(labels).toContain(label);
      }),
      { numRuns: 300 },
    );
    expect(scansSeen).toBeGreaterThan(10);
  });
});
