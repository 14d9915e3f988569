/**
 * The scanner on the counter: found, opened, listened to, and found again after it was pulled out.
 *
 * `openScanner` fills the till's `Scanner` port. It reads the list of devices every 700 ms. That finds a scanner that
 * was plugged in, and it is the only sign of one that vanished without an error. Every fault, from a library that does
 * not load to a device that hangs, ends in a lamp. Nothing is thrown, because a cashier can always type the code.
 */

import type { MonoMs } from '../../shared/time.ts';
import type { Log, Timers } from '../till/ports/world.ts';
import type { DeviceLamp } from './lamp.ts';
import type { Scanner, ScannerEvent } from '../till/ports/scanner.ts';
import { chooseDevices, needsWaking } from './choose-device.ts';
import { startDecoder } from './decoder.ts';
import type { Decoder } from './decoder.ts';
import type { HidApi, HidConnection, HidDeviceInfo } from './device.ts';
import { cleanLabel } from './label.ts';
import { MAX_GAP_MS } from './scan.ts';
import type { ScanEvent } from './scan.ts';

/** Short enough, with the look and the opening, for "lamp within 1 s, working again within 2 s". */
const LOOK_EVERY_MS = 700;
/** A look that takes longer hangs in the driver. It cannot be cancelled, so the cashier is told. */
const SLOW_LOOK_MS = 3_000;
/** A look that takes this long is given up: the next one need not hang too. */
const LOST_LOOK_MS = 30_000;
/** Each look that hangs keeps one of the program's four threads for files and names. Two must stay free. */
const LOOKS_MISSED_MAX = 2;
/** Report 254 = 1: a Honeywell sends nothing over HID-POS before it gets this. */
const WAKE_REPORT = [254, 1] as const;

type ScannerDeps = {
  readonly hid: HidApi;
  readonly timers: Timers;
  readonly monotonicNow: () => MonoMs;
  /** Gets the driver's words about a fault of the device, never a scanned label. */
  readonly log?: Log;
};

type Device = {
  readonly path: string;
  readonly decoder: Decoder;
  connection: HidConnection | undefined;
  /** The device was pulled out or given up: its later events are ignored. */
  isGone: boolean;
  /** `asleep`: the device has not been told to send labels yet, or has refused. */
  wakeState: 'asleep' | 'waking' | 'awake';
  cancelGapTimer: () => void;
  cancelSlowWaking: () => void;
};

/** A look that was given up keeps its thread until the driver answers, if it ever does. */
type Look = { isLost: boolean };

const nothingToCancel = (): void => undefined;

export function openScanner(deps: ScannerDeps): Scanner {
  return new HidScanner(deps);
}

class HidScanner implements Scanner {
  readonly #deps: ScannerDeps;
  readonly #listeners = new Set<(event: ScannerEvent) => void>();
  #lamp: DeviceLamp = 'absent';
  #device: Device | undefined;
  #isClosed = false;
  #cancelNextLook = nothingToCancel;
  #cancelSlow = nothingToCancel;
  #cancelLost = nothingToCancel;
  #lostLooks = 0;
  #lastProblem = '';

  constructor(deps: ScannerDeps) {
    this.#deps = deps;
    void this.#look();
  }

  subscribe(listener: (event: ScannerEvent) => void): () => void {
    // A new function for each call: a listener given twice is called twice, and each unsubscribing removes one.
    const own = (event: ScannerEvent): void => listener(event);
    this.#listeners.add(own);
    this.#tell(own, { kind: 'lamp', lamp: this.#lamp });
    return () => void this.#listeners.delete(own);
  }

