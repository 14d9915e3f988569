/**
 * Types amounts by hand, and labels by a scanner in keyboard mode, through the keyboard guard of the cashier's page. No
 * key of a label may become part of an amount, no key of a burst may trigger a command, and a label is taken whole or
 * not at all, without the scanner's prefix.
 */
import { EventEmitter } from 'node:events';
import { paceOf } from '../../electron/scanner/scanner-pace.ts';
import { createKeyboardScanner } from '../../electron/scanner/keyboard-scanner.ts';
import { readCodeBehind } from '../../electron/scanner/read-code.ts';
import { createKeyboardGuard, type KeyboardGuard } from '../../electron/shell/keyboard-guard.ts';
import { EMPTY_ENTRY, pressKey, type AmountKey } from '../../shared/attempt/amount-entry.ts';
import { cents } from '../../shared/money.ts';
import type { ScannerProfile } from '../../shared/settings.ts';
import { createDice, type Dice } from '../support/dice.ts';
import { handTimers } from './hand-timers.ts';
import type { Violation } from './violation.ts';

type Scan = {
  /** The code to charge, without prefixes; null when the till must charge none. */
  readonly code: string | null;
  readonly keys: readonly string[];
  readonly gapMs: number;
  /** After `after` keys another window has the keyboard for `forMs`; null: the till always has it. */
  readonly hole: { readonly after: number; readonly forMs: number } | null;
};

const LIMIT = cents(5_000_000);
/**
 * With a slower scanner that was not learnt, a lost focus or command keys cannot be distinguished from typing by hand.
 */
const FAST_MS = 30;
const PREFIX = '#S1';
/** Pause between two steps, long enough that they do not affect each other. */
const PAUSE_MS = 12_000;
const ACTS = ['Escape', 'F1', 'F2', 'F4', 'Delete'] as const;

export function keyboardRun(seed: number, run: number): readonly Violation[] {
  const dice = createDice(seed, `keyboard ${run}`);
  return handTimers((time) => {
    const profile = dice.chance(0.6) ? null : aProfile(dice);
    const prefix = dice.chance(0.3) ? PREFIX : '';
    const counter = createCounter(time.now, profile, prefix);
    for (let step = 0; step < 12 && counter.violations.length === 0; step += 1) {
      time.pass(PAUSE_MS);
      if (dice.chance(0.4)) typeByHand(dice, counter, time.pass);
      else scanIt(aScan(dice, profile, prefix), dice, counter, time.pass);
      time.pass(PAUSE_MS);
      counter.look();
    }
    return counter.violations;
  });
}

/** The profile of a learnt scanner; slow ones are Bluetooth scanners. */
const aProfile = (dice: Dice): ScannerProfile => {
  const gapMs = dice.whole(5, 60);
  return {
    gapMs,
    longestGapMs: gapMs + dice.whole(0, 20),
    ending: dice.pick(['enter', 'tab', 'both', 'none']),
  };
};

type Counter = {
  readonly violations: Violation[];
  readonly guard: KeyboardGuard;
  /** Presses and releases a key. The till gets no key while another window has the keyboard. */
  key(key: string): void;
  focus(has: boolean): void;
  /** Adds a key typed by hand to the expected amount. */
  byHand(key: AmountKey): void;
  scanned(scan: Scan): void;
  look(): void;
};

function createCounter(now: () => number, profile: ScannerProfile | null, prefix: string): Counter {
  const violations: Violation[] = [];
  const readCode = readCodeBehind(() => prefix);
  let amount = EMPTY_ENTRY;
  let expected = EMPTY_ENTRY;
  let acted: string[] = [];
  let codes: string[] = [];
  let last: Scan | null = null;
  let hasFocus = true;

  const type = (key: string): void => {
    if (/^[0-9.]$/.test(key)) amount = pressKey(amount, key as AmountKey, 'HKD', LIMIT);
    else if (key.length > 1) acted.push(key);
  };
  const page = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    sendInputEvent(event: { readonly type: string; readonly keyCode: string }) {
      if (event.type === 'keyDown') type(event.keyCode);
    },
  });
  const scanner = createKeyboardScanner();
  scanner.subscribe((event) => {
    if (event.kind !== 'label') return;
    const read = readCode(event.label);
    if (read.kind === 'code') codes.push(read.code);
  });
  const guard = createKeyboardGuard({
    mono: now,
    pace: () => paceOf(profile),
    onReport: scanner.heard,
    onCloseKey: () => acted.push('Alt+F4'),
  });
  guard.guard(page as unknown as Parameters<KeyboardGuard['guard']>[0]);

  return {
    violations,
    guard,
    key(key) {
      if (!hasFocus) return;
      for (const kind of ['keyDown', 'keyUp'] as const) {
        let isHeld = false;
        const event = {
          preventDefault() {
            isHeld = true;
          },
        };
        page.emit('before-input-event', event, {
          type: kind,
          key,
          code: codeOf(key),
          shift: /^[A-Z#\]\\]$/.test(key),
          control: false,
          alt: false,
          meta: false,
          isComposing: false,
          isAutoRepeat: false,
          modifiers: [],
        });
        if (!isHeld && kind === 'keyDown') type(key);
      }
    },
    focus(has) {
      hasFocus = has;
      page.emit(has ? 'focus' : 'blur');
    },
    byHand(key) {
      expected = pressKey(expected, key, 'HKD', LIMIT);
    },
    scanned(scan) {
      last = scan;
    },
    look() {
      const found = (what: string): void => {
        violations.push({ check: 'label stays out', what: `${what} after ${JSON.stringify(last)}` });
      };
      if (amount.text !== expected.text || amount.refusals !== expected.refusals) {
        found(`the amount is "${amount.text}" and was keyed as "${expected.text}"`);
      }
      if (acted.length > 0) found(`${acted.join()} reached the page`);
      const [code] = codes;
      if (code !== undefined && (last === null || code !== last.code)) {
        violations.push({ check: 'label is whole', what: `${code} is sent of ${JSON.stringify(last)}` });
      }
      if (codes.length > 1) violations.push({ check: 'label is whole', what: `${codes.join()} are sent of one` });
      [amount, expected, acted, codes, last] = [EMPTY_ENTRY, EMPTY_ENTRY, [], [], null];
    },
  };
}

