/** The small guards of the shell, each alone: rate limits, passphrase guesses, questions, settings, uncaught errors. */
import { EventEmitter } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { catchBugs } from '../../electron/files/bugs.ts';
import { changesToAsk } from '../../electron/commands/question.ts';
import { questionWords } from '../../electron/shell/question-words.ts';
import { CASHIER_PACES, createPacer } from '../../electron/shell/paces.ts';
import { CASHIER_SCHEMAS } from '../../electron/shell/schemas.ts';
import { settingsSchema } from '../../electron/files/settings-schema.ts';
import { createTries } from '../../electron/vault/tries.ts';
import { cents } from '../../shared/money.ts';
import { newFolder } from '../support/folders.ts';
import { DEFAULT_SETTINGS, LANGUAGES, type Settings } from '../../shared/settings.ts';

it('accepts a burst and then a rate, separately for each command', () => {
  let now = 0;
  const isInPace = createPacer(CASHIER_PACES, () => now);
  const taken = (name: 'refund' | 'enquire', times: number): number =>
    Array.from({ length: times }, () => isInPace(name)).filter(Boolean).length;
  expect(taken('refund', 1_000)).toBe(12);
  expect(taken('enquire', 1_000)).toBe(12);
  now += 60_000;
  expect(taken('refund', 1_000)).toBe(12);
  now += 10_000;
  expect(taken('refund', 1_000)).toBe(2);
  // A loop in a page uses at most this many of the account's 400 calls per minute.
  expect(CASHIER_PACES.enquire.perMinute).toBeLessThanOrEqual(20);
});

it('has a rate for every command, far above what a person does', () => {
  expect(Object.keys(CASHIER_PACES).toSorted()).toEqual(Object.keys(CASHIER_SCHEMAS).toSorted());
  for (const { burst, perMinute } of Object.values(CASHIER_PACES)) {
    expect(burst).toBeGreaterThanOrEqual(6);
    expect(perMinute).toBeGreaterThanOrEqual(6);
  }
});