  close(): void {
    this.#isClosed = true;
    this.#listeners.clear();
    this.#cancelNextLook();
    this.#cancelSlow();
    this.#cancelLost();
    if (this.#device !== undefined) this.#letGo(this.#device);
  }

  /** Reads the list once. The next look starts after this one has ended or is given up. Never rejects. */
  async #look(): Promise<void> {
    const look: Look = { isLost: false };
    this.#cancelSlow = this.#deps.timers.after(SLOW_LOOK_MS, () =>
      this.#failUnlessOpen('The HID library does not answer'),
    );
    this.#cancelLost = this.#deps.timers.after(LOST_LOOK_MS, () => {
      look.isLost = true;
      this.#lostLooks += 1;
      if (this.#lostLooks < LOOKS_MISSED_MAX) void this.#look();
    });
    try {
      await this.#compare(await this.#deps.hid.list(), look);
    } catch (problem) {
      this.#failUnlessOpen(problem);
    }
    if (look.isLost) {
      this.#lostLooks -= 1;
      // The search already goes on without this look, unless too many hanging looks had stopped it.
      if (this.#lostLooks < LOOKS_MISSED_MAX - 1) return;
    } else {
      this.#cancelSlow();
      this.#cancelLost();
    }
    if (!this.#isClosed) this.#cancelNextLook = this.#deps.timers.after(LOOK_EVERY_MS, () => void this.#look());
  }

  async #compare(listed: readonly HidDeviceInfo[], look: Look): Promise<void> {
    // The list of a look that was given up is out of date.
    if (this.#isClosed || look.isLost) return;
    const open = this.#device;
    if (open !== undefined && !listed.some(({ path }) => path === open.path)) this.#lose(open);
    if (this.#device === undefined) await this.#openFirst(listed);
    else void this.#wake(this.#device);
  }

  /** Opens the best of several scanners that can be opened. */
  async #openFirst(listed: readonly HidDeviceInfo[]): Promise<void> {
    const choice = chooseDevices(listed);
    for (const info of choice) {
      try {
        await this.#open(info, startDecoder(this.#deps.monotonicNow()));
      } catch (problem) {
        this.#failUnlessOpen(problem);
      }
      if (this.#device !== undefined || this.#isClosed) return;
    }
    if (choice.length === 0) this.#setLamp('absent');
  }

  async #open(info: HidDeviceInfo, decoder: Decoder): Promise<void> {
    const device: Device = {
      path: info.path,
      decoder,
      connection: undefined,
      isGone: false,
      wakeState: needsWaking(info) ? 'asleep' : 'awake',
      cancelGapTimer: nothingToCancel,
      cancelSlowWaking: nothingToCancel,
    };
    device.connection = await this.#deps.hid.open(info.path, {
      report: (bytes) => this.#take(device, bytes),
      gone: () => this.#lose(device),
    });
    const isTooLate = this.#device !== undefined;
    if (this.#isClosed || device.isGone || isTooLate) return this.#letGo(device);
    this.#device = device;
    if (device.wakeState === 'awake') this.#setLamp('ready');
    else void this.#wake(device);
  }

  /**
   * Tells a Honeywell to send labels. A scanner that was just plugged in may refuse, so each look tries again. A
   * scanner that another program has woken, or that does not know this report, proves by a label that it works.
   */
  async #wake(device: Device): Promise<void> {
    if (device.wakeState !== 'asleep' || device.connection === undefined) return;
    device.wakeState = 'waking';
    // A device that hangs in the driver is not told again: each try would keep a thread.
    device.cancelSlowWaking = this.#deps.timers.after(SLOW_LOOK_MS, () =>
      this.#failWaking(device, 'The scanner does not answer'),
    );
    try {
      await device.connection.sendFeatureReport(WAKE_REPORT);
      this.#isAwake(device);
    } catch (problem) {
      this.#isStillAsleep(device, problem);
    } finally {
      device.cancelSlowWaking();
    }
  }

  #isAwake(device: Device): void {
    device.wakeState = 'awake';
    if (!device.isGone) this.#setLamp('ready');
  }

  #isStillAsleep(device: Device, problem: unknown): void {
    // A label may have come in the meantime, or the device may have been pulled out.
    if (device.wakeState === 'awake' || device.isGone) return;
    device.wakeState = 'asleep';
    this.#failWaking(device, problem);
  }

  #failWaking(device: Device, problem: unknown): void {
    if (device.wakeState === 'awake' || device.isGone) return;
    this.#log(problem);
    this.#setLamp('failed');
  }

  #take(device: Device, bytes: Uint8Array): void {
    if (device.isGone || this.#isClosed) return;
    device.cancelGapTimer();
    this.#decoded(device, device.decoder.report(bytes, this.#deps.monotonicNow()));
    if (!device.decoder.isUnfinished() || device.isGone) return;
    device.cancelGapTimer = this.#deps.timers.after(MAX_GAP_MS + 1, () => {
      this.#decoded(device, device.decoder.timeout(this.#deps.monotonicNow()));
    });
  }

  #decoded(device: Device, event: ScanEvent): void {
    if (event.kind === 'none') return;
    if (event.kind === 'dropped') return this.#emit({ kind: 'unreadable', why: event.why });
    this.#isAwake(device);
    const cleaned = cleanLabel(event.bytes);
    this.#emit(cleaned.ok ? { kind: 'label', label: cleaned.value } : { kind: 'unreadable', why: cleaned.error });
  }

  /** Called when the device is gone. */
  #lose(device: Device): void {
    const wasOpen = this.#device === device;
    this.#letGo(device);
    if (wasOpen) this.#setLamp('absent');
  }

  #letGo(device: Device): void {
    device.isGone = true;
    device.cancelGapTimer();
    device.cancelSlowWaking();
    if (this.#device === device) this.#device = undefined;
    const { connection } = device;
    device.connection = undefined;
    connection?.close().catch((problem: unknown) => this.#log(problem));
  }

  #failUnlessOpen(problem: unknown): void {
    if (this.#isClosed || this.#device !== undefined) return;
    this.#log(problem);
    this.#setLamp('failed');
  }

  #setLamp(lamp: DeviceLamp): void {
    if (lamp === this.#lamp) return;
    this.#lamp = lamp;
    if (lamp === 'ready') this.#lastProblem = '';
    this.#emit({ kind: 'lamp', lamp });
  }

  #emit(event: ScannerEvent): void {
    if (this.#isClosed) return;
    // A listener may add another one, which gets the lamp when it subscribes and must not get this event as well.
    const present = [...this.#listeners];
    for (const listener of present) this.#tell(listener, event);
  }

  #tell(listener: (event: ScannerEvent) => void, event: ScannerEvent): void {
    try {
      listener(event);
    } catch {
      // A listener's error may quote a label, so its words are not logged.
      this.#log('A listener of the scanner failed');
    }
  }

  /** The same fault comes back with every look, so it is logged once. */
  #log(problem: unknown): void {
    const message = problem instanceof Error ? problem.message : String(problem);
    if (message === this.#lastProblem) return;
    this.#lastProblem = message;
    this.#deps.log?.('scanner', { problem: message });
  }
}
