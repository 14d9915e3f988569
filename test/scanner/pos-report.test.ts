/** H2: reports of a scanner in HID-POS mode. A label comes whole or not at all. */

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPosUnfinished, posOpened, posStep, posTimeout } from '../../electron/scanner/pos-report.ts';
import type { PosState } from '../../electron/scanner/pos-report.ts';
import type { ScanEvent } from '../../electron/scanner/scan.ts';
import { bytesOf, posReport, posReports } from '../support/fake-hid.ts';

type Arrival = { readonly report: readonly number[]; readonly gapMs: number };

const IDLE: PosState = { kind: 'idle' };

/** Decodes these reports; the first comes `gapMs` after 1,000 ms. */
function decode(arrivals: readonly Arrival[], start: PosState = IDLE): { events: ScanEvent[]; state: PosState } {
  let state = start;
  let atMs = 1_000;
  const events: ScanEvent[] = [];
  for (const { report, gapMs } of arrivals) {
    atMs += gapMs;
    const step = posStep(state, Uint8Array.from(report), atMs);
    state = step.state;
    if (step.event.kind !== 'none') events.push(step.event);
  }
  return { events, state };
}

const evenly = (reports: readonly (readonly number[])[], gapMs = 4): Arrival[] =>
  reports.map((report) => ({ report, gapMs }));

const labelsOf = (events: readonly ScanEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'label' ? [String.fromCharCode(...event.bytes)] : []));

const reasonsOf = (events: readonly ScanEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'dropped' ? [event.why] : []));

/** Any labels of printable characters. */
const labels = fc
  .array(fc.integer({ min: 0x20, max: 0x7e }), { minLength: 1, maxLength: 512 })
  .map((bytes) => String.fromCharCode(...bytes));
const payCodes = fc.stringMatching(/^[0-9A-Z]{60,300}$/);

/** A label and the places to cut it, so that no fragment has over 56 bytes. */
const cutLabels = (text: fc.Arbitrary<string>): fc.Arbitrary<{ label: string; cuts: number[] }> =>
  fc
    .tuple(text, fc.array(fc.integer({ min: 1, max: 56 }), { minLength: 600, maxLength: 600 }))
    .map(([label, steps]) => {
      const cuts: number[] = [];
      let place = 0;
      for (const step of steps) {
        place += step;
        if (place >= label.length) break;
        cuts.push(place);
      }
      return { label, cuts };
    });

describe('a recorded scan', () => {
  const qr = [
    0x02, 0x17, 0x5d, 0x51, 0x31, 0x50, 0x41, 0x59, 0x4d, 0x45, 0x2d, 0x39, 0x33, 0x37, 0x31, 0x38, 0x30, 0x32, 0x34,
    0x36, 0x35, 0x31, 0x38, 0x33, 0x30, 0x37, 0x37, 0x0d, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x73, 0x00, 0x00,
  ];

  it('is one label, with its ending', () => {
    expect(qr).toHaveLength(64);
    expect(labelsOf(decode(evenly([qr])).events)).toEqual(['PAYME-9371802465183077\r']);
  });

  it('is the same label when the AIM id is one byte later', () => {
    const late = [...qr.slice(0, 2), 0, ...qr.slice(2, 61), ...qr.slice(62)];
    expect(late).toHaveLength(64);
    expect(labelsOf(decode(evenly([late])).events)).toEqual(['PAYME-9371802465183077\r']);
  });

  it('has only as many bytes as the report says', () => {
    const shorter = qr.with(1, 5);
    expect(labelsOf(decode(evenly([shorter])).events)).toEqual(['PAYME']);
  });

  it('is joined from two reports', () => {
    const label = 'M1GATHERGOOD/MICHAEL  YABCDEF LHRDURAK 3542 052Y003D23  s0123456789';
    const reports = posReports(label);
    expect(reports.map((report) => [report[1], report[63]])).toEqual([
      [56, 1],
      [label.length - 56, 0],
    ]);
    expect(labelsOf(decode(evenly(reports)).events)).toEqual([label]);
  });

  it('is unfinished until its last report', () => {
    const [first, last] = posReports('x'.repeat(70)).map((report) => Uint8Array.from(report));
    const begun = posStep(IDLE, first ?? new Uint8Array(), 10);
    expect(isPosUnfinished(begun.state)).toBe(true);
    expect(isPosUnfinished(posStep(begun.state, last ?? new Uint8Array(), 11).state)).toBe(false);
  });
});

