import { beforeEach, describe, expect, it } from 'vitest';
import { createProgram, type Part } from '../../electron/shell/parts.ts';

let done: string[];
let isEnding: boolean;
beforeEach(() => {
  done = [];
  isEnding = false;
});

const part = (name: string, more: Partial<Part> = {}): Part => ({
  name,
  start: () => void done.push(`start ${name}`),
  stop: () => void done.push(`stop ${name}`),
  ...more,
});
const program = (...parts: readonly Part[]) =>
  createProgram(
    parts,
    () => isEnding,
    (event, facts) => done.push(`${event} ${JSON.stringify(facts)}`),
  );

describe('the parts of the program', () => {
  it('start one after another and stop once, in reverse order', async () => {
    const slow = part('slow', {
      start: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        done.push('start slow');
      },
    });
    const all = program(slow, part('windows'), part('counter'));
    await all.start();
    all.stop();
    all.stop();
    expect(done).toEqual(['start slow', 'start windows', 'start counter', 'stop counter', 'stop windows', 'stop slow']);
  });

  it('stop also while one is still starting, and the rest do not start', async () => {
    const opening = Promise.withResolvers<void>();
    const all = program(part('windows'), part('counter', { start: () => opening.promise }), part('scanner'));
    const started = all.start();
    await Promise.resolve();
    all.stop();
    opening.resolve();
    await started;
    expect(done).toEqual(['start windows', 'stop counter', 'stop windows']);
  });

  it('do not start after somebody has asked the program to end', async () => {
    const ask = part('windows', { start: () => void (isEnding = true) });
    const all = program(ask, part('counter'));
    await all.start();
    all.stop();
    expect(done).toEqual(['stop windows']);
  });

  it('all stop, even if one of them throws', async () => {
    const ill = part('scanner', {
      stop: () => {
        throw new Error('gone');
      },
    });
    const all = program(part('counter'), ill);
    await all.start();
    all.stop();
    expect(done).toEqual([
      'start counter',
      'start scanner',
      'part.not-stopped {"part":"scanner","error":"Error: gone"}',
      'stop counter',
    ]);
  });

  it('do not start after one that fails to start', async () => {
    const ill = part('counter', { start: () => Promise.reject(new Error('no port is free')) });
    await expect(program(ill, part('scanner')).start()).rejects.toThrow('no port is free');
    expect(done).toEqual([]);
  });
});
