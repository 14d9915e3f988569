/**
 * The only file that uses node-hid: a narrow interface to a HID library, and its implementation by node-hid 3.4.
 *
 * Only the promise API of node-hid is used: the other one reads on Node's few worker threads and can crash when it
 * closes. The following facts are in the source of node-hid but not in its documents:
 *
 * - An "error" event, with a text and not an Error, reports a device that was pulled out, and nothing else. An "error"
 *   without a listener ends the program, so the listener stays until the device is closed.
 * - Adding a "data" listener starts the reading one tick later. If the device is closed within that tick, the start
 *   throws where nobody can catch it. Removing the listener first cancels the start.
 * - A `close` that fails leaves the listeners in place.
 */

/** The part of a HID library that the scanner needs. */
export type HidApi = {
  readonly list: () => Promise<readonly HidDeviceInfo[]>;
  /** Calls the listener until `close`. After `gone` nothing more comes, but `close` must still be called. */
  readonly open: (path: string, listener: HidListener) => Promise<HidConnection>;
};

export type HidDeviceInfo = {
  readonly path: string;
  readonly vendorId: number;
  readonly productId: number;
  readonly usagePage: number;
  readonly usage: number;
};

type HidListener = {
  /** An input report. It includes the report's id if the device numbers its reports. */
  readonly report: (bytes: Uint8Array) => void;
  readonly gone: () => void;
};

export type HidConnection = {
  /** The first byte is the report's id. */
  readonly sendFeatureReport: (bytes: readonly number[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The part of node-hid in use, so that a test can replace it. */
export type NodeHid = {
  devicesAsync(): Promise<readonly NodeHidInfo[]>;
  readonly HIDAsync: { open(path: string): Promise<NodeHidDevice> };
};

export type NodeHidInfo = {
  readonly path?: string | undefined;
  readonly vendorId: number;
  readonly productId: number;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
};

type NodeHidDevice = {
  on(event: 'data', listener: (bytes: Uint8Array) => void): unknown;
  on(event: 'error', listener: (problem: unknown) => void): unknown;
  removeAllListeners(event?: string): unknown;
  sendFeatureReport(bytes: number[]): Promise<number>;
  close(): Promise<void>;
};

/** The machine's HID devices. Where node-hid cannot be loaded (no libudev or libusb), every call rejects. */
export function nodeHid(load: () => Promise<NodeHid> = loadNodeHid): HidApi {
  return {
    list: async () => {
      const hid = await load();
      return (await hid.devicesAsync()).flatMap(({ path, vendorId, productId, usagePage, usage }) =>
        path === undefined ? [] : [{ path, vendorId, productId, usagePage: usagePage ?? 0, usage: usage ?? 0 }],
      );
    },
    open: async (path, listener) => {
      const hid = await load();
      const device = await hid.HIDAsync.open(path);
      device.on('error', () => listener.gone());
      device.on('data', (bytes) => listener.report(bytes));
      return connectionTo(device);
    },
  };
}

function connectionTo(device: NodeHidDevice): HidConnection {
  return {
    sendFeatureReport: async (bytes) => {
      await device.sendFeatureReport([...bytes]);
    },
    close: async () => {
      device.removeAllListeners('data');
      try {
        await device.close();
      } finally {
        device.removeAllListeners();
      }
    },
  };
}

/** Loads node-hid at the first look and not at the start: a machine without its libraries still opens the till. */
async function loadNodeHid(): Promise<NodeHid> {
  const hid = await import('node-hid');
  // On Linux only this driver reports the usage page, and it lets other programs read the device too.
  if (process.platform === 'linux') hid.setDriverType('hidraw');
  return hid;
}