it('delays guesses by 1, 2, 4 … 60 seconds, one at a time, until one is right', async () => {
  let now = 0;
  const place = newFolder();
  onTestFinished(place.remove);
  const tries = createTries(() => now, join(place.folder, 'tries.json'));
  const waits: number[] = [];
  for (let guess = 0; guess < 8; guess += 1) {
    await tries.make(
      async () => 'wrong',
      (found) => found === 'right',
    );
    waits.push(tries.waitMs());
    now += tries.waitMs();
    expect(tries.waitMs()).toBe(0);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  let end = (): void => undefined;
  const underWay = tries.make(
    () =>
      new Promise<string>((resolve) => {
        end = () => resolve('right');
      }),
    (found) => found === 'right',
  );
  expect(tries.waitMs()).toBeGreaterThan(0);
  end();
  await underWay;
  expect(tries.waitMs()).toBe(0);
});

it('keeps the delay after a restart, and never locks out for good', async () => {
  const place = newFolder();
  onTestFinished(place.remove);
  const path = join(place.folder, 'tries.json');
  const restarted = () => createTries(() => 0, path);
  const isRight = (found: string): boolean => found === 'right';
  for (const wait of [1_000, 2_000, 4_000]) {
    await restarted().make(async () => 'wrong', isRight);
    expect(restarted().waitMs()).toBe(wait);
  }
  // A guess counts even if the program ends in the middle of it.
  void restarted().make(() => new Promise<string>(() => undefined), isRight);
  expect(restarted().waitMs()).toBe(8_000);
  for (let guess = 0; guess < 99; guess += 1) await restarted().make(async () => 'wrong', isRight);
  expect(restarted().waitMs()).toBe(60_000);
  await restarted().make(async () => 'right', isRight);
  expect(restarted().waitMs()).toBe(0);
  for (const odd of ['', '{', '{"wrong":-1}', '{"wrong":1e9}', '[]']) {
    writeFileSync(path, odd);
    expect(restarted().waitMs()).toBe(0);
  }
  // If the file cannot be written, guesses count as long as the program runs.
  const unkept = createTries(() => 0, join(path, 'below a file'));
  await unkept.make(async () => 'wrong', isRight);
  expect(unkept.waitMs()).toBe(1_000);
});

const LIVE: Settings = { ...DEFAULT_SETTINGS, environment: 'production' };

it.each<[string, Settings, Partial<Settings>, readonly string[]]>([
  ['going back to practice', LIVE, { environment: 'training' }, ['environment']],
  ['going live', DEFAULT_SETTINGS, { environment: 'production' }, ['environment']],
  ['another till', LIVE, { tillId: '02' }, ['tillId']],
  ['another outlet', LIVE, { mchid: { ...LIVE.mchid, production: 'M2' } }, ['mchid']],
  ['another address', LIVE, { returnUrl: 'https://a.example/' }, ['returnUrl']],
  ['a higher limit', LIVE, { limit: cents(99_999_999) }, ['limit']],
  ['a lower limit', LIVE, { limit: cents(100) }, []],
  ['words and sounds', LIVE, { sounds: false, shopName: { en: 'a', 'zh-HK': 'b', 'zh-CN': 'c' } }, []],
  ['a limit of practice', DEFAULT_SETTINGS, { limit: cents(99_999_999), tillId: '02' }, []],
])('asks a person about %s', (_what, before, change, asked) => {
  expect(changesToAsk(before, { ...before, ...change })).toEqual(asked);
});

it('names the old and the new value of each change in the question, in each language', () => {
  const next = { ...LIVE, limit: cents(99_999_999), mchid: { ...LIVE.mchid, production: 'M2' } };
  for (const language of LANGUAGES) {
    const changes = changesToAsk(LIVE, next);
    const { detail } = questionWords({ kind: 'change', before: LIVE, next, changes }, language);
    expect(detail).toContain('50,000.00 → 999,999.99');
    expect(detail).toContain('– → M2');
    const live = questionWords({ kind: 'go-live', settings: LIVE, appCodeTail: 'Q7Z9' }, language);
    expect(live.detail).toContain('Q7Z9');
    expect(live.detail).not.toContain('{{');
    const open = questionWords({ kind: 'open-as', tillId: 'Z9', environment: 'live-test' }, language);
    expect(open.detail).toContain('Z9');
  }
});

it('names the changes made in training when the till goes live, in both ways of going live', () => {
  const told = {
    tillId: 'Z9',
    limit: cents(99_999_999),
    returnUrl: 'https://a.example/',
    mchid: { ...LIVE.mchid, production: 'M2' },
  };
  const before: Settings = { ...DEFAULT_SETTINGS, ...told };
  const next: Settings = { ...LIVE, ...told };
  for (const language of LANGUAGES) {
    const live = questionWords({ kind: 'go-live', settings: next, appCodeTail: 'Q7Z9' }, language).detail;
    const changes = changesToAsk(before, next);
    const change = questionWords({ kind: 'change', before, next, changes }, language).detail;
    for (const detail of [live, change])
      for (const fact of ['Z9', '999,999.99', 'https://a.example/', 'M2']) expect(detail).toContain(fact);
    const back = questionWords({ kind: 'change', before: next, next: before, changes }, language).detail;
    expect(back).not.toContain('999,999.99');
  }
});

it("limits the work on a page's settings, whatever it sends", () => {
  const takes = (settings: unknown): boolean => CASHIER_SCHEMAS.saveSettings.safeParse({ settings }).success;
  expect(takes(LIVE)).toBe(true);
  // The largest settings that a shop can have.
  const gap = { untilMs: 1_000, gapMs: 500 };
  const fullest: Settings = {
    ...LIVE,
    customerDisplay: { label: 'x'.repeat(200), x: 0, y: 0, width: 1, height: 1 },
    scanner: { gapMs: 8, longestGapMs: 20, ending: 'both' },
    enquiryGaps: Array.from({ length: 10 }, () => gap),
  };
  expect(settingsSchema.safeParse(fullest).success).toBe(true);
  expect(takes(fullest)).toBe(true);
  // A sparse list: a few bytes in the message, but minutes of work for a loop over it.
  const holes: unknown[] = [];
  holes.length = 4_000_000_000;
  // Thirty nested lists that each contain the one before twice: 2 to the power of 30 texts.
  let twice: unknown = ['x'];
  for (let level = 0; level < 30; level += 1) twice = [twice, twice];
  let deep: unknown = {};
  for (let level = 0; level < 30; level += 1) deep = { a: deep, b: deep };
  // Each part is small, but the whole is large.
  const wide = Array.from({ length: 40 }, () =>
    Object.fromEntries(Array.from({ length: 40 }, (_n, at) => [`k${at}`, 1])),
  );
  const many = Object.fromEntries(Array.from({ length: 100_000 }, (_none, index) => [`k${index}`, 1]));
  const before = process.cpuUsage();
  for (const settings of [
    holes,
    twice,
    deep,
    many,
    new Map(),
    new Date(),
    1n,
    'text',
    null,
    [],
    { a: holes },
    { a: twice },
    { a: deep },
    { a: many },
    { a: wide },
    { ['a'.repeat(41)]: 1 },
    { a: 'a'.repeat(2_001) },
  ]) {
    expect(takes(settings)).toBe(false);
  }
  // CPU time of this process, which does not depend on other programs.
  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
});

it('logs every uncaught error, and shows the first', () => {
  const node = new EventEmitter();
  const logged: string[] = [];
  let told = 0;
  catchBugs(
    node,
    (event, facts) => logged.push(`${event} ${JSON.stringify(facts)}`),
    () => {
      told += 1;
    },
  );
  node.emit('uncaughtException', new Error('EMFILE'));
  node.emit('unhandledRejection', 'no error at all');
  expect(logged.map((line) => line.slice(0, 25))).toEqual(
    ['bug {"how":"exception","er', 'bug {"how":"rejection","er'].map((line) => line.slice(0, 25)),
  );
  expect(logged.join()).toContain('EMFILE');
  expect(told).toBe(1);
});
