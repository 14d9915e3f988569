/**
 * Random scanner reports and labels: the decoders never throw, no label is longer than allowed, and every code is 1 to
 * 128 printable characters.
 */
import { cleanLabel } from '../../../electron/scanner/label.ts';
import { readCode } from '../../../electron/scanner/read-code.ts';
import { startDecoder } from '../../../electron/scanner/decoder.ts';
import { MAX_LABEL_BYTES } from '../../../electron/scanner/scan.ts';
import { mutateBytes, noise } from '../mutate.ts';
import type { Dice } from '../../support/dice.ts';
import type { Target } from '../target.ts';

const TEXTS = [
  '281234567890123456',
  '131234567890123456',
  '6212345678901234567',
  'PAYME-0123456789ABCDEF',
  'https://qr.payme.hsbc.com.hk/2/A1b2C3',
  '0104012345678901',
  ']C101040123456789',
  '4006381333931',
  `${'9'.repeat(128)}\r\n`,
  '\u0000\u202e1234',
  '１２３４５６７８９０１２３４５６７８',
  '',
];

export function labels(): Target {
  return {
    name: 'labels',
    share: 770,
    run(dice) {
      const text = aText(dice);
      const wrong = wrongCode(text);
      if (wrong !== null) return wrong;
      const decoder = startDecoder(0);
      let atMs = 1_000;
      for (let reports = dice.whole(1, 30); reports > 0; reports -= 1) {
        atMs += dice.pick([0, 1, 8, 199, 201, 5_000]);
        const event = dice.oneIn(12) ? decoder.timeout(atMs) : decoder.report(aPosReport(dice, text), atMs);
        if (event.kind !== 'label') continue;
        if (event.bytes.length > MAX_LABEL_BYTES) return `a label of ${event.bytes.length} bytes`;
        const scanned = wrongCode(String.fromCharCode(...event.bytes));
        if (scanned !== null) return scanned;
      }
      return null;
    },
  };
}

function wrongCode(text: string): string | null {
  const cleaned = cleanLabel(text);
  if (!cleaned.ok) return null;
  const read = readCode(cleaned.value);
  if (read.kind === 'refused' || /^[\x20-\x7e]{1,128}$/.test(read.code)) return null;
  return `${JSON.stringify(text)} was read as the code ${JSON.stringify(read.code)}`;
}

function aText(dice: Dice): string {
  const text = dice.pick(TEXTS);
  if (dice.oneIn(4)) return noise(dice, dice.whole(0, 200)).toString('latin1');
  return dice.oneIn(3) ? text : mutateBytes(dice, Buffer.from(text)).toString('latin1');
}

/** A report of 64 bytes as a scanner in HID-POS mode sends it; sometimes damaged. */
function aPosReport(dice: Dice, text: string): Buffer {
  const data = Buffer.from(text, 'latin1').subarray(0, 56);
  const report = Buffer.alloc(64);
  report[0] = 2;
  report[1] = data.length;
  report.write(dice.pick([']Q1', ']Q1', ']C0', ' ]Q']), 2, 'latin1');
  data.copy(report, 5);
  report[63] = dice.pick([0, 0, 1]);
  if (dice.oneIn(4)) return mutateBytes(dice, report);
  return dice.oneIn(30) ? noise(dice, dice.whole(0, 70)) : report;
}
