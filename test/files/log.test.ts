/** The log is for what happened; nobody buries it under calls that were refused. */
import { expect, it } from 'vitest';
import { quietly } from '../../electron/files/log.ts';

it('lets a window cause some lines a minute, says how many more there were, and leaves the rest alone', () => {
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
