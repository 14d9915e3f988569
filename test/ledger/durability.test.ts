/**
 * P1, tested with kills: the file of a till that is killed during its work contains everything that the till told.
 * (Whether the file survives a power cut depends on the settings of L1, which open.test.ts reads back.)
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { firstBreak } from '../../electron/ledger/file/journal.ts';
import { isAttemptNumber } from '../../shared/attempt/number.ts';
import { newLedgerPlace, openOne, type LedgerPlace } from '../support/ledger-files.ts';

let place: LedgerPlace;

beforeEach(() => {
  place = newLedgerPlace();
});
afterEach(() => {
  place.remove();
});

/** Runs the program until it has written this many lines, kills it with SIGKILL, and returns all lines. */
async function killedAfter(lines: number): Promise<readonly string[]> {
  const program = new URL('../support/ledger-child.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [program, place.path], { stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    told += chunk;
    if (told.split('\n').length > lines) child.kill('SIGKILL');
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`ended by itself with ${code}`);
  // An incomplete line does not count.
  return told.split('\n').slice(0, -1);
}

it.each([1, 2, 30])('killed after %i lines', async (lines) => {
  const told = await killedAfter(lines);
  expect(told.length).toBeGreaterThanOrEqual(lines);
  const ledger = place.ledger();
  for (const line of told) {
    const [number = '', paid] = line.split(' ');
    if (!isAttemptNumber(number)) throw new Error(`no number: ${line}`);
    const attempt = ledger.find(number);
    expect(attempt, line).not.toBeNull();
    if (paid === 'paid') expect(attempt).toMatchObject({ status: 'paid', version: 2 });
  }
  expect(firstBreak(place.raw())).toBeNull();
  // The ledger goes on with a number that it never told before.
  expect(told).not.toContain(openOne(ledger).number);
});

it('a till that is killed again and again never tells a number twice', async () => {
  const told = [...(await killedAfter(5)), ...(await killedAfter(5)), ...(await killedAfter(5))];
  const numbers = told.filter((line) => !line.endsWith('paid'));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(firstBreak(place.raw())).toBeNull();
});
