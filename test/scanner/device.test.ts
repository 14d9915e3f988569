/** H7, and the scanner's port with a fake node-hid and a fake clock. */

import { afterEach, describe, expect, it } from 'vitest';
import { openScanner } from '../../electron/scanner/open-scanner.ts';
import type { Scanner, ScannerEvent } from '../../electron/till/ports/scanner.ts';
import {
  bytesOf,
  FakeHid,
  FakeTime,
  HONEYWELL,
  KEYBOARD,
  posReport,
  posReports,
  settle,
  UNKNOWN_MAKER,
} from '../support/fake-hid.ts';
import type { FakeDevice } from '../support/fake-hid.ts';

type Counter = {
  readonly fake: FakeHid;
  readonly time: FakeTime;
  readonly scanner: Scanner;
  readonly events: ScannerEvent[];
  readonly logged: string[];
  readonly lamp: () => string;
  readonly labels: () => string[];
  readonly unreadable: () => string[];
};

const opened: Scanner[] = [];
afterEach(() => {
  for (const scanner of opened.splice(0)) scanner.close();
});

/** A till with these scanners plugged in, after its first search for scanners. */
async function counter(
  devices: readonly FakeDevice[] = [],
  prepare: (fake: FakeHid) => void = () => {},
): Promise<Counter> {
  const fake = new FakeHid();
  const time = new FakeTime();
  for (const device of devices) fake.plug(device);
  prepare(fake);
  const logged: string[] = [];
  const events: ScannerEvent[] = [];
  const scanner = openScanner({
    hid: fake.hid,
    timers: time,
    monotonicNow: () => time.nowMs,
    log: (event, facts) => logged.push(JSON.stringify([event, facts])),
  });
  opened.push(scanner);
  scanner.subscribe((event) => events.push(event));
  await time.pass(0);
  return {
    fake,
    time,
    scanner,
    events,
    logged,
    lamp: () => events.flatMap((event) => (event.kind === 'lamp' ? [event.lamp] : [])).at(-1) ?? 'none',
    labels: () => events.flatMap((event) => (event.kind === 'label' ? [event.label] : [])),
    unreadable: () => events.flatMap((event) => (event.kind === 'unreadable' ? [event.why] : [])),
  };
}

/** After this time a report cannot be the end of a label that began before the device was opened. */
const SETTLED_MS = 201;

describe('finding the scanner', () => {
  it('reports absent at once, and ready within 2 s after a scanner is plugged in', async () => {
    const { fake, time, events, lamp } = await counter();
    expect(events).toEqual([{ kind: 'lamp', lamp: 'absent' }]);
    await time.pass(10_000);
    fake.plug(HONEYWELL);
    await time.pass(2_000);
    expect(lamp()).toBe('ready');
    expect(events).toHaveLength(2);
  });

  it('tells the current lamp to each new listener, and nothing to one that unsubscribed', async () => {
    const { scanner, fake, time } = await counter([UNKNOWN_MAKER]);
    const late: ScannerEvent[] = [];
    const leave = scanner.subscribe((event) => late.push(event));
    expect(late).toEqual([{ kind: 'lamp', lamp: 'ready' }]);
    leave();
    fake.unplug(UNKNOWN_MAKER);
    await time.pass(2_000);
    expect(late).toHaveLength(1);
  });

  it.each([
    ['a keyboard', KEYBOARD],
    ['another usage of the page', { ...HONEYWELL, usage: 1 }],
    ['the second interface of a Honeywell', { ...HONEYWELL, usagePage: 0xff8c }],
  ])('does not open %s', async (_what, device) => {
    const { fake, time, lamp } = await counter([device]);
    await time.pass(5_000);
    expect(fake.opens).toBe(0);
    expect(lamp()).toBe('absent');
  });

  it('opens one of several scanners, a known maker first, and keeps it', async () => {
    const { fake, time, labels } = await counter([KEYBOARD, UNKNOWN_MAKER, HONEYWELL]);
    await time.pass(5_000);
    fake.send(UNKNOWN_MAKER, posReport(bytesOf('unknown')));
    fake.send(HONEYWELL, posReport(bytesOf('known')));
    expect(labels()).toEqual(['known']);
    expect(fake.opens).toBe(1);
  });

  it('opens the next one when the first does not open', async () => {
    const { fake, time, labels, lamp } = await counter([UNKNOWN_MAKER, HONEYWELL], (each) =>
      each.locked.add(HONEYWELL.path),
    );
    expect(lamp()).toBe('ready');
    await time.pass(SETTLED_MS);
    fake.send(UNKNOWN_MAKER, posReport(bytesOf('second')));
    expect(labels()).toEqual(['second']);
  });
});