const codeOf = (key: string): string =>
  /^\d$/.test(key) ? `Digit${key}` : /^[A-Za-z]$/.test(key) ? `Key${key.toUpperCase()}` : key;

function typeByHand(dice: Dice, counter: Counter, pass: (ms: number) => void): void {
  const keys = Array.from({ length: dice.whole(1, 6) }, () => dice.pick(['1', '2', '3', '5', '8', '9', '0', '.']));
  for (const key of keys) {
    counter.key(key);
    counter.byHand(key as AmountKey);
    pass(dice.whole(130, 500));
  }
}

function scanIt(wanted: Scan, dice: Dice, counter: Counter, pass: (ms: number) => void): void {
  counter.scanned(wanted);
  wanted.keys.forEach((key, index) => {
    // Meanwhile the keys go to the other window, and the scanner does not wait.
    if (wanted.hole?.after === index) counter.focus(false);
    if (wanted.hole !== null && index === wanted.hole.after + lostKeys(wanted)) counter.focus(true);
    counter.key(key);
    pass(Math.max(1, wanted.gapMs + dice.whole(-2, 2)));
  });
  if (wanted.hole !== null) counter.focus(true);
}

const lostKeys = ({ gapMs, hole }: Scan): number => (hole === null ? 0 : Math.ceil(hole.forMs / gapMs));

function aScan(dice: Dice, profile: ScannerProfile | null, prefix: string): Scan {
  const { code, text } = aLabel(dice, prefix);
  const gapMs = profile?.gapMs ?? dice.whole(1, 55);
  const ending = profile?.ending ?? dice.pick(['enter', 'enter', 'tab', 'both', 'none'] as const);
  const endings = { enter: ['Enter'], tab: ['Tab'], both: ['Tab', 'Enter'], none: [] }[ending];
  const acts = gapMs <= FAST_MS && dice.chance(0.15);
  // A label with control characters makes a scanner type command keys, because its maker maps the characters to keys.
  const keys = acts
    ? [...Array.from({ length: dice.whole(1, 3) }, () => dice.pick(ACTS)), ...text.slice(0, 3), dice.pick(ACTS)]
    : [...text, ...endings];
  const isTold = gapMs <= FAST_MS || profile !== null;
  const hasHole = !acts && text.length > 8 && isTold && dice.chance(0.25);
  // Leave several keys before and after the hole: a single key could be typed by hand.
  const after = dice.whole(3, text.length - 4);
  const hole = hasHole ? { after, forMs: dice.whole(1, (text.length - 3 - after) * gapMs) } : null;
  return { code: acts || hasHole ? null : code, keys, gapMs, hole };
}

/** A label as the scanner types it, and the code in it that may be charged; null for none. */
function aLabel(dice: Dice, prefix: string): { readonly code: string | null; readonly text: string } {
  const digits = (count: number): string => Array.from({ length: count }, () => String(dice.whole(0, 9))).join('');
  const goods = (count: number): string => {
    const body = digits(count - 1);
    const sum = [...body].toReversed().reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 3 : 1), 0);
    return body + String((10 - (sum % 10)) % 10);
  };
  switch (dice.weighted({ goods: 5, wallet: 2, payMe: 5 })) {
    case 'goods':
      return { code: null, text: goods(dice.pick([8, 12, 13])) };
    case 'wallet':
      return { code: null, text: dice.pick([`13${digits(16)}`, `28${digits(16)}`, `62${digits(17)}`]) };
    case 'payMe': {
      const code = `PAYME${digits(11)}`;
      const before = dice.pick(['', '', ']Q1', '\\000026', ']Q1\\000026']);
      return { code, text: `${prefix}${before}${code}` };
    }
  }
}
