/** The labels of both kinds of scanner go to the sale, to a trial, or are ignored. */
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

/** Records what the sale receives from scans. */
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
  it('is recognised by its first scan, and each label goes to the sale', () => {
    keyboard.heard({ kind: 'scan', label: CODE });
    keyboard.heard({ kind: 'scan', label: CODE });
    expect(told).toEqual([
      ['lamp', 'keyboard'],
      ['code', CODE],
      ['code', CODE],
    ]);
  });

  it('is recognised by an ending alone, which is not a label', () => {
    keyboard.heard({ kind: 'empty' });
    expect(told).toEqual([['lamp', 'keyboard']]);
  });

  it('gets a refusal with the reason for an incomplete or unprintable label', () => {
    keyboard.heard({ kind: 'unreadable', why: 'caps-lock' });
    keyboard.heard({ kind: 'unreadable', why: 'broken' });
    keyboard.heard({ kind: 'scan', label: 'PAYMÉ' });
    expect(told.slice(1)).toEqual([
      ['unreadable', 'caps-lock'],
      ['unreadable', 'unreadable'],
      ['unreadable', 'unreadable'],
    ]);
  });

  it('that is too slow causes a notice, because some of its keys counted as a hand’s', () => {
    keyboard.heard({ kind: 'slow' });
    expect(told.slice(1)).toEqual([
      ['unreadable', 'unreadable'],
      ['notice', 'slow-scanner'],
    ]);
  });

  it('whose label began before a trial charges nothing, and does not end the trial', async () => {
    const trial = scanning.trials.tryOne();
    keyboard.heard({ kind: 'scan', label: CODE });
    expect(told).toEqual([['lamp', 'keyboard']]);
    scanning.trials.stop();
    expect(await trial).toEqual({ kind: 'stopped' });
  });
});

describe('a scanner that is read directly', () => {
  it('sends a label to the sale, or to a trial that waits', async () => {
    direct({ kind: 'label', label: aLabel(CODE) });
    const trial = scanning.trials.tryOne();
    direct({ kind: 'label', label: aLabel(CODE) });
    expect(await trial).toMatchObject({ kind: 'direct', tail: '3001' });
    expect(told).toEqual([['code', CODE]]);
  });
});

it('stop closes both scanners, and no event follows', () => {
  scanning.stop();
  keyboard.heard({ kind: 'scan', label: CODE });
  expect(told).toEqual([['closed', 'direct']]);
});
