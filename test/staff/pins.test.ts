/** PINs: what the file holds of them, what a lost or damaged file or machine key leaves, and the recovery code. */
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPins, type Pins } from '../../electron/staff/pins.ts';
import { cleanRecoveryCode, newRecoveryCode } from '../../electron/staff/recovery-code.ts';
import type { Person } from '../../shared/person.ts';
import { newFolder } from '../support/folders.ts';

const OWNER = { ledger: 'production', id: 'person:01' };
const CASHIER = { ledger: 'production', id: 'person:02' };
const PIN = '80415';

let place: ReturnType<typeof newFolder>;
let path: string;
let changes: number;

const keyed = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest('hex');
const open = (key = 'this machine'): Pins =>
  openPins(path, keyed(key), () => {
    changes += 1;
  });

beforeEach(() => {
  place = newFolder();
  path = join(place.folder, 'pins.json');
  changes = 0;
});
afterEach(() => {
  place.remove();
});

describe('a PIN', () => {
  it('is right for its person alone, in its ledger alone, over a restart', async () => {
    await open().set(OWNER, PIN);
    await open().set(CASHIER, '1111');
    const pins = open();
    expect(await pins.isRight(OWNER, PIN)).toBe(true);
    expect(await pins.isRight(OWNER, '1111')).toBe(false);
    expect(await pins.isRight(CASHIER, PIN)).toBe(false);
    expect(await pins.isRight({ ...OWNER, ledger: 'training' }, PIN)).toBe(false);
    expect(pins.has(OWNER)).toBe(true);
    expect(pins.has({ ...OWNER, ledger: 'training' })).toBe(false);
    expect(changes).toBe(2);
  });

  it('stands in no file, and two people with the same one have different verifiers', async () => {
    const pins = open();
    await pins.set(OWNER, PIN);
    await pins.set(CASHIER, PIN);
    const text = readFileSync(path, 'utf8');
    expect(text).not.toContain(PIN);
    const { pins: kept } = JSON.parse(text) as { pins: Record<string, { salt: string; hash: string }> };
    const [one, other] = Object.values(kept);
    expect(one?.salt).not.toBe(other?.salt);
    expect(one?.hash).not.toBe(other?.hash);
  });

  it('cannot be checked with the file alone: the key of another machine finds none', async () => {
    await open().set(OWNER, PIN);
    const stolen = JSON.parse(readFileSync(path, 'utf8')) as { machine: string };
    writeFileSync(path, JSON.stringify({ ...stolen, machine: keyed('another')('harbour-till pins') }));
    expect(await open('another').isRight(OWNER, PIN)).toBe(false);
  });

  it('that was forgotten or replaced is right no more', async () => {
    const pins = open();
    await pins.set(OWNER, PIN);
    await pins.set(OWNER, '2222');
    expect(await pins.isRight(OWNER, PIN)).toBe(false);
    pins.forget(OWNER);
    expect(pins.has(OWNER)).toBe(false);
    expect(await open().isRight(OWNER, '2222')).toBe(false);
  });

  it('that cannot be written leaves the one before', async () => {
    path = join(place.folder, 'till', 'pins.json');
    const pins = open();
    await pins.set(OWNER, PIN);
    rmSync(join(place.folder, 'till'), { recursive: true });
    writeFileSync(join(place.folder, 'till'), 'a file, and no folder');
    await expect(pins.set(OWNER, '2222')).rejects.toThrow();
    expect(await pins.isRight(OWNER, PIN)).toBe(true);
  });
});

describe('the recovery code', () => {
  it('has at least 80 bits, in groups, of characters that nobody takes for one another', () => {
    const code = newRecoveryCode();
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){4}$/);
    expect(new Set(Array.from({ length: 50 }, newRecoveryCode)).size).toBe(50);
    expect(cleanRecoveryCode(` ${code.toLowerCase().replaceAll('-', ' ')}`)).toBe(code.replaceAll('-', ''));
  });

  it('is right however it is typed, in no file, and another one takes its place', async () => {
    const pins = open();
    expect(pins.hasRecoveryCode('production')).toBe(false);
    expect(await pins.isRecoveryCode('production', '')).toBe(false);
    const code = await pins.renewRecoveryCode('production');
    expect(readFileSync(path, 'utf8')).not.toContain(code);
    expect(await open().isRecoveryCode('production', code.toLowerCase())).toBe(true);
    const next = await pins.renewRecoveryCode('production');
    expect(await pins.isRecoveryCode('production', code)).toBe(false);
    expect(await pins.isRecoveryCode('production', next)).toBe(true);
    expect(await pins.isRecoveryCode('training', next)).toBe(false);
  });

  it('outlives the key of the machine, which the PINs do not', async () => {
    const pins = open();
    await pins.set(OWNER, PIN);
    const code = await pins.renewRecoveryCode('production');
    const after = open('a new key');
    expect(after.has(OWNER)).toBe(false);
    expect(await after.isRecoveryCode('production', code)).toBe(true);
    await after.set(OWNER, '2222');
    expect(await open('a new key').isRight(OWNER, '2222')).toBe(true);
  });
});

describe.each([
  ['gone', () => rmSync(path)],
  ['empty', () => writeFileSync(path, '')],
  ['half', () => writeFileSync(path, readFileSync(path, 'utf8').slice(0, 90))],
  ['of another shape', () => writeFileSync(path, '{"machine":1}')],
])('a file that is %s', (_how, spoil) => {
  it('holds no PIN and no code, and takes new ones', async () => {
    await open().set(OWNER, PIN);
    await open().renewRecoveryCode('production');
    spoil();
    const pins = open();
    expect(pins.has(OWNER)).toBe(false);
    expect(pins.hasRecoveryCode('production')).toBe(false);
    await pins.set(OWNER, '2222');
    expect(await open().isRight(OWNER, '2222')).toBe(true);
  });
});

it('keeps who was active, for a till whose ledger is not open, and writes only what is new', () => {
  const person = (id: string, isActive: boolean): Person => ({ id, version: 1, name: id, role: 'cashier', isActive });
  const pins = open();
  pins.keepRoster('production', []);
  expect(existsSync(path)).toBe(false);
  pins.keepRoster('production', [person('person:01', true), person('person:02', false)]);
  expect(open().roster('production')).toEqual([{ id: 'person:01', name: 'person:01', role: 'cashier' }]);
  expect(open().roster('training')).toEqual([]);
  pins.keepRoster('production', [person('person:01', true)]);
  expect(changes).toBe(1);
});
