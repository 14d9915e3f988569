/**
 * The ledger alone: one durable change of an attempt's state, compared with the minimum for durability: a write of four
 * kilobytes and an fsync, in the same folder, alternately.
 */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openLedger } from '../../electron/ledger/ledger.ts';
import { openOne } from '../support/ledger-files.ts';
import { percentile } from './statistics.ts';
import { lineOf, type Line } from './table.ts';

/** First commits grow the files and warm the caches. */
const WARM_UPS = 200;
/** Commits per block: enough for a 99th percentile, few enough to have several blocks to compare. */
const BLOCK = 250;
const PAGE = Buffer.alloc(4096, 0x5a);

/** @param folder on the disk of the till's ledger @param count number of commits; each block gives a 99th percentile */
export function measureCommits(folder: string, count: number): readonly Line[] {
  const ledger = openLedger(join(folder, 'commits.db'));
  const file = openSync(join(folder, 'bare-writes'), 'w');
  const commit: number[] = [];
  const bare: number[] = [];
  try {
    for (let turn = -WARM_UPS; turn < count; turn += 1) {
      const { number, version } = openOne(ledger);
      const change = () => {
        ledger.record(number, version, { status: 'paid', gatewayRef: `S${turn}`, lastResponse: '0000' }, Date.now());
      };
      const write = () => {
        writeSync(file, PAGE);
        fsyncSync(file);
      };
      // The disk's work after the first of the two delays the second, so each goes first equally often.
      const isLedgerFirst = turn % 2 === 0;
      const first = timed(isLedgerFirst ? change : write);
      const second = timed(isLedgerFirst ? write : change);
      if (turn < 0) continue;
      commit.push(isLedgerFirst ? first : second);
      bare.push(isLedgerFirst ? second : first);
    }
  } finally {
    ledger.close();
    closeSync(file);
  }
  const slowest = (times: readonly number[]): readonly number[] =>
    blocksOf(times).map((block) => percentile(block, 0.99));
  return [
    lineOf({
      name: 'durable commit of a state change',
      floorName: '4 KiB written and fsynced in the same folder, in turns',
      unit: 'ms',
      target: 1.25,
      till: commit,
      floor: bare,
    }),
    lineOf({
      name: `the slowest hundredth of them (p99 of each ${BLOCK})`,
      floorName: 'the slowest hundredth of the same bare writes',
      unit: 'ms',
      target: 2,
      till: slowest(commit),
      floor: slowest(bare),
    }),
  ];
}

function timed(work: () => void): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function blocksOf(times: readonly number[]): readonly (readonly number[])[] {
  const blocks = Math.max(1, Math.floor(times.length / BLOCK));
  return Array.from({ length: blocks }, (_, block) => times.slice(block * BLOCK, (block + 1) * BLOCK));
}
