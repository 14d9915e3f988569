/**
 * node-hid, and nothing else of it in the house: a narrow view of a HID library, and how node-hid 3.4 fills it.
 *
 * Its API for promises is used throughout: the other one reads on Node's few worker threads and can crash when it closes.
 * What its documents do not say, and its source does:
 *
 * - It says that a device was pulled out by an "error" event, with a text and not an Error, and only then. An "error"
 *   that nobody listens to ends the program, so the listener stays until the device is closed.
 * - Adding a "data" listener starts the reading one tick later. If the device was closed within that tick, the start
 *   throws where nobody can catch it; it is not tried when the listener is gone.
 * - A `close` that fails leaves the listeners in place.
 */

/** What is wanted of a HID library. */
export type HidApi = {
  readonly list: () => Promise<readonly HidDeviceInfo[]>;
  /** Calls back from now until `close`. After `gone` nothing comes any more, and `close` is still to be called. */
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
  /** An input report, its id included if the device numbers its reports. */
  readonly report: (bytes: Uint8Array) => void;
  readonly gone: () => void;
};

export type HidConnection = {
  /** The report's id first. */
  readonly sendFeatureReport: (bytes: readonly number[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** As much of node-hid as is used, so that a test can stand in for it. */
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

/** Loaded at the first look and not at the start: a machine without its libraries still has a till. */
async function loadNodeHid(): Promise<NodeHid> {
  const hid = await import('node-hid');
  // Only this driver tells the usage page on Linux, and it leaves the device to others who read it.
  if (process.platform === 'linux') hid.setDriverType('hidraw');
  return hid;
}
