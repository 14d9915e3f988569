/** The test scan in the settings: what it finds out about a scanner, and how the lamp and the trial use it. */
import { describe, expect, it } from 'vitest';
import { createLamp } from '../../electron/scanner/lamp.ts';
import { learnt, NO_TRIAL, tried, type LearntScan } from '../../electron/scanner/learn-scan.ts';
import { readCode } from '../../electron/scanner/read-code.ts';
import { createScannerTrials } from '../../electron/scanner/scanner-trial.ts';
import type { KeyInput } from '../../electron/scanner/typed-key.ts';
import type { ScannerTrial } from '../../shared/scan.ts';
import { altCoded, chars, scan, type Press } from '../support/key-window.ts';
import { aLabel } from '../support/samples.ts';

function learn(presses: readonly Press[]): ReturnType<typeof learnt> {
  let atMs = 0;
  let trial = NO_TRIAL;
  for (const { gapMs, ...pressed } of presses) {
    atMs += gapMs;
    for (const type of ['down', 'up'] as const) {
      const input: KeyInput = {
        code: `Key-${pressed.key}`,
        shift: false,
        control: false,
        alt: false,
        meta: false,
        capsLock: false,
        isComposing: false,
        isAutoRepeat: false,
        ...pressed,
        type,
        atMs,
      };
      trial = tried(trial, input);
    }
  }
  return learnt(trial);
}

const EAN_13 = '4891028704515';

describe('one scan', () => {
  it.each([
    ['enter', ['Enter'], 8],
    ['tab', ['Tab'], 1],
    ['both', ['Tab', 'Enter'], 60],
    ['none', [], 45],
    ['enter', ['Enter', 'Enter'], 35],
  ] as const)('finds the ending (%s) and the speed', (ending, keys, gapMs) => {
    expect(learn(scan(EAN_13, { gapMs, ending: keys }))).toEqual({
      kind: 'understood',
      label: EAN_13,
      profile: { gapMs, longestGapMs: gapMs, ending },
    });
  });

  it('is as slow as its slowest key', () => {
    const uneven = scan(EAN_13, { gapMs: 40 }).map((each, index) => (index === 5 ? { ...each, gapMs: 92 } : each));
    expect(learn(uneven)).toMatchObject({ profile: { gapMs: 44, longestGapMs: 92 } });
  });

  it('may come as Alt codes', () => {
    expect(learn(altCoded('AB12', 5))).toMatchObject({
      kind: 'understood',
      label: 'AB12',
      profile: { ending: 'none' },
    });
  });

  it.each([
    ['by-hand', scan(EAN_13, { gapMs: 140 })],
    ['caps-lock', scan('payme').map((each) => ({ ...each, capsLock: true }))],
    ['input-method', chars(EAN_13).map((key) => ({ key: 'Process', code: `Digit${key}`, gapMs: 5 }))],
    ['control-keys', scan(EAN_13, { ending: ['Escape', 'F1'] })],
    ['control-keys', scan('', { ending: ['Enter', 'Tab', 'Enter'] })],
  ] as const)('reports %s', (why, presses) => {
    expect(learn(presses)).toEqual({ kind: 'not-understood', why });
  });

  it('is not assumed when a person presses a key or two', () => {
    expect(learn([{ key: 'Escape', gapMs: 900 }])).toEqual({ kind: 'hand' });
    expect(learn([])).toEqual({ kind: 'hand' });
  });

  it('that never ends needs no more memory than a few thousand keys', () => {
    let trial = NO_TRIAL;
    const input = { key: '7', code: 'Digit7', shift: false, control: false, alt: false, meta: false } as const;
    for (let atMs = 0; atMs < 20_000; atMs += 1) {
      trial = tried(trial, { ...input, type: 'down', capsLock: false, isComposing: false, isAutoRepeat: false, atMs });
    }
    expect(trial.events.length).toBeLessThan(4_000);
  });
});

describe('a trial', () => {
  const PROFILE = { gapMs: 58, longestGapMs: 80, ending: 'tab' } as const;

  function trials() {
    let scanned: ((scan: LearntScan) => void) | null = null;
    const made = createScannerTrials({
      readCode,
      learn: (onLearnt) => {
        scanned = onLearnt;
        return () => (scanned = null);
      },
    });
    return { ...made, scanned: (each: LearntScan) => scanned?.(each), isLearning: () => scanned !== null };
  }

  it('tells the kind of the label and its last four characters, no more', async () => {
    const { tryOne, scanned, isLearning } = trials();
    const trial = tryOne();
    scanned({ kind: 'understood', label: '134567890123456789', profile: PROFILE });
    expect(await trial).toEqual({
      kind: 'understood',
      characters: 18,
      tail: '6789',
      reading: 'wechat',
      profile: PROFILE,
      pauseMs: 112,
    });
    expect(isLearning()).toBe(false);
  });

  it('accepts a label of a directly read scanner, and then ends', async () => {
    const { tryOne, directLabel, isWaiting } = trials();
    expect(isWaiting()).toBe(false);
    const trial = tryOne();
    expect(isWaiting()).toBe(true);
    directLabel(aLabel('PAYME1234'));
    expect(await trial).toEqual({ kind: 'direct', characters: 9, tail: '1234', reading: 'code' });
    expect(isWaiting()).toBe(false);
  });

  it('tells only the length and the end of a typed label with unprintable characters', async () => {
    const { tryOne, scanned } = trials();
    const trial = tryOne();
    scanned({ kind: 'understood', label: 'PAYMÉ1234', profile: PROFILE });
    expect(await trial).toMatchObject({ characters: 9, tail: '1234', reading: 'unreadable' });
  });

  it('is stopped by the next trial and by stop', async () => {
    const { tryOne, stop, isLearning } = trials();
    const [first, second] = [tryOne(), tryOne()];
    expect(await first).toEqual({ kind: 'stopped' });
    expect(isLearning()).toBe(true);
    stop();
    expect(await second).toEqual({ kind: 'stopped' } satisfies ScannerTrial);
    expect(isLearning()).toBe(false);
    stop();
  });
});

describe('U15: the lamp', () => {
  function lamps() {
    const shown: string[] = [];
    return { hear: createLamp((lamp) => shown.push(lamp)), last: () => shown.at(-1) };
  }

  it('does not show "absent" before a scanner was seen', () => {
    const { hear, last } = lamps();
    hear('absent');
    expect(last()).toBe('unseen');
    hear('keyboard');
    expect(last()).toBe('keyboard');
    hear('failed');
    expect(last()).toBe('keyboard');
  });

  it('shows that a scanner was unplugged', () => {
    const { hear, last } = lamps();
    hear('ready');
    hear('absent');
    expect(last()).toBe('absent');
    hear('failed');
    expect(last()).toBe('failed');
    hear('ready');
    expect(last()).toBe('ready');
  });
});
