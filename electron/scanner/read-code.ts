/** The till's ReadCode, by the table of labels: what may be charged, and what the cashier is told instead. */
import { assertNever } from '../../shared/result.ts';
import type { ReadCode } from '../till/ports.ts';
import { DEFAULT_LABEL_RULES, readLabel } from './label.ts';

export const readCode: ReadCode = (text) => {
  const reading = readLabel(text, DEFAULT_LABEL_RULES);
  switch (reading.kind) {
    case 'label':
      return { kind: 'code', code: reading.label };
    case 'other-wallet':
      return { kind: 'refused', refusal: reading.wallet };
    case 'not-a-code':
      return { kind: 'refused', refusal: reading.what };
    case 'unreadable':
      return { kind: 'refused', refusal: 'unreadable' };
    default:
      return assertNever(reading);
  }
};
