/** An act that no ledger can take now waits until a ledger can. */
import { expect, it } from 'vitest';
import { createActs, type ActsDeps } from '../../electron/counter/acts.ts';
import type { Act } from '../../shared/act.ts';

const act = (what: string): Act => ({ role: 'owner', by: 'owner', what, about: null, facts: {} });

const logged: unknown[] = [];
const actsOf = (wall: () => number, write: ActsDeps['write']) =>
  createActs({ clock: { mono: () => 0, wall }, log: (...line) => logged.push(line), write });

it('acts keep their order and their time, and each is written once', () => {
  const written: string[] = [];
  let now = 1;
  let takes = 1;
  const acts = actsOf(
    () => now,
    ({ what }, at) => {
      if (takes === 0) return false;
      takes -= 1;
      written.push(`${what} ${at}`);
      return true;
    },
  );
  acts.note(act('first'));
  now = 2;
  acts.note(act('second'));
  now = 3;
  acts.note(act('third'));
  expect(written).toEqual(['first 1']);
  takes = 1;
  acts.writeWaiting();
  expect(written).toEqual(['first 1', 'second 2']);
  takes = 9;
  now = 4;
  acts.note(act('fourth'));
  acts.writeWaiting();
  expect(written).toEqual(['first 1', 'second 2', 'third 3', 'fourth 4']);
});

it('the oldest waiting acts are dropped if there are more than 200', () => {
  const written: string[] = [];
  let takes = false;
  const acts = actsOf(
    () => 0,
    ({ what }) => {
      if (takes) written.push(what);
      return takes;
    },
  );
  for (let each = 0; each < 300; each += 1) acts.note(act(String(each)));
  takes = true;
  acts.writeWaiting();
  expect(written).toHaveLength(200);
  expect(written.at(-1)).toBe('299');
});

it('an act is not blocked by one whose writing throws, and the log has that error', () => {
  const written: string[] = [];
  const acts = actsOf(
    () => 0,
    ({ what }) => {
      if (what === 'odd') throw new Error('CHECK constraint failed');
      written.push(what);
      return true;
    },
  );
  acts.note(act('odd'));
  acts.note(act('next'));
  expect(written).toEqual(['next']);
  expect(logged).toEqual([['counter.act-not-written', { what: 'odd', error: 'Error: CHECK constraint failed' }]]);
});
