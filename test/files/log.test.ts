/** The log: refused calls of a window cannot flood it. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLog, quietly } from '../../electron/files/log.ts';
import { newFolder } from '../support/folders.ts';

it('logs a limited number of lines per minute for a window, counts the others, and does not limit other events', () => {
  let now = 0;
  const lines: string[] = [];
  const log = quietly(
    (event, facts = {}) => lines.push(`${event} ${JSON.stringify(facts)}`),
    () => now,
  );
  log('counter.opened');
  for (let call = 0; call < 100_000; call += 1) log('door.refused', { name: 'start' });
  for (let call = 0; call < 500; call += 1) log('watch.asked');
  const of = (event: string): number => lines.filter((line) => line.startsWith(`${event} `)).length;
  expect(of('door.refused')).toBe(100);
  expect(of('watch.asked')).toBe(500);
  now += 60_000;
  log('door.refused', { name: 'start' });
  expect(lines).toContain('log.held-back {"event":"door.refused","count":99900}');
  expect(of('door.refused')).toBe(101);
  expect(of('counter.opened')).toBe(1);
});

it.skipIf(process.platform === 'win32')('can be read only by its owner', () => {
  const place = newFolder();
  openLog(place.folder, false)('till.starting');
  const path = join(place.folder, 'till.log');
  expect(readFileSync(path, 'utf8')).toContain('till.starting');
  expect((statSync(path).mode & 0o777).toString(8)).toBe('600');
  place.remove();
});
