/**
 * A fake for scanners that are plugged in. It replaces node-hid itself, not the till's wrapper, so that each test also
 * uses the real `nodeHid()`. It has the surprising habits of node-hid 3.4: reading starts a tick after a "data"
 * listener was added, and throws an uncatchable error if the device was closed by then; errors are texts; an "error"
 * without a listener is thrown; and a `close` that fails leaves its listeners.
 *
 * It counts what a leak would leave behind: open handles, and listeners on any device that was ever opened.
 */

import { EventEmitter } from 'node:events';
import { nodeHid } from '../../electron/scanner/device.ts';
import type { HidApi, NodeHid, NodeHidInfo } from '../../electron/scanner/device.ts';
import type { Timers } from '../../electron/till/ports/world.ts';

export type FakeDevice = Required<NodeHidInfo> & { readonly path: string };

export const HONEYWELL: FakeDevice = {
  path: '/dev/hidraw0',
  vendorId: 0x0c2e,
  productId: 0x0b61,
  usagePage: 0x8c,
  usage: 2,
};
export const UNKNOWN_MAKER: FakeDevice = {
  path: '/dev/hidraw1',
  vendorId: 0x1234,
  productId: 0x0001,
  usagePage: 0x8c,
  usage: 2,
};
export const KEYBOARD: FakeDevice = {
  path: '/dev/hidraw2',
  vendorId: 0x046d,
  productId: 0xc31c,
  usagePage: 1,
  usage: 6,
};

export class FakeHid {
  /** The library that the scanner's code receives. */
  readonly hid: HidApi;
  readonly featureReports: { readonly path: string; readonly bytes: readonly number[] }[] = [];
  opens = 0;
  lists = 0;
  /** While set, the library does not load. */
  loadProblem: string | undefined;
  /** Paths that cannot be opened, as without the udev rule. */
  readonly locked = new Set<string>();
  /** While set, the device refuses its feature report. */
  featureProblem: string | undefined;
  closeProblem: string | undefined;
  /** While set, listing or opening waits for this promise. */
  hangingList: Promise<void> | undefined;
  hangingOpen: Promise<void> | undefined;
  /** While set, a feature report waits for this promise. */
  hangingFeature: Promise<void> | undefined;

  readonly #plugged = new Map<string, FakeDevice>();
  readonly #everOpened: FakeHandle[] = [];
  readonly #open = new Set<FakeHandle>();