describe('waking a Honeywell', () => {
  it.each([
    ['Honeywell', HONEYWELL.vendorId, 1],
    ['Youjie', 0x23d0, 1],
    ['another', 0x1234, 0],
  ])('%s', async (_maker, vendorId, times) => {
    const device = { ...HONEYWELL, vendorId };
    const { fake, time, lamp } = await counter([device]);
    await time.pass(5_000);
    expect(fake.featureReports).toEqual(Array.from({ length: times }, () => ({ path: device.path, bytes: [254, 1] })));
    expect(lamp()).toBe('ready');
  });

  it('is tried again at each search until it works', async () => {
    const { fake, time, lamp, logged } = await counter([HONEYWELL], (each) => (each.featureProblem = 'broken pipe'));
    expect(lamp()).toBe('failed');
    await time.pass(3_000);
    expect(lamp()).toBe('failed');
    expect(logged).toHaveLength(1);
    fake.featureProblem = undefined;
    await time.pass(700);
    expect(lamp()).toBe('ready');
    expect(fake.opens).toBe(1);
  });

  it('that hangs in the driver shows failed after three seconds, makes no second call, and ends when the driver answers', async () => {
    let end = (): void => {};
    const { fake, time, lamp } = await counter([HONEYWELL], (each) => {
      each.hangingFeature = new Promise((resolve) => (end = resolve));
    });
    await time.pass(2_999);
    expect(lamp()).toBe('absent');
    await time.pass(60_000);
    expect(lamp()).toBe('failed');
    end();
    await time.pass(0);
    expect(lamp()).toBe('ready');
    expect(fake.featureReports).toHaveLength(1);
    await time.pass(60_000);
    expect(lamp()).toBe('ready');
  });

  it('that hangs does not show failed after the scanner is unplugged', async () => {
    const { fake, time, events, logged } = await counter([HONEYWELL], (each) => {
      each.hangingFeature = new Promise(() => {});
    });
    await time.pass(1_000);
    fake.unplug(HONEYWELL);
    await time.pass(10_000);
    expect(events).toEqual([{ kind: 'lamp', lamp: 'absent' }]);
    expect(logged).toEqual([]);
  });

  it('is not needed any more after a label', async () => {
    const { fake, time, lamp, labels } = await counter([HONEYWELL], (each) => (each.featureProblem = 'broken pipe'));
    await time.pass(SETTLED_MS);
    fake.send(HONEYWELL, posReport(bytesOf('it speaks')));
    expect(labels()).toEqual(['it speaks']);
    expect(lamp()).toBe('ready');
    await time.pass(3_000);
    expect(lamp()).toBe('ready');
  });
});

