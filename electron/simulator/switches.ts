/**
 * Settings of the whole gateway, not of one payment. Each switch has a closed list of values, the default first. A test
 * or an HTTP request can change them while the simulator runs.
 */

import { err, ok, type Result } from '../../shared/result.ts';

const VALUES = {
  /** 1265 between 23:30 and 00:30 Hong Kong time. `never` by default, so that tests do not fail at that hour. */
  refundBlackout: ['never', 'by-clock', 'always'],
  /** 1269: today's unsettled turnover does not cover the refund. */
  lowBalance: [false, true],
  /** How an allowed refund goes; an enquiry sees the same. */
  refundMode: ['done', 'pending-then-done', 'pending-then-refused', 'done-no-answer', 'no-answer'],
  /** For training: a partial refund goes by its last two digits (refund-scenarios.ts), otherwise by refundMode. */
  refundsByAmount: [false, true],
  /** How every enquiry goes wrong until the switch is set back. */
  queryFault: ['none', 'silence', 'drop', 'http-500', 'html-page', 'cut-json'],
  /** A customer's code that was used for one payment is refused for the next (1202). */
  singleUseCodes: [true, false],
  /** The X-QF-SIGN header on answers: MD5 of body and key, the older of the two documented ways. */
  signatureHeader: [true, false],
  /** Non-ASCII text as \uXXXX, as in the older samples. */
  asciiJson: [false, true],
} as const;

type SwitchName = keyof typeof VALUES;
export type Switches = { readonly [Name in SwitchName]: (typeof VALUES)[Name][number] };

export const DEFAULT_SWITCHES: Switches = {
  refundBlackout: VALUES.refundBlackout[0],
  lowBalance: VALUES.lowBalance[0],
  refundMode: VALUES.refundMode[0],
  refundsByAmount: VALUES.refundsByAmount[0],
  queryFault: VALUES.queryFault[0],
  singleUseCodes: VALUES.singleUseCodes[0],
  signatureHeader: VALUES.signatureHeader[0],
  asciiJson: VALUES.asciiJson[0],
};

function isSwitchName(name: string): name is SwitchName {
  return Object.hasOwn(VALUES, name);
}

/** Reads a change such as `lowBalance=true&refundMode=no-answer`. The error names the part that was not understood. */
export function readSwitches(search: URLSearchParams): Result<Partial<Switches>, string> {
  const change: Partial<Record<SwitchName, string | boolean>> = {};
  for (const [name, text] of search) {
    if (!isSwitchName(name)) return err(`no switch is called ${name}`);
    const allowed: readonly (string | boolean)[] = VALUES[name];
    const value = allowed.find((candidate) => String(candidate) === text);
    if (value === undefined) return err(`${name} is one of ${allowed.join(', ')}`);
    change[name] = value;
  }
  // Each value comes from its own switch's list, as the type says.
  return ok(change as Partial<Switches>);
}
