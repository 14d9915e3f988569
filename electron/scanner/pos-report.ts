/**
 * Reads labels from the reports of a scanner in HID-POS mode (usage page 0x8C, usage 0x02), as Honeywell, Youjie and
 * Access-IS send them:
 *
 *     0        2, the report's id
 *     1        n, how many bytes of the label are in this report, 56 at most
 *     2..4     AIM id: "]", a letter for the symbology, a modifier ("]Q1" is a QR code); on some devices one byte later
 *     5..      the bytes
 *     last     1: more follows, 0: this was the end
 *
 * Nothing in a report says which fragment it is, so any report that does not fit drops the whole label (see scan.ts).
 */

import { assertNever } from '../../shared/result.ts';
import type { MonoMs } from '../../shared/time.ts';
import { drop, isStillSkipping, MAX_GAP_MS, MAX_LABEL_BYTES, NOTHING, skipAfterOpening, skipOneMore } from './scan.ts';
import type { ScanStep, Skipping } from './scan.ts';

const MAX_FRAGMENTS = 10;

const REPORT_ID = 2;
const MAX_DATA_BYTES = 56;
const AIM_ID_BYTES = 3;
const AIM_ID_PLACES = [2, 3] as const;

export type PosState =
  | { readonly kind: 'idle' }
  | {
      readonly kind: 'collecting';
      readonly aimId: string;
      readonly bytes: readonly number[];
      readonly fragments: number;
      readonly lastAtMs: MonoMs;
    }
  | Skipping;

type PosStep = ScanStep<PosState>;

type Fragment = {
  readonly kind: 'fragment';
  readonly aimId: string;
  readonly data: readonly number[];
  readonly isLast: boolean;
};

type ParsedReport = Fragment | { readonly kind: 'malformed'; readonly saysMore: boolean } | { readonly kind: 'other' };

const IDLE: PosState = { kind: 'idle' };

/** The first state of a device that was opened at this time. */
export function posOpened(atMs: MonoMs): PosState {
  return skipAfterOpening(atMs);
}

/** Whether a label has begun and not ended. If so, `posTimeout` is due after `MAX_GAP_MS`. */
export function isPosUnfinished(state: PosState): boolean {
  return state.kind === 'collecting';
}

/** Takes one input report, including its id, and the time when it came. */
export function posStep(state: PosState, report: Uint8Array, atMs: MonoMs): PosStep {
  const parsed = parseReport(report);
  switch (state.kind) {
    case 'idle':
      return begin(parsed, atMs);
    case 'collecting':
      return atMs - state.lastAtMs > MAX_GAP_MS ? dropLate(parsed, atMs) : continueLabel(state, parsed, atMs);
    case 'skipping':
      return isStillSkipping(state, atMs) ? skip(state, parsed, atMs) : begin(parsed, atMs);
    default:
      return assertNever(state);
  }
}

/** Says that no report came until this time, so that the cashier hears of a broken label without a second scan. */
export function posTimeout(state: PosState, atMs: MonoMs): PosStep {
  const isLate = state.kind === 'collecting' && atMs - state.lastAtMs > MAX_GAP_MS;
  return isLate ? drop('gap', 'end', atMs) : { state, event: NOTHING };
}

function begin(parsed: ParsedReport, atMs: MonoMs): PosStep {
  switch (parsed.kind) {
    case 'other':
      return { state: IDLE, event: NOTHING };
    case 'malformed':
      return drop('malformed', parsed.saysMore ? 'end' : 'end-or-pause', atMs);
    case 'fragment':
      return append({ aimId: parsed.aimId, bytes: [], fragments: 0 }, parsed, atMs);
    default:
      return assertNever(parsed);
  }
}

function continueLabel(state: Extract<PosState, { kind: 'collecting' }>, parsed: ParsedReport, atMs: MonoMs): PosStep {
  switch (parsed.kind) {
    case 'other':
      return drop('other-report', 'end', atMs);
    case 'malformed':
      return drop('malformed', 'end', atMs);
    case 'fragment':
      if (parsed.aimId !== state.aimId) return dropAt(parsed, 'symbology-changed', atMs);
      return append(state, parsed, atMs);
    default:
      return assertNever(parsed);
  }
}

function append(
  before: { readonly aimId: string; readonly bytes: readonly number[]; readonly fragments: number },
  fragment: Fragment,
  atMs: MonoMs,
): PosStep {
  const bytes = [...before.bytes, ...fragment.data];
  const fragments = before.fragments + 1;
  if (fragments > MAX_FRAGMENTS) return dropAt(fragment, 'too-many-fragments', atMs);
  if (bytes.length > MAX_LABEL_BYTES) return dropAt(fragment, 'too-long', atMs);
  if (fragment.isLast) return { state: IDLE, event: { kind: 'label', bytes } };
  return { state: { kind: 'collecting', aimId: before.aimId, bytes, fragments, lastAtMs: atMs }, event: NOTHING };
}

/** Drops the label at a correct fragment. If that was the last fragment, the next report begins a new label. */
function dropAt(
  fragment: Fragment,
  why: 'gap' | 'too-long' | 'too-many-fragments' | 'symbology-changed',
  atMs: MonoMs,
): PosStep {
  const dropped = drop(why, 'end', atMs);
  return fragment.isLast ? { state: IDLE, event: dropped.event } : dropped;
}

function dropLate(parsed: ParsedReport, atMs: MonoMs): PosStep {
  return parsed.kind === 'fragment' ? dropAt(parsed, 'gap', atMs) : drop('gap', 'end', atMs);
}

function skip(state: Skipping, parsed: ParsedReport, atMs: MonoMs): PosStep {
  switch (parsed.kind) {
    case 'other':
      return { state, event: NOTHING };
    case 'malformed':
      return skipOneMore(state, parsed.saysMore ? 'end' : state.until, atMs);
    case 'fragment': {
      const skipped = skipOneMore(state, 'end', atMs);
      return parsed.isLast ? { state: IDLE, event: skipped.event } : skipped;
    }
    default:
      return assertNever(parsed);
  }
}

function parseReport(report: Uint8Array): ParsedReport {
  if (report[0] !== REPORT_ID) return { kind: 'other' };
  const endMark = report[report.length - 1];
  const malformed: ParsedReport = { kind: 'malformed', saysMore: endMark !== 0 };
  const dataBytes = report[1];
  if (dataBytes === undefined || dataBytes > MAX_DATA_BYTES) return malformed;
  const aimIdAt = AIM_ID_PLACES.find((place) => isAimId(report, place));
  if (aimIdAt === undefined) return malformed;
  const dataAt = aimIdAt + AIM_ID_BYTES;
  // The end mark has a byte of its own. Data that reaches into that byte does not follow this layout.
  if (dataAt + dataBytes > report.length - 1 || (endMark !== 0 && endMark !== 1)) return malformed;
  return {
    kind: 'fragment',
    aimId: String.fromCharCode(...report.subarray(aimIdAt, dataAt)),
    data: [...report.subarray(dataAt, dataAt + dataBytes)],
    isLast: endMark === 0,
  };
}

/** ISO/IEC 15424: "]", a letter, a letter or digit. It never fits at two neighbouring places: "]" is not a letter. */
function isAimId(report: Uint8Array, place: number): boolean {
  return /^\][A-Za-z][0-9A-Za-z]$/.test(String.fromCharCode(...report.subarray(place, place + AIM_ID_BYTES)));
}
