/** H1: a scanner in keyboard mode, told from a person by its speed. The page sees a person's keys and never a scan's. */

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
  ])('of %s: the page sees none of it, whatever ends it', (_what, label) => {
    for (const ending of [['Enter'], ['Tab'], ['Enter', 'Tab'], ['Tab', 'Enter'], ['Enter', 'Enter'], []]) {
      for (const gapMs of [1, 8, 20, 35, 50, 59]) {
        const seen = press(scan(label, { gapMs, ending }));
        expect(seen, `${ending.join(' ')} at ${gapMs} ms`).toMatchObject({ page: [], scans: [label], unreadable: [] });
      }
    }
  });

  it('is no hand of five keys, nor one that is slower than any scanner', () => {
    expect(press(scan('12345', { ending: [] }))).toMatchObject({ page: chars('12345'), scans: [] });
    expect(press(scan(CODE, { gapMs: 111 }))).toMatchObject({ page: [...chars(CODE), 'Enter'], scans: [] });
  });

  it('may be uneven', () => {
    const uneven = scan(CODE, { gapMs: 5 }).map((each, index) => (index === 9 ? { ...each, gapMs: 190 } : each));
    expect(press(uneven)).toMatchObject({ page: [], scans: [CODE] });
  });

  it('has capitals: Shift goes to the page and does not break it', () => {
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

  it('with no ending is followed by the next', () => {
    const next = scan(EAN_13, { firstGapMs: 1_300, ending: [] });
    expect(press([...scan(CODE, { ending: [] }), ...next])).toMatchObject({ page: [], scans: [CODE, EAN_13] });
  });

  it('is followed by the next', () => {
    const next = scan('x'.repeat(40), { gapMs: 4, firstGapMs: 400 });
    expect(press([...scan(CODE), ...next])).toMatchObject({ page: [], scans: [CODE, 'x'.repeat(40)] });
  });

  it('of two labels that run into each other is nobody’s', () => {
    const next = scan(CODE, { firstGapMs: 8 });
    expect(press([...scan(CODE), ...next])).toMatchObject({ page: [], scans: [], unreadable: ['control-keys'] });
  });

  it('leaves no "up" for a key that the page saw no "down" of, and hides no key after it', () => {
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

describe('X8: keys that act', () => {
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
    ['behind a label', [...chars(CODE), 'Enter', 'Escape', '1', 'F1']],
    ['in its middle', [...chars(EAN_8), 'Escape', ...chars(EAN_8), 'F2', 'Tab']],
    ['two alone', ['1', 'F1']],
    ['Alt and F4', ['1', altF4]],
    ['Tab and Enter alone', ['Tab', 'Enter']],
    ['Delete and digits', ['Delete', '5', '0']],
  ])('%s: neither the page nor anybody gets one', (_what, keys) => {
    const seen = press(burst(...keys));
    expect(seen.page).toEqual([]);
    expect(seen.scans).toEqual([]);
  });

  it.each(['F1', 'Escape', 'Enter', 'Tab', 'Delete', 'Backspace', 'ArrowDown', 'PageUp'])(
    'of a hand reach the page: %s behind digits and before them',
    (key) => {
      const presses = typed(['4', '5', key, '1'], 90);
      expect(press(presses)).toMatchObject({ page: ['4', '5', key, '1'], scans: [], unreadable: [] });
    },
  );

  it('with Control and the like reach the page from a hand', () => {
    const control = [...typed(['a', 'b'], 90), { key: 'c', gapMs: 90, control: true }, altF4WithGap(90)];
    expect(press(control).page).toEqual(['a', 'b', 'c', 'F4']);
  });

  const altF4WithGap = (gapMs: number): Press => ({ ...altF4, gapMs });
});

describe('keys that are not what they seem', () => {
  it('characters by their numbers, with Alt, are a label', () => {
    expect(press(altCoded('PAYME9371', 6))).toMatchObject({ scans: ['PAYME9371'], unreadable: [] });
    expect(press(altCoded('PAYME9371', 6)).page.filter((key) => key !== 'Alt')).toEqual([]);
  });

  it('the number block is digits with Num Lock off, for a scan and for a hand', () => {
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

  it('letters with Caps Lock on are named and not used; digits are digits', () => {
    const locked = (text: string): Press[] => scan(text).map((each) => ({ ...each, capsLock: true }));
    expect(press(locked('payme1234'))).toMatchObject({ page: [], scans: [], unreadable: ['caps-lock'] });
    expect(press(locked(CODE))).toMatchObject({ page: [], scans: [CODE] });
  });

  it('an input method that takes them is named, once, and gets them', () => {
    const taken = chars(CODE).map((key): Press => ({ key: 'Process', code: `Digit${key}`, gapMs: 8 }));
    expect(press(taken)).toMatchObject({ scans: [], unreadable: ['input-method'] });
    const wide = chars('１２３４５６７８').map((key): Press => ({ key, gapMs: 8 }));
    expect(press(wide)).toMatchObject({ page: chars('１２３４５６７８'), unreadable: ['input-method'] });
    expect(press(wide.map((each) => ({ ...each, gapMs: 120 }))).unreadable).toEqual([]);
  });
});

describe('a person', () => {
  it('typing waits 60 ms at most, and each key comes once and in order, each up behind its down', () => {
    const seen = press(typed(chars('12.50'), 130));
    expect(seen).toMatchObject({ page: chars('12.50'), ups: chars('12.50'), scans: [], unreadable: [] });
    expect(seen.longestWaitMs).toBeLessThanOrEqual(60);
  });

  it('falling on two keys at once gets both of them', () => {
    const seen = press([...typed(['4'], 500), { key: '5', gapMs: 12 }, ...typed(['6'], 300)]);
    expect(seen).toMatchObject({ page: chars('456'), scans: [] });
    expect(seen.longestWaitMs).toBeLessThanOrEqual(212);
  });

  it('rolling over two keys waits for the second one too, and no longer', () => {
    const seen = press([...typed(['4'], 500), { key: '5', gapMs: 40 }, ...typed(['6'], 200)]);
    expect(seen.page).toEqual(chars('456'));
    expect(seen.longestWaitMs).toBeLessThanOrEqual(100);
  });

  it('holding a key down is no scan, however often it repeats', () => {
    const held = [{ key: '7', gapMs: 900 }, ...repeated('7', 40), { key: 'Enter', gapMs: 90 }];
    expect(press(held)).toMatchObject({ page: [...chars('7'.repeat(41)), 'Enter'], scans: [], unreadable: [] });
  });

  it('letting go of a key that is held back does not reach the page before the key', () => {
    const window = new KeyWindow();
    window.event({ key: '5', type: 'down' }, START_MS);
    window.event({ key: '5', type: 'up' }, START_MS + 30);
    expect(window.seen).toMatchObject({ page: [], ups: [] });
    window.passUntil(START_MS + 60);
    expect(window.seen).toMatchObject({ page: ['5'], ups: ['5'] });
  });

  it('typing right behind a scan gets every key', () => {
    const behind = typed(chars('12'), 150);
    expect(press([...scan(CODE), ...behind])).toMatchObject({ page: chars('12'), scans: [CODE] });
    // One that ends with nothing might go on; the hand shows that it does not, and the scan is not whole.
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

  it('at any speed over 90 ms, with any key anywhere: no scan, every key, in order', () => {
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

  it('waits 60 ms at most for a key that is over 60 ms behind the last, and six keys at most in a row of faster ones', () => {
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

describe('a scanner that nobody has learnt, and slower than a hand can be made to wait for', () => {
  it.each([61, 70, 80, 90])('at %d ms a key leaves nothing in the amount, and is told', (gapMs) => {
    for (const label of [EAN_8, EAN_13, CODE]) {
      for (const ending of [['Enter'], ['Tab'], []]) {
        const seen = press(scan(label, { gapMs, ending }));
        // Five keys have reached the page when the sixth tells; what is half keyed is taken away with them.
        expect(seen).toMatchObject({ page: [...chars(label.slice(0, 5)), 'Delete'], scans: [], unreadable: ['slow'] });
      }
    }
  });

  it('is none that goes on evenly only for five keys, or rolls over them in pairs, or types commands', () => {
    const pairs = chars('110055220066').map((key, index) => ({ key, gapMs: index % 2 === 0 ? 140 : 55 }));
    const unlike = chars('123456789').map((key, index) => ({ key, gapMs: [106, 52, 75][index % 3] ?? 0 }));
    const commands = typed(['1', '2', '3', 'Backspace', '4', '5', '6', 'Backspace', '7', '8'], 70);
    for (const hand of [typed(chars('12345'), 70), pairs, unlike, commands]) {
      expect(press(hand)).toMatchObject({ page: hand.map(({ key }) => key), scans: [], unreadable: [] });
    }
  });
});

describe('a part of a label', () => {
  it('is never taken for a scan when the scanner stutters, and the tail is nobody’s', () => {
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

  it('is never taken for a scan after a long pause behind a head too short to be one', () => {
    const label = `${CODE}${CODE}`;
    const stutter = scan(label).map((each, index) => (index === 4 ? { ...each, gapMs: 8_000 } : each));
    expect(press(stutter).scans).toEqual([]);
  });

  it('the scan after it is one', () => {
    const stutter = scan(`${CODE}${CODE}`).map((each, index) => (index === 10 ? { ...each, gapMs: 700 } : each));
    expect(press([...stutter, ...scan(CODE)]).scans).toEqual([CODE]);
  });

  it('keys of a person a second before a scan do no harm', () => {
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

  it('F2 right before a scan does no harm', () => {
    const seen = press([{ key: 'F2', gapMs: 900 }, ...scan(CODE, { firstGapMs: 300 })]);
    expect(seen).toMatchObject({ page: ['F2'], scans: [CODE] });
  });

  it('never comes of any label with one pause up to a second anywhere in it', () => {
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
    'H3: with a hole, since the window lost the keyboard at key %i: nothing is used, nothing leaks',
    (at) => {
      const window = new KeyWindow();
      const label = chars(CODE);
      const end = label.reduce((atMs, key, index) => {
        if (index === at) window.focusChanged(atMs);
        // Ten keys went to another window.
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

  it.each(['3077', '77', CODE])('H3: only its tail, since the window just got the keyboard: %s', (tail) => {
    const window = new KeyWindow();
    window.focusChanged(START_MS);
    const end = [...chars(tail), 'Enter'].reduce((atMs, key) => {
      window.event({ key, type: 'down' }, atMs);
      return atMs + 8;
    }, START_MS + 30);
    window.passUntil(end + 3_000);
    expect(window.seen).toMatchObject({ page: [], scans: [], unreadable: ['broken'] });
  });

  it('H3: half a second after the window got the keyboard a scan is a scan again', () => {
    const window = new KeyWindow();
    window.focusChanged(START_MS);
    window.typeAll(scan(CODE, { firstGapMs: 501 }), START_MS);
    expect(window.seen.scans).toEqual([CODE]);
  });
});

describe('a scanner that was learnt', () => {
  const profile = { gapMs: 58, longestGapMs: 85, ending: 'enter' } as const;

  it('over Bluetooth, 40 to 85 ms a key, is understood and leaks nothing', () => {
    const slow = scan(EAN_13).map((each, index) =>
      index === 0 ? each : { ...each, gapMs: [45, 85, 52, 60, 48][index % 5] ?? 60 },
    );
    expect(press(slow, { pace: paceOf(profile) })).toMatchObject({ page: [], scans: [EAN_13] });
  });

  it('sends whole labels only: one without its ending is not whole', () => {
    const cut = scan(CODE, { ending: [] });
    expect(press(cut, { pace: paceOf(profile) })).toMatchObject({ scans: [], unreadable: ['broken'] });
    const pace = paceOf({ ...profile, ending: 'none' });
    expect(press(cut, { pace })).toMatchObject({ scans: [CODE], unreadable: [] });
  });

  it.each([3, 4, 5])('leaks none of %d keys before the window changes, nor of what comes when it is back', (keys) => {
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

  it('makes a hand wait no longer than 150 ms', () => {
    expect(paceOf({ gapMs: 900, longestGapMs: 900, ending: 'tab' })).toEqual({
      mostGapMs: 90,
      pauseMs: 150,
      ending: 'tab',
    });
  });
});

describe('a program that was busy', () => {
  it.each([true, false])('still takes the scan whole (timers first: %s)', (timersFirst) => {
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

describe('X15: a label without end', () => {
  it('of 3,000 keys leaks nothing, and is told to be too long', () => {
    for (const ending of [['Enter'], []]) {
      const seen = press(scan('7'.repeat(3_000), { gapMs: 2, ending }));
      expect(seen.page).toEqual([]);
      expect(seen.scans.map((label) => label.length)).toEqual([513]);
    }
  });

  it('of 50,000 keys takes no more room than one of 600', () => {
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
        // No hand comes so soon behind a scan.
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

  /** Enter that is held presses once. */
  const reachesPage = ({ key, isAutoRepeat }: Press): boolean => !(key === 'Enter' && isAutoRepeat === true);

  it("a person's go to the page, all, once and in order; a scanner's never do", () => {
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