describe('a scan', () => {
  it('arrives whole, without its ending', async () => {
    const { fake, time, events } = await counter([HONEYWELL]);
    await time.pass(SETTLED_MS);
    const label = 'A'.repeat(100);
    for (const report of posReports(`${label}\r\n`)) fake.send(HONEYWELL, report);
    expect(events.at(-1)).toEqual({ kind: 'label', label });
  });

  it.each([
    ['unprintable', bytesOf('a\u0001b')],
    ['empty', bytesOf('\r')],
  ])('that is %s is reported as such', async (why, bytes) => {
    const { fake, time, unreadable, labels } = await counter([HONEYWELL]);
    await time.pass(SETTLED_MS);
    fake.send(HONEYWELL, posReport(bytes));
    expect(unreadable()).toEqual([why]);
    expect(labels()).toEqual([]);
  });

  it('that does not end is reported once within half a second, and its late end is not a label', async () => {
    const { fake, time, unreadable, labels } = await counter([HONEYWELL]);
    await time.pass(SETTLED_MS);
    const [first = [], last = []] = posReports('x'.repeat(80));
    fake.send(HONEYWELL, first);
    await time.pass(500);
    expect(unreadable()).toEqual(['gap']);
    await time.pass(5_000);
    fake.send(HONEYWELL, last);
    fake.send(HONEYWELL, posReport(bytesOf('whole')));
    expect(unreadable()).toEqual(['gap', 'end-of-another']);
    expect(labels()).toEqual(['whole']);
  });

  it('is no label if only its end came after the device was opened', async () => {
    const { fake, time, unreadable, labels } = await counter([HONEYWELL]);
    await time.pass(10);
    fake.send(HONEYWELL, posReports('x'.repeat(80))[1] ?? []);
    expect(labels()).toEqual([]);
    expect(unreadable()).toEqual(['end-of-another']);
  });

  it('that began before the scanner was unplugged does not continue afterwards', async () => {
    const { fake, time, labels } = await counter([HONEYWELL]);
    await time.pass(SETTLED_MS);
    const [first = [], last = []] = posReports('x'.repeat(80));
    fake.send(HONEYWELL, first);
    fake.unplug(HONEYWELL);
    fake.plug(HONEYWELL);
    await time.pass(550);
    fake.send(HONEYWELL, last);
    expect(labels()).toEqual([]);
  });

  it('is never logged, even if a listener throws', async () => {
    const { fake, time, scanner, labels, logged } = await counter([HONEYWELL]);
    const others: ScannerEvent[] = [];
    scanner.subscribe((event) => {
      if (event.kind === 'label') throw new Error(`cannot use ${event.label}`);
    });
    scanner.subscribe((event) => others.push(event));
    await time.pass(SETTLED_MS);
    fake.send(HONEYWELL, posReport(bytesOf('SECRET9371')));
    fake.send(HONEYWELL, posReport([...bytesOf('SECRET9371'), 1]));
    await time.pass(5_000);
    expect(labels()).toEqual(['SECRET9371']);
    expect(others.at(-2)).toEqual({ kind: 'label', label: 'SECRET9371' });
    expect(logged).toHaveLength(1);
    expect(logged.join('')).not.toContain('SECRET');
  });
});

describe('unplugged and plugged in again', () => {
  it.each(['with-error', 'quietly'] as const)('%s: lamp within 1 s, working again within 2 s', async (how) => {
    const { fake, time, lamp, labels } = await counter([HONEYWELL]);
    await time.pass(333);
    fake.unplug(HONEYWELL, how);
    await time.pass(1_000);
    expect(lamp()).toBe('absent');
    expect(fake.openHandles).toBe(0);
    fake.plug(HONEYWELL);
    await time.pass(2_000 - SETTLED_MS);
    expect(lamp()).toBe('ready');
    await time.pass(SETTLED_MS);
    fake.send(HONEYWELL, posReport(bytesOf('again')));
    expect(labels()).toEqual(['again']);
  });

  it('with an error: the lamp does not wait for the next search', async () => {
    const { fake, lamp } = await counter([HONEYWELL]);
    fake.unplug(HONEYWELL);
    expect(lamp()).toBe('absent');
  });

  it('between two searches: the scanner is reopened', async () => {
    const { fake, time, lamp } = await counter([HONEYWELL]);
    fake.unplug(HONEYWELL);
    fake.plug(HONEYWELL);
    await time.pass(700);
    expect(lamp()).toBe('ready');
    expect(fake.opens).toBe(2);
    expect(fake.openHandles).toBe(1);
  });

  it('changes to another scanner that is plugged in', async () => {
    const { fake, time, labels } = await counter([UNKNOWN_MAKER, HONEYWELL]);
    fake.unplug(HONEYWELL);
    await time.pass(1_000);
    fake.send(UNKNOWN_MAKER, posReport(bytesOf('the other')));
    expect(labels()).toEqual(['the other']);
  });

  it('10,000 times: no listener, handle or timer leaks', async () => {
    const { fake, time, lamp, scanner, labels } = await counter([HONEYWELL]);
    const before = { listeners: fake.listeners, timers: time.pending };
    expect(before.listeners).toBe(2);
    for (let round = 0; round < 10_000; round += 1) {
      fake.unplug(HONEYWELL, round % 2 === 0 ? 'with-error' : 'quietly');
      await time.pass(700);
      if (lamp() !== 'absent') expect.fail(`round ${round}: ${lamp()}`);
      fake.plug(HONEYWELL);
      await time.pass(700);
    }
    expect(fake.opens).toBe(10_001);
    expect(lamp()).toBe('ready');
    expect({ listeners: fake.listeners, timers: time.pending }).toEqual(before);
    expect(fake.openHandles).toBe(1);
    await time.pass(SETTLED_MS);
    fake.send(HONEYWELL, posReport(bytesOf('still one')));
    expect(labels()).toEqual(['still one']);
    scanner.close();
    await time.pass(0);
    expect({ listeners: fake.listeners, timers: time.pending, handles: fake.openHandles }).toEqual({
      listeners: 0,
      timers: 0,
      handles: 0,
    });
  }, 300_000);
});

