/** The list of acts through the door: searched by what a person types, and exported to a file. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import { readableNumber } from '../../shared/attempt/number.ts';
import type { ActsSearch } from '../../shared/contract/acts.ts';
import { csvRows } from '../support/csv.ts';
import { newFolder } from '../support/folders.ts';
import { NUMBER } from '../support/samples.ts';
import { createTestCounter, type TestCounter } from '../support/test-counter.ts';

const READABLE = readableNumber(NUMBER);
const ALL: ActsSearch = { text: '', what: null, by: null };

let place: ReturnType<typeof newFolder>;
let simulator: Simulator;
let shop: TestCounter;

beforeEach(async () => {
  place = newFolder();
  simulator = await startSimulator({ answerDelayMs: 0, speed: 20, appCode: 'APPCODE123', clientKey: 'KEY' });
  shop = createTestCounter({ folder: place.folder, simulator });
  await shop.counter.reopen();
  const act = { role: 'manager', by: 'Wai Ling' } as const;
  shop.counter.noteAct({ ...act, what: 'settings-changed', about: null, facts: { limit: 5000 } });
  const facts = { amount: 511, approvedFor: '=HYPERLINK("http://x")' };
  shop.counter.noteAct({ ...act, what: 'refund-started', about: NUMBER, facts });
});
afterEach(async () => {
  shop.counter.close();
  await simulator.close();
  place.remove();
});

const found = async (search: Partial<ActsSearch>): Promise<readonly string[] | undefined> => {
  const answer = await shop.commands.acts({ ...ALL, ...search, part: { after: null, until: null } });
  return answer?.acts.map(({ what }) => what);
};
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

it('is searched by a number, a day, a month, or a word', async () => {
  expect(await found({})).toEqual(['refund-started', 'settings-changed']);
  expect(await found({ text: READABLE.toLowerCase() })).toEqual(['refund-started']);
  expect(await found({ text: today() })).toEqual(['refund-started', 'settings-changed']);
  expect(await found({ text: today().slice(0, 7) })).toHaveLength(2);
  expect(await found({ text: '2001-01-01' })).toEqual([]);
  expect(await found({ text: ' LIMIT ' })).toEqual(['settings-changed']);
  expect(await found({ what: 'refund-started', by: 'Wai Ling' })).toEqual(['refund-started']);
  const answer = await shop.commands.acts({ ...ALL, part: { after: null, until: null } });
  expect(answer?.acts.map(({ readable }) => readable)).toEqual([READABLE, null]);
});

it('is exported oldest first, with no formula in it, and the export is an act', async () => {
  const written = await shop.commands.exportActs(ALL);
  if (written.kind !== 'written') throw new Error(written.why);
  expect(written.path).toMatch(/harbour-till-acts-training-01-\d{4}-\d\d-\d\d-\d{6}\.csv$/);
  const rows = csvRows(readFileSync(written.path, 'utf8'));
  expect(rows).toMatchObject([
    { act: 'settings-changed', by: 'Wai Ling', role: 'manager', about: '', facts: '{"limit":5000}', till: '01' },
    {
      act: 'refund-started',
      about: READABLE,
      facts: '{"amount":511}',
      approved_for: '\'=HYPERLINK("http://x")',
      environment: 'training',
    },
  ]);
  expect(await found({ what: 'acts-exported' })).toEqual(['acts-exported']);
});

it('is exported again beside an earlier file, and only what was searched for', async () => {
  await shop.commands.exportActs(ALL);
  const second = await shop.commands.exportActs({ ...ALL, what: 'settings-changed' });
  if (second.kind !== 'written') throw new Error(second.why);
  expect(csvRows(readFileSync(second.path, 'utf8'))).toHaveLength(1);
  expect(readdirSync(join(place.folder, 'Training'))).toHaveLength(2);
});

it('writes no empty file, and none while the acts cannot be read', async () => {
  expect(await shop.commands.exportActs({ ...ALL, text: 'nothing like it' })).toMatchObject({ why: 'empty' });
  shop.counter.close();
  expect(await shop.commands.exportActs(ALL)).toMatchObject({ kind: 'failed', why: 'unread' });
  expect(await shop.commands.acts({ ...ALL, part: { after: null, until: null } })).toBeNull();
});
