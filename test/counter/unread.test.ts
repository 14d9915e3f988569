/** While no ledger is open, the till answers that it cannot read, and not that nothing was sold. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { startSimulator, type Simulator } from '../../electron/simulator/server.ts';
import { hkDay } from '../../shared/time.ts';
import { csvRows } from '../support/csv.ts';
import { newFolder } from '../support/folders.ts';
import { createTestCounter } from '../support/test-counter.ts';
import { about } from '../support/questions.ts';

let simulator: Simulator;
let place: ReturnType<typeof newFolder>;

beforeEach(async () => {
  simulator = await startSimulator({ answerDelayMs: 0 });
  place = newFolder();
});
afterEach(async () => {
  await simulator.close();
  place.remove();
});

const newCounter = () => createTestCounter({ folder: place.folder, simulator });
const exported = () => {
  const files = readdirSync(place.folder, { recursive: true, encoding: 'utf8' });
  const [name = ''] = files.filter((each) => each.endsWith('.csv'));
  return readFileSync(`${place.folder}/${name}`, 'utf8');
};

it('the day, the search and the export are unreadable while no ledger is open', async () => {
  const day = hkDay(Date.now());
  const first = newCounter();
  await first.counter.reopen();
  expect(await first.start(7111)).toBe('started');
  expect(await first.commands.exportDay({ day })).toMatchObject({ kind: 'written' });
  const file = exported();
  expect(csvRows(file)).toMatchObject([{ amount: '71.11' }]);
  first.counter.close();

  const second = newCounter();
  expect(await second.commands.day({ day: null })).toBeNull();
  expect(await second.commands.history(about('71.11'))).toBeNull();
  expect(await second.commands.exportDay({ day })).toMatchObject({ kind: 'failed', why: 'unread' });
  expect(exported()).toBe(file);
  expect(second.logged.join()).not.toContain('act.day-exported');

  await second.counter.reopen();
  expect(await second.commands.day({ day: null })).toMatchObject({ attempts: [{ amount: 7111 }] });
  expect(await second.commands.exportDay({ day })).toMatchObject({ kind: 'written' });
  expect(second.logged.filter((line) => line.startsWith('act.day-exported'))).toHaveLength(1);
  second.counter.close();
});
