/** Both kinds of scanner come in by one door: to the sale, to a trial, or to nobody. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createScanning, type Scanning, type ScanningDeps } from '../../electron/counter/scanning.ts';
import { createKeyboardScanner, type KeyboardScanner } from '../../electron/scanner/keyboard-scanner.ts';
import { readCode } from '../../electron/scanner/read-code.ts';
import type { Scanner, ScannerEvent } from '../../electron/till/ports/scanner.ts';
import { aLabel } from '../support/samples.ts';

let told: (readonly [string, unknown])[];
let keyboard: KeyboardScanner;
let direct: (event: ScannerEvent) => void;
let scanning: Scanning;

const CODE = 'PAYME2026113001';

/** What the sale is told of scans. */
const sale = {
  code(label: string) {
    told.push(['code', label]);
    return 'accepted';
  },
  unreadableCode(why: string) {
    told.push(['unreadable', why]);
    return why;
  },
};

beforeEach(async () => {
  told = [];
  keyboard = createKeyboardScanner();
  const device: Scanner = {
    subscribe(listener) {
      direct = listener;
      return () => undefined;
    },
    close() {
      told.push(['closed', 'direct']);
    },
  };
  scanning = createScanning({
    counter: {
      payingTill: () => sale as unknown as ReturnType<ScanningDeps['counter']['payingTill']>,
      setScanner: (lamp) => told.push(['lamp', lamp]),
      addNotice: ({ kind }) => told.push(['notice', kind]),
    },
    readCode,
    learn: () => () => undefined,
    keyboard,
    open: () => device,
    mayOpen: () => Promise.resolve(),
    isEnding: () => false,
  });
  await scanning.start();
});

describe('a scanner that types', () => {
  it('is known by its first scan, and each label goes to the sale', () => {
    keyboard.heard({ kind: 'scan', label: CODE });
    keyboard.heard({ kind: 'scan', label: CODE });
    expect(told).toEqual([
      ['lamp', 'keyboard'],
      ['code', CODE],
      ['code', CODE],
    ]);
  });

  it('is known by an ending alone, which is no label', () => {
    keyboard.heard({ kind: 'empty' });
    expect(told).toEqual([['lamp', 'keyboard']]);
  });

  it('is refused a label that was not whole or is no text, each with its reason', () => {
    keyboard.heard({ kind: 'unreadable', why: 'caps-lock' });
    keyboard.heard({ kind: 'unreadable', why: 'broken' });
    keyboard.heard({ kind: 'scan', label: 'PAYMÉ' });
    expect(told.slice(1)).toEqual([
      ['unreadable', 'caps-lock'],
      ['unreadable', 'unreadable'],
      ['unreadable', 'unreadable'],
    ]);
  });

  it('that is too slow is told of, since some of its keys were taken for a hand’s', () => {
    keyboard.heard({ kind: 'slow' });
    expect(told.slice(1)).toEqual([
      ['unreadable', 'unreadable'],
      ['notice', 'slow-scanner'],
    ]);
  });

  it('whose label was under way when a trial began charges nothing, and is not the trial', async () => {
    const trial = scanning.trials.tryOne();
    keyboard.heard({ kind: 'scan', label: CODE });
    expect(told).toEqual([['lamp', 'keyboard']]);
    scanning.trials.stop();
    expect(await trial).toEqual({ kind: 'stopped' });
  });
});

describe('a scanner that is read directly', () => {
  it('goes to the sale, and to a trial that waits', async () => {
    direct({ kind: 'label', label: aLabel(CODE) });
    const trial = scanning.trials.tryOne();
    direct({ kind: 'label', label: aLabel(CODE) });
    expect(await trial).toMatchObject({ kind: 'direct', tail: '3001' });
    expect(told).toEqual([['code', CODE]]);
  });
});

it('ends both, and nothing comes afterwards', () => {
  scanning.stop();
  keyboard.heard({ kind: 'scan', label: CODE });
  expect(told).toEqual([['closed', 'direct']]);
});
