/** The scanner's port on node-hid: listing, opening and closing. */
import { expect, it } from 'vitest';
import { nodeHid } from '../../electron/scanner/device.ts';
import { FakeHid, HONEYWELL, settle } from '../support/fake-hid.ts';

it('a device closed in the moment it was opened does not start to read', async () => {
  const fake = new FakeHid();
  fake.plug(HONEYWELL);
  const connection = await fake.hid.open(HONEYWELL.path, { report: () => {}, gone: () => {} });
  await connection.close();
  await settle();
  expect(fake.listeners).toBe(0);
});

it('a device without path or usage is not listed as a scanner', async () => {
  const hid = nodeHid(() =>
    Promise.resolve({
      devicesAsync: () =>
        Promise.resolve([
          { vendorId: 1, productId: 2 },
          { path: 'p', vendorId: 3, productId: 4 },
        ]),
      HIDAsync: { open: () => Promise.reject(new Error('none')) },
    }),
  );
  expect(await hid.list()).toEqual([{ path: 'p', vendorId: 3, productId: 4, usagePage: 0, usage: 0 }]);
});

it('loads on this machine or gives a reason, and lists without a crash', async () => {
  const listed = await nodeHid()
    .list()
    .catch((problem: unknown) => problem);
  expect(Array.isArray(listed) || listed instanceof Error).toBe(true);
  const nowhere = nodeHid().open('/nowhere', { report: () => {}, gone: () => {} });
  await expect(nowhere).rejects.toThrow();
});