describe('the limits of H2', () => {
  it('accepts ten fragments and drops eleven', () => {
    const ten = posReports('0123456789', [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(labelsOf(decode(evenly(ten)).events)).toEqual(['0123456789']);
    const eleven = posReports('0123456789A', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(decode(evenly(eleven)).events).toEqual([{ kind: 'dropped', why: 'too-many-fragments' }]);
  });

  it('accepts 512 bytes and drops 513', () => {
    expect(labelsOf(decode(evenly(posReports('y'.repeat(512)))).events)).toEqual(['y'.repeat(512)]);
    expect(decode(evenly(posReports('y'.repeat(513)))).events).toEqual([{ kind: 'dropped', why: 'too-long' }]);
  });

  it('accepts a gap of 200 ms and drops at 201', () => {
    const label = 'g'.repeat(100);
    expect(labelsOf(decode(evenly(posReports(label), 200)).events)).toEqual([label]);
    expect(decode(evenly(posReports(label), 201)).events).toEqual([{ kind: 'dropped', why: 'gap' }]);
  });

  it('accepts 56 bytes in a report and drops 57', () => {
    const longest = bytesOf('z'.repeat(56));
    expect(labelsOf(decode(evenly([posReport(longest)])).events)).toEqual(['z'.repeat(56)]);
    expect(labelsOf(decode(evenly([posReport(longest, { isLate: true })])).events)).toEqual(['z'.repeat(56)]);
    expect(reasonsOf(decode(evenly([posReport(longest).with(1, 57)])).events)).toEqual(['malformed']);
  });

  it.each([
    ['no AIM id', posReport(bytesOf('287654321098765432'), { aimId: 'abc' })],
    ['an AIM id two bytes later', [...posReport([]).slice(0, 2), 0, 0, 0x5d, 0x51, 0x31, ...Array<number>(57).fill(0)]],
    ['an end mark of 2', posReport(bytesOf('123')).with(63, 2)],
    ['data that reaches into the end mark', [2, 4, 0x5d, 0x51, 0x31, 0x31, 0x32, 0x33, 0]],
    ['nothing but an id', [2]],
  ])('drops a report with %s', (_what, report) => {
    expect(decode(evenly([report])).events).toEqual([{ kind: 'dropped', why: 'malformed' }]);
  });

  it('ignores a report with another id between labels, and drops the label that it interrupts', () => {
    const battery = [3, 1, 77];
    const [first = [], last = []] = posReports('i'.repeat(60));
    expect(decode(evenly([battery, ...posReports('whole'), battery])).events).toHaveLength(1);
    expect(decode(evenly([first, battery, last])).events).toEqual([{ kind: 'dropped', why: 'other-report' }]);
  });

  it('does not join fragments of two symbologies', () => {
    const [first = []] = posReports('q'.repeat(60));
    const [, last = []] = posReports('c'.repeat(60), undefined, { aimId: ']C0' });
    expect(decode(evenly([first, last])).events).toEqual([{ kind: 'dropped', why: 'symbology-changed' }]);
  });
});

describe('after an incomplete label', () => {
  const reports = posReports('abcdefgh'.repeat(20), [50, 106]);
  const [first = [], , last = []] = reports;
  const next: Arrival = { report: posReport(bytesOf('the next one')), gapMs: 900 };

  it('its end is not a label, however late it comes', () => {
    const { events } = decode([{ report: first, gapMs: 0 }, { report: last, gapMs: 60_000 }, next]);
    expect(labelsOf(events)).toEqual(['the next one']);
    expect(reasonsOf(events)).toEqual(['gap']);
  });

  it('its end is not a label after a malformed report', () => {
    const broken = (reports[1] ?? []).with(1, 99);
    const { events } = decode([...evenly([first, broken, last]), next]);
    expect(labelsOf(events)).toEqual(['the next one']);
    expect(reasonsOf(events)).toEqual(['malformed']);
  });

  it('the drop is reported once, after the timeout, and a later dropped end is reported again', () => {
    const begun = posStep(IDLE, Uint8Array.from(first), 1_000).state;
    expect(posTimeout(begun, 1_200).event).toEqual({ kind: 'none' });
    const over = posTimeout(begun, 1_201);
    expect(over.event).toEqual({ kind: 'dropped', why: 'gap' });
    expect(posTimeout(over.state, 1_402).event).toEqual({ kind: 'none' });
    const tail = posStep(over.state, Uint8Array.from(last), 9_000);
    expect(tail.event).toEqual({ kind: 'dropped', why: 'end-of-another' });
    expect(posStep(tail.state, Uint8Array.from(posReport([0x41])), 9_900).event.kind).toBe('label');
  });

  it('a device that was opened in the middle of a label does not give the end as a label', () => {
    const soon = decode([{ report: last, gapMs: 150 }, next], posOpened(1_000));
    expect(labelsOf(soon.events)).toEqual(['the next one']);
    expect(reasonsOf(soon.events)).toEqual(['end-of-another']);
    const rest = decode(
      [{ report: reports[1] ?? [], gapMs: 150 }, { report: last, gapMs: 250 }, next],
      posOpened(1_000),
    );
    expect(labelsOf(rest.events)).toEqual(['the next one']);
    const later = decode([{ report: posReport([0x41]), gapMs: 201 }], posOpened(1_000));
    expect(labelsOf(later.events)).toEqual(['A']);
  });
});

describe('any label', () => {
  it('is joined from any fragments with small gaps, or dropped at a limit', () => {
    fc.assert(
      fc.property(
        cutLabels(labels),
        fc.boolean(),
        fc.integer({ min: 0, max: 200 }),
        ({ label, cuts }, isLate, gapMs) => {
          const { events } = decode(evenly(posReports(label, cuts, { isLate }), gapMs));
          if (cuts.length < 10) expect(labelsOf(events)).toEqual([label]);
          else expect(reasonsOf(events)).toEqual(['too-many-fragments']);
          expect(events).toHaveLength(1);
        },
      ),
    );
  });

  it('comes whole or not at all with any gaps, and never a part of it', () => {
    const gaps = fc.array(fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 201, max: 100_000 })), {
      minLength: 600,
      maxLength: 600,
    });
    fc.assert(
      fc.property(fc.array(cutLabels(payCodes), { minLength: 1, maxLength: 4 }), gaps, (scans, pauses) => {
        const arrivals = scans
          .flatMap(({ label, cuts }) => posReports(label, cuts))
          .map((report, index) => ({ report, gapMs: pauses[index] ?? 0 }));
        const whole = scans.map(({ label }) => label);
        for (const label of labelsOf(decode(arrivals).events)) expect(whole).toContain(label);
      }),
    );
  });

  it('is never given in part when one of its reports is damaged, has another id, or comes after a pause', () => {
    const damage = fc.constantFrom('id', 'length', 'aim', 'end', 'cut');
    // If the first report has another id, it is no report of a label, so the decoder cannot know that a label began.
    const canTell = (how: string, at: number): boolean => how !== 'id' || at > 0;
    fc.assert(
      fc.property(
        cutLabels(payCodes),
        damage,
        fc.nat(),
        fc.integer({ min: 0, max: 5_000 }),
        (scan, how, which, gapMs) => {
          const reports = posReports(scan.label, scan.cuts);
          const at = which % reports.length;
          fc.pre(canTell(how, at));
          const arrivals = reports.map((report, index) => ({
            report: index === at ? damaged(report, how) : report,
            gapMs: index === at + 1 ? gapMs : 4,
          }));
          for (const label of labelsOf(decode(arrivals).events)) expect(label).toBe(scan.label);
        },
      ),
    );
  });

  it('never comes from random bytes, which never crash the decoder', () => {
    const noise = fc.uint8Array({ maxLength: 70 });
    const almost = fc
      .tuple(fc.constantFrom(0, 1, 2, 255), fc.uint8Array({ minLength: 58, maxLength: 58 }))
      .map(([end, rest]) => Uint8Array.from([2, rest[0] ?? 0, 0x5d, 0x51, 0x31, ...rest, end]));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(noise, almost), fc.integer({ min: 0, max: 300 }))), (arrivals) => {
        const { events } = decode(arrivals.map(([report, gapMs]) => ({ report: [...report], gapMs })));
        for (const event of events) {
          if (event.kind === 'label') expect(event.bytes.length).toBeLessThanOrEqual(512);
        }
      }),
    );
    fc.assert(
      fc.property(fc.array(noise.filter((bytes) => bytes[2] !== 0x5d && bytes[3] !== 0x5d)), (reports) => {
        expect(labelsOf(decode(evenly(reports.map((report) => [...report]))).events)).toEqual([]);
      }),
    );
  });

  it('comes whole after any noise and one dropped scan', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 70 })), payCodes, (noise, label) => {
        const before = decode(evenly(noise.map((report) => [...report]))).state;
        const pause = { report: posReport(bytesOf('thrown away')), gapMs: 1_000 };
        const scan = posReports(label).map((report, index) => ({ report, gapMs: index === 0 ? 1_000 : 4 }));
        expect(labelsOf(decode([pause, ...scan], before).events)).toContain(label);
      }),
    );
  });
});

function damaged(report: readonly number[], how: 'id' | 'length' | 'aim' | 'end' | 'cut'): number[] {
  const changes = { id: [0, 9], length: [1, 200], aim: [2, 0x40], end: [63, 7] } as const;
  if (how === 'cut') return report.slice(0, 4);
  const [place, byte] = changes[how];
  return report.with(place, byte);
}
