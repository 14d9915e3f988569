/** Fills the till's ReadCode from the table of labels: which code may be charged, or what the cashier is told. */
import type { CodeRefusal } from '../../shared/scan.ts';
import { assertNever } from '../../shared/result.ts';
import type { ReadCode } from '../till/ports/scanner.ts';
import { labelRules, readLabel } from './label.ts';

/** @param prefix the text that the shop's scanner puts before each label at present; '' for none */
export function readCodeBehind(prefix: () => string): ReadCode {
  return (label) => {
    const reading = readLabel(label, labelRules(), prefix());
    switch (reading.kind) {
      case 'label':
        return { kind: 'code', code: reading.label, wallet: reading.wallet };
      case 'other-wallet':
        return { kind: 'refused', refusal: reading.wallet };
      case 'not-a-code':
        return { kind: 'refused', refusal: reading.what };
      case 'unreadable':
        return { kind: 'refused', refusal: refusalOf(reading.why) };
      default:
        return assertNever(reading);
    }
  };
}

export const readCode: ReadCode = readCodeBehind(() => '');

/** The cashier's word for a label that could not be used. @param why the scanner's reason */
export function refusalOf(why: string): CodeRefusal {
  return NAMED_PROBLEMS.find((problem) => problem === why) ?? 'unreadable';
}

const NAMED_PROBLEMS = [
  'too-long',
  'control-keys',
  'caps-lock',
  'input-method',
] as const satisfies readonly CodeRefusal[];