describe('errors:', () => {
  it('a library that does not load: lamp failed, logged once, and loaded when it is there', async () => {
    const { fake, time, lamp, logged } = await counter(
      [HONEYWELL],
      (each) => (each.loadProblem = 'libudev.so.1: cannot open'),
    );
    expect(lamp()).toBe('failed');
    await time.pass(60_000);
    expect(logged).toEqual(['["scanner",{"problem":"libudev.so.1: cannot open"}]']);
    fake.loadProblem = undefined;
    await time.pass(2_000);
    expect(lamp()).toBe('ready');
  });

  it('a device that does not open: lamp failed, and another try', async () => {
    const { fake, time, lamp } = await counter([HONEYWELL], (each) => each.locked.add(HONEYWELL.path));
    expect(lamp()).toBe('failed');
    fake.unplug(HONEYWELL);
    await time.pass(1_000);
    expect(lamp()).toBe('absent');
    fake.plug(HONEYWELL);
    await time.pass(1_000);
    expect(lamp()).toBe('failed');
    fake.locked.clear();
    await time.pass(2_000);
    expect(lamp()).toBe('ready');
  });

  it('a failing list of devices while a scanner is open: the scanner goes on', async () => {
    const { fake, time, lamp, labels } = await counter([HONEYWELL]);
    fake.loadProblem = 'out of handles';
    await time.pass(5_000);
    expect(lamp()).toBe('ready');
    fake.send(HONEYWELL, posReport(bytesOf('goes on')));
    expect(labels()).toEqual(['goes on']);
  });

  it('a driver that hangs: lamp failed, one call at a time, and ready when the driver answers', async () => {
    let end = (): void => {};
    const { fake, time, lamp } = await counter([HONEYWELL], (each) => {
      each.hangingList = new Promise((resolve) => (end = resolve));
    });
    await time.pass(2_999);
    expect(lamp()).toBe('absent');
    await time.pass(20_000);
    expect(lamp()).toBe('failed');
    expect(fake.lists).toBe(1);
    fake.hangingList = undefined;
    end();
    await time.pass(700);
    expect(lamp()).toBe('ready');
  });

  it.each(['hangingList', 'hangingOpen'] as const)(
    'a driver that never answers (%s): after half a minute the till tries again and finds the scanner',
    async (what) => {
      const { fake, time, lamp, labels } = await counter([HONEYWELL], (each) => (each[what] = new Promise(() => {})));
      await time.pass(20_000);
      expect(lamp()).toBe('failed');
      fake[what] = undefined;
      await time.pass(12_000);
      expect(lamp()).toBe('ready');
      await time.pass(SETTLED_MS);
      fake.send(HONEYWELL, posReport(bytesOf('again')));
      expect(labels()).toEqual(['again']);
      expect(fake.openHandles).toBe(1);
    },
  );

  it('a driver that answers late does not open the scanner a second time', async () => {
    let end = (): void => {};
    const { fake, time, lamp } = await counter([HONEYWELL], (each) => {
      each.hangingOpen = new Promise((resolve) => (end = resolve));
    });
    await time.pass(29_000);
    fake.hangingOpen = undefined;
    await time.pass(3_000);
    expect(lamp()).toBe('ready');
    end();
    await time.pass(3_000);
    expect(lamp()).toBe('ready');
    expect(fake.openHandles).toBe(1);
    expect(fake.listeners).toBe(2);
  });

  it('a driver that hangs for good keeps at most two calls, and the search goes on when one answers', async () => {
    let end = (): void => {};
    const { fake, time, lamp } = await counter([HONEYWELL], (each) => {
      each.hangingList = new Promise((resolve) => (end = resolve));
    });
    await time.pass(3_600_000);
    expect(fake.lists).toBe(2);
    fake.hangingList = undefined;
    end();
    await time.pass(2_000);
    expect(lamp()).toBe('ready');
    const { lists } = fake;
    await time.pass(7_000);
    expect(fake.lists - lists, 'one look at a time').toBe(10);
  });

  it('a close that fails: no listener leaks, and the next device works', async () => {
    const { fake, time, lamp } = await counter([HONEYWELL], (each) => (each.closeProblem = 'no such device'));
    fake.unplug(HONEYWELL);
    await time.pass(0);
    expect(fake.listeners).toBe(0);
    fake.plug(HONEYWELL);
    await time.pass(2_000);
    expect(lamp()).toBe('ready');
  });

  it('reports of any bytes: nothing is thrown', async () => {
    const { fake, time, lamp } = await counter([UNKNOWN_MAKER]);
    for (let seed = 1; seed < 2_000; seed += 1) {
      fake.send(
        UNKNOWN_MAKER,
        Array.from({ length: seed % 70 }, (_, index) => (seed * 31 + index * 17) % 256),
      );
      await time.pass(seed % 3);
    }
    expect(lamp()).toBe('ready');
  });
});

