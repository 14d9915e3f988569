/**
 * Finds the scanners among the machine's HID devices, and says which must be woken. A Honeywell lists several
 * interfaces under one name, so the usage decides and not the vendor.
 */

import type { HidDeviceInfo } from './device.ts';

const HONEYWELL = 0x0c2e;
const YOUJIE = 0x23d0;
const ZEBRA = 0x05e0;
const DATALOGIC = 0x05f9;

/** Makers whose HID-POS reports are known to have the layout that the decoder reads. */
const KNOWN_VENDORS: readonly number[] = [HONEYWELL, YOUJIE, ZEBRA, DATALOGIC];

/** These send nothing over HID-POS before they get the wake report. */
export function needsWaking({ vendorId, usagePage }: HidDeviceInfo): boolean {
  return usagePage === 0x8c && (vendorId === HONEYWELL || vendorId === YOUJIE);
}

/** The scanners in HID-POS mode, in the order to try them: known makers come first. */
export function chooseDevices(listed: readonly HidDeviceInfo[]): readonly HidDeviceInfo[] {
  const pos = listed.filter((info) => info.usagePage === 0x8c && info.usage === 0x02);
  const known = pos.filter((info) => KNOWN_VENDORS.includes(info.vendorId));
  const unknown = pos.filter((info) => !KNOWN_VENDORS.includes(info.vendorId));
  return [...known, ...unknown];
}
