/** Possible results of a scanner test. */
import type { ScannerTrial } from '../../../shared/scan.ts';

export const TRIALS: Readonly<Record<string, ScannerTrial>> = {
  understood: {
    kind: 'understood',
    characters: 128,
    tail: '4799',
    reading: 'product',
    profile: { gapMs: 62, longestGapMs: 80, ending: 'both' },
    pauseMs: 240,
  },
  direct: { kind: 'direct', characters: 18, tail: '6789', reading: 'code' },
  'not-understood': { kind: 'not-understood', why: 'control-keys' },
};