describe('closing', () => {
  it('closes the device, and no event comes afterwards', async () => {
    const { fake, time, scanner, events } = await counter([HONEYWELL]);
    await time.pass(SETTLED_MS);
    fake.send(HONEYWELL, posReports('x'.repeat(80))[0] ?? []);
    const count = events.length;
    scanner.close();
    scanner.close();
    expect(fake.openHandles).toBe(0);
    const { lists } = fake;
    await time.pass(60_000);
    expect(time.pending).toBe(0);
    expect(fake.lists).toBe(lists);
    expect(events).toHaveLength(count);
  });

  it('in the middle of a label or of a search leaves no timer', async () => {
    const { fake, time, scanner } = await counter([HONEYWELL]);
    await time.pass(SETTLED_MS);
    fake.send(HONEYWELL, posReports('x'.repeat(80))[0] ?? []);
    scanner.close();
    expect(time.pending).toBe(0);
    const looking = await counter([HONEYWELL], (each) => (each.hangingList = new Promise(() => {})));
    looking.scanner.close();
    expect(looking.time.pending).toBe(0);
  });

  it.each(['closed', 'pulled out'])('a device that is %s while it is being opened is not kept', async (how) => {
    let end = (): void => {};
    const { fake, time, scanner, lamp } = await counter([HONEYWELL], (each) => {
      each.hangingOpen = new Promise((resolve) => (end = resolve));
    });
    if (how === 'closed') scanner.close();
    else fake.unplug(HONEYWELL);
    end();
    await time.pass(1);
    await settle();
    expect(fake.openHandles).toBe(0);
    expect(fake.listeners).toBe(0);
    expect(lamp()).not.toBe('ready');
  });

  it('a device that is unplugged in the tick in which it was opened is not kept', async () => {
    const fake = new FakeHid();
    const time = new FakeTime();
    let closes = 0;
    const connection = { sendFeatureReport: () => Promise.resolve(), close: async () => void (closes += 1) };
    const scanner = openScanner({
      hid: {
        list: fake.hid.list,
        open: async (_path, listener) => {
          listener.gone();
          return connection;
        },
      },
      timers: time,
      monotonicNow: () => time.nowMs,
    });
    opened.push(scanner);
    const events: ScannerEvent[] = [];
    scanner.subscribe((event) => events.push(event));
    fake.plug(UNKNOWN_MAKER);
    await time.pass(0);
    expect(closes).toBe(1);
    expect(events).toEqual([{ kind: 'lamp', lamp: 'absent' }]);
  });
});
