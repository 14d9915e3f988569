/**
 * What can be set about the whole gateway rather than about one payment: each switch with its closed list of values, the
 * first being the default. Switches can be turned while the simulator runs, by a test or over HTTP.
 */

import { err, ok, type Result } from '../../shared/result.ts';

const VALUES = {
  /** 1265 between 23:30 and 00:30 Hong Kong time. `never` by default: a test must not fail at half past eleven. */
  refundBlackout: ['never', 'by-clock', 'always'],
  /** 1269: today's unsettled turnover does not cover the refund. */
  lowBalance: [false, true],
  /** How a refund that is allowed goes: the enquiry sees the same. */
  refundMode: ['done', 'pending-then-done', 'pending-then-refused', 'done-no-answer', 'no-answer'],
  /** A refund of a part goes as its last two digits say (refund-scenarios.ts), for training; else as refundMode says. */
  refundsByAmount: [false, true],
  /** How every enquiry goes wrong, until it is turned back. */
  queryFault: ['none', 'silence', 'drop', 'http-500', 'html-page', 'cut-json'],
  /** A customer's code that started one payment is refused for the next (1202). */
  singleUseCodes: [true, false],
  /** The X-QF-SIGN header on answers: MD5 of body and key, the older of the two documented ways. */
  signatureHeader: [true, false],
  /** Non-ASCII text as \uXXXX, as the older samples have it. */
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

/** Reads a change such as `lowBalance=true&refundMode=no-answer`; the error says which part was not understood. */
export function readSwitches(search: URLSearchParams): Result<Partial<Switches>, string> {
  const change: Partial<Record<SwitchName, string | boolean>> = {};
  for (const [name, text] of search) {
    if (!isSwitchName(name)) return err(`no switch is called ${name}`);
    const allowed: readonly (string | boolean)[] = VALUES[name];
    const value = allowed.find((candidate) => String(candidate) === text);
    if (value === undefined) return err(`${name} is one of ${allowed.join(', ')}`);
    change[name] = value;
  }
  // Each value was taken from its own switch's list, which is what the type says.
  return ok(change as Partial<Switches>);
}
