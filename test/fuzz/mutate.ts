/**
 * Mutates valid input into bad input: JSON values by their structure, bytes at random places. Most changes are small,
 * because input that is almost valid gets furthest into a program.
 */
import type { Dice } from '../support/dice.ts';

type Json = { [key: string]: unknown } | unknown[];

const UGLY_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '00',
  '0000',
  '1143',
  '-1',
  '1e3',
  '1234.0',
  ' 1234',
  '1234\n',
  '１２３４',
  '=1+1',
  '@SUM(A1)',
  '\t=cmd',
  '__proto__',
  'constructor',
  'toString',
  'payment',
  'refund',
  'HKD',
  'hkd',
  'null',
  'true',
  '\u0000',
  '\u202e0000',
  '\ud800',
  '香港',
  '👩‍👩‍👧‍👦',
  'x'.repeat(65),
  '9'.repeat(400),
  '<img src=x onerror=alert(1)>',
  "'; DROP TABLE attempts; --",
];
const UGLY_NUMBERS: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  1234,
  1234.5,
  2 ** 31,
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53),
  1e21,
  1e308,
  5e-324,
  Number.NaN,
  Number.POSITIVE_INFINITY,
];
const UGLY_KEYS: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'toJSON',
  'then',
  'length',
  '',
  '0',
];

export const uglyText = (dice: Dice): string => dice.pick(UGLY_TEXTS);

/** Any JSON value, or `undefined`; sometimes deeply nested or long. */
export function uglyValue(dice: Dice): unknown {
  switch (dice.whole(0, 9)) {
    case 0:
      return null;
    case 1:
      return dice.oneIn(2);
    case 2:
    case 3:
      return dice.pick(UGLY_NUMBERS);
    case 4:
    case 5:
    case 6:
      return dice.pick(UGLY_TEXTS);
    case 7:
      return dice.oneIn(2) ? [] : [uglyValue(dice)];
    case 8:
      return dice.oneIn(2) ? {} : withKey({}, dice.pick(UGLY_KEYS), uglyValue(dice));
    default:
      return dice.oneIn(20) ? deep(dice.whole(100, 1000)) : undefined;
  }
}

/** Defines an own property, even for a key such as `__proto__`, where an assignment would change the prototype. */
export function withKey<Value extends object>(value: Value, key: string, entry: unknown): Value {
  return Object.defineProperty(value, key, { value: entry, enumerable: true, configurable: true, writable: true });
}

function deep(levels: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { data: value };
  return value;
}

/** Returns a copy with some parts changed. @param donors values whose parts may replace them */
export function mutateJson(dice: Dice, value: Json, donors: readonly Json[]): unknown {
  const copy = copyOf(value);
  const changes = dice.pick([1, 1, 1, 2, 2, 3, 6]);
  for (let change = 0; change < changes; change += 1) changeOnce(dice, copy, dice.pick(donors));
  return dice.oneIn(50) ? uglyValue(dice) : copy;
}

/** Copies through JSON: several times faster than structuredClone, and keeps an own key "__proto__". */
function copyOf<Value>(value: Value): Value {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as Value);
}

function changeOnce(dice: Dice, root: Json, donor: Json): void {
  const place = somewhereIn(dice, root);
  if (Array.isArray(place)) changeList(dice, place, donor);
  else changeObject(dice, place, donor);
}

/** Returns the root, or a part of it; deeper parts are less likely. */
function somewhereIn(dice: Dice, root: Json): Json {
  let place = root;
  while (!dice.oneIn(3)) {
    const below = Object.values(place).filter((part): part is Json => typeof part === 'object' && part !== null);
    if (below.length === 0) return place;
    place = dice.pick(below);
  }
  return place;
}

function changeList(dice: Dice, list: unknown[], donor: Json): void {
  const at = list.length === 0 ? 0 : dice.whole(0, list.length - 1);
  switch (dice.whole(0, 5)) {
    case 0:
      list.splice(at, 1);
      return;
    case 1:
      list.splice(at, 0, copyOf(list[at]));
      return;
    case 2:
      list[at] = uglyValue(dice);
      return;
    case 3:
      list.push(copyOf(donor));
      return;
    case 4:
      list.reverse();
      return;
    default:
      list.push(uglyValue(dice));
  }
}