  constructor() {
    const module: NodeHid = {
      devicesAsync: async () => {
        this.lists += 1;
        await this.hangingList;
        return [...this.#plugged.values()];
      },
      HIDAsync: { open: (path) => this.#openPath(path) },
    };
    this.hid = nodeHid(async () => {
      if (this.loadProblem !== undefined) throw new Error(this.loadProblem);
      return module;
    });
  }

  plug(device: FakeDevice): void {
    this.#plugged.set(device.path, device);
  }

  /** `quietly`: the driver reports nothing, and only the list of devices shows the change. */
  unplug(device: FakeDevice, how: 'with-error' | 'quietly' = 'with-error'): void {
    this.#plugged.delete(device.path);
    if (how === 'quietly') return;
    for (const handle of this.#openOf(device)) handle.readFails('could not read from HID device: device disconnected');
  }

  send(device: FakeDevice, report: readonly number[]): void {
    for (const handle of this.#openOf(device)) handle.read(report);
  }

  get openHandles(): number {
    return this.#open.size;
  }

  /** The number of listeners on all devices that were ever opened, also closed ones. */
  get listeners(): number {
    return this.#everOpened.reduce((sum, handle) => sum + handle.count(), 0);
  }

  #openOf({ path }: FakeDevice): readonly FakeHandle[] {
    return [...this.#open].filter((handle) => handle.path === path);
  }

  async #openPath(path: string): Promise<FakeHandle> {
    await this.hangingOpen;
    if (!this.#plugged.has(path) || this.locked.has(path)) throw new Error(`cannot open device with path ${path}`);
    this.opens += 1;
    const handle = new FakeHandle(path, this, () => this.#open.delete(handle));
    this.#everOpened.push(handle);
    this.#open.add(handle);
    return handle;
  }
}

class FakeHandle extends EventEmitter {
  readonly path: string;
  readonly #fake: FakeHid;
  readonly #onClose: () => void;
  #isOpen = true;
  #isReading = false;

  constructor(path: string, fake: FakeHid, onClose: () => void) {
    super();
    this.path = path;
    this.#fake = fake;
    this.#onClose = onClose;
    this.on('newListener', (event) => {
      if (event === 'data') process.nextTick(() => this.#resume());
    });
  }

  count(): number {
    // node-hid's own listeners do not count.
    return this.eventNames().reduce((sum, name) => sum + (name === 'newListener' ? 0 : this.listenerCount(name)), 0);
  }

  #resume(): void {
    if (this.listenerCount('data') === 0) return;
    if (!this.#isOpen) throw new TypeError('device has been closed');
    if (this.#isReading) throw new TypeError('read is already running');
    this.#isReading = true;
  }

  read(report: readonly number[]): void {
    if (this.#isReading) this.emit('data', Buffer.from(report));
  }

  readFails(problem: string): void {
    if (!this.#isReading) return;
    this.#isReading = false;
    this.emit('error', problem);
  }

  async sendFeatureReport(bytes: number[]): Promise<number> {
    if (!this.#isOpen) throw new TypeError('device has been closed');
    await this.#fake.hangingFeature;
    if (this.#fake.featureProblem !== undefined) throw new Error(this.#fake.featureProblem);
    this.#fake.featureReports.push({ path: this.path, bytes });
    return bytes.length;
  }

  async close(): Promise<void> {
    if (!this.#isOpen) throw new TypeError('device is already closed');
    this.#isOpen = false;
    this.#isReading = false;
    this.#onClose();
    if (this.#fake.closeProblem !== undefined) throw new Error(this.#fake.closeProblem);
    // The reading thread ends some ticks later.
    await settle();
    this.removeAllListeners();
  }
}

type PosReportOptions = {
  readonly more?: boolean;
  readonly aimId?: string;
  /** The AIM id one byte later, as on some devices. */
  readonly isLate?: boolean;
};

/** One 64-byte report of a scanner in HID-POS mode, as a Honeywell sends it: its own symbology letter in byte 61. */
export function posReport(data: readonly number[], options: PosReportOptions = {}): number[] {
  const { more = false, aimId = ']Q1', isLate = false } = options;
  const head = [2, data.length, ...(isLate ? [0] : []), ...bytesOf(aimId), ...data];
  const report = [...head, ...Array<number>(Math.max(0, 64 - head.length)).fill(0)];
  if (head.length <= 61) report[61] = 0x73;
  report[63] = more ? 1 : 0;
  return report;
}

/** A label in as many reports as it needs, or split at these places. */
export function posReports(label: string, cuts?: readonly number[], options: PosReportOptions = {}): number[][] {
  const bytes = bytesOf(label);
  const places = cuts ?? Array.from({ length: Math.ceil(bytes.length / 56) - 1 }, (_, index) => (index + 1) * 56);
  const starts = [0, ...places];
  return starts.map((start, index) =>
    posReport(bytes.slice(start, starts[index + 1]), { ...options, more: index < starts.length - 1 }),
  );
}

export function bytesOf(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

/** Time that only a test moves. Promises get their turn before and after each timer. */
export class FakeTime implements Timers {
  nowMs = 5_000;
  readonly #waiting = new Set<{ readonly atMs: number; readonly call: () => void }>();

  after(ms: number, call: () => void): () => void {
    const timer = { atMs: this.nowMs + ms, call };
    this.#waiting.add(timer);
    return () => void this.#waiting.delete(timer);
  }

  get pending(): number {
    return this.#waiting.size;
  }

  async pass(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms;
    await settle();
    for (;;) {
      const next = [...this.#waiting].toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.#waiting.delete(next);
      this.nowMs = next.atMs;
      next.call();
      await settle();
    }
    this.nowMs = untilMs;
  }
}

/** Lets everything that is ready run: `setImmediate` comes after all ticks and promises. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
