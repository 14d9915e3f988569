/**
 * Which of the machine's HID devices is the scanner, and what it needs to be told first. A Honeywell lists several
 * interfaces under one name, so the usage decides and not the vendor.
 */

import type { ScannerProtocol } from './decoder.ts';
import type { HidDeviceInfo } from './device.ts';

export type ScannerChoice = {
  /** Scanners in keyboard mode that the shop has named: without a name a keyboard is a person's. */
  readonly keyboardScanners: readonly { readonly vendorId: number; readonly productId: number }[];
};

type ChosenDevice = { readonly info: HidDeviceInfo; readonly protocol: ScannerProtocol };

const HONEYWELL = 0x0c2e;
const YOUJIE = 0x23d0;
const ZEBRA = 0x05e0;
const DATALOGIC = 0x05f9;

/** Makers whose HID-POS reports are known to have the layout that the decoder reads. */
const KNOWN_VENDORS: readonly number[] = [HONEYWELL, YOUJIE, ZEBRA, DATALOGIC];

/** These send nothing over HID-POS before they are told to. */
export function needsWaking({ vendorId, usagePage }: HidDeviceInfo): boolean {
  return usagePage === 0x8c && (vendorId === HONEYWELL || vendorId === YOUJIE);
}

/** The scanners among these devices, the one to try first in front: HID-POS of a known maker, HID-POS, keyboard mode. */
export function chooseDevices(listed: readonly HidDeviceInfo[], choice: ScannerChoice): readonly ChosenDevice[] {
  const pos = listed.filter((info) => info.usagePage === 0x8c && info.usage === 0x02);
  const known = pos.filter((info) => KNOWN_VENDORS.includes(info.vendorId));
  const unknown = pos.filter((info) => !KNOWN_VENDORS.includes(info.vendorId));
  const keyboards = listed.filter((info) => info.usagePage === 0x01 && info.usage === 0x06 && isNamed(info, choice));
  return [
    ...[...known, ...unknown].map((info) => ({ info, protocol: 'pos' as const })),
    ...keyboards.map((info) => ({ info, protocol: 'keyboard' as const })),
  ];
}

function isNamed(info: HidDeviceInfo, { keyboardScanners }: ScannerChoice): boolean {
  return keyboardScanners.some((each) => each.vendorId === info.vendorId && each.productId === info.productId);
}