function changeObject(dice: Dice, object: Record<string, unknown>, donor: Json): void {
  const keys = Object.keys(object);
  const key = keys.length === 0 ? '' : dice.pick(keys);
  switch (dice.whole(0, 8)) {
    case 0:
      Reflect.deleteProperty(object, key);
      return;
    case 1:
    case 2:
      withKey(object, key, uglyValue(dice));
      return;
    case 3:
    case 4:
      withKey(object, key, mutateScalar(dice, object[key]));
      return;
    case 5:
      withKey(object, key, object[dice.pick(keys.length === 0 ? [''] : keys)]);
      return;
    case 6:
      withKey(object, dice.pick(UGLY_KEYS), dice.oneIn(2) ? copyOf(donor) : uglyValue(dice));
      return;
    case 7: {
      const theirs = Object.entries(donor);
      if (theirs.length === 0) return;
      const [name, entry] = dice.pick(theirs);
      withKey(object, name, copyOf(entry));
      return;
    }
    default:
      withKey(object, key.toUpperCase(), object[key]);
  }
}

/** Returns a similar value: of another type, or with one character wrong. */
function mutateScalar(dice: Dice, value: unknown): unknown {
  if (typeof value === 'number') return dice.oneIn(2) ? String(value) : value + dice.pick([-1, 1, 0.5, 100]);
  if (typeof value === 'boolean') return dice.pick([!value, String(value), Number(value)]);
  if (typeof value !== 'string') return uglyValue(dice);
  switch (dice.whole(0, 6)) {
    case 0:
      return Number(value);
    case 1:
      return [value];
    case 2:
      return { [value]: value };
    case 3:
      return value + dice.pick(UGLY_TEXTS);
    case 4:
      return value.slice(0, -1);
    case 5:
      return dice.oneIn(2) ? value.toLowerCase() : value.toUpperCase();
    default:
      return withOneCharacterWrong(dice, value);
  }
}

function withOneCharacterWrong(dice: Dice, text: string): string {
  if (text === '') return '0';
  const at = dice.whole(0, text.length - 1);
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) + dice.pick([-1, 1])) + text.slice(at + 1);
}

/** Returns a copy with some bytes changed, cut off, doubled or inserted. */
export function mutateBytes(dice: Dice, bytes: Buffer): Buffer {
  if (bytes.length === 0) return Buffer.from([dice.whole(0, 255)]);
  const at = dice.whole(0, bytes.length - 1);
  const length = dice.whole(1, Math.min(64, bytes.length - at));
  switch (dice.whole(0, 6)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), noise(dice, length), bytes.subarray(at)]);
    case 4:
      return changedAt(bytes, at, dice.whole(0, 255));
    default:
      return changedAt(bytes, at, (bytes[at] ?? 0) ^ (1 << dice.whole(0, 7)));
  }
}

export function noise(dice: Dice, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => dice.whole(0, 255)));
}

function changedAt(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = value;
  return copy;
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Encodes a mutated value as JSON in UTF-8, and sometimes damages the bytes too. */
export function asBytes(dice: Dice, value: unknown): Buffer {
  // JSON has no `undefined`: send an empty body.
  const bytes = Buffer.from(JSON.stringify(value) ?? '', 'utf8');
  if (dice.oneIn(100)) return Buffer.concat([BOM, bytes]);
  if (dice.oneIn(400)) return Buffer.from(`{"respcd":"0000","data":${'['.repeat(dice.whole(1_000, 100_000))}`);
  return dice.oneIn(8) ? mutateBytes(dice, bytes) : bytes;
}

/** Returns a value that JSON cannot express but a message between processes can carry. */
export function clonableOddity(dice: Dice): unknown {
  switch (dice.whole(0, 11)) {
    case 0:
      return new Map([['saleId', 'x']]);
    case 1:
      return new Set([1]);
    case 2:
      return new Date(dice.oneIn(2) ? Number.NaN : 0);
    case 3:
      return 2n ** 70n;
    case 4:
      return /x/g;
    case 5:
      return new Error('x', { cause: 'y' });
    case 6:
      return new Uint8Array(dice.whole(0, 64));
    case 7:
      return Object(dice.pick<string | number | boolean>(['0000', 1234, true]));
    case 8:
      return Array.from({ length: 3 });
    case 9: {
      const cycle: Record<string, unknown> = {};
      cycle['settings'] = cycle;
      return cycle;
    }
    case 10:
      return 'x'.repeat(dice.pick([256, 257, 512, 513, 20_000]));
    default:
      return Object.assign(Object.create(null) as object, { saleId: 'x' });
  }
}
