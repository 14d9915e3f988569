/** Defects that show before any money moves: in the settings file and at the scanner. */
import { defect, type Defect } from './defect.ts';

const SPEED = 'electron/scanner/burst-speed.ts';
const BURST = 'electron/scanner/keyboard-burst.ts';
const LABEL = 'electron/scanner/label.ts';
const PACE = 'electron/scanner/scanner-pace.ts';
const SETTINGS = 'electron/files/settings-file.ts';

export const COUNTER_DEFECTS: readonly Defect[] = [
  defect('a label of fewer than 16 keys is typed into the amount (H1)', 'label stays out', { place: 'keyboard' }, [
    SPEED,
    'export const KEYS_OF_A_SCANNER = 6;',
    'export const KEYS_OF_A_SCANNER = 16;',
  ]),
  defect('a slow scanner that was learnt is taken for a hand (H2)', 'label stays out', { place: 'keyboard' }, [
    PACE,
    'if (profile === null) return UNKNOWN_SCANNER;',
    'if (profile === null || profile.gapMs > 0) return UNKNOWN_SCANNER;',
  ]),
  defect(
    'what is left of a label when another window had the keyboard is a label (H3)',
    'label is whole',
    { place: 'keyboard' },
    [
      BURST,
      "if (phase.kind === 'scanning') return { state: { ...doubted, phase: { ...phase, isDoubtful: true } }, action: HOLD };",
      "if (phase.kind === 'scanning') return { state, action: HOLD };",
    ],
  ),
  defect('what the scanner puts before a code is part of it (H4)', 'label is whole', { place: 'keyboard' }, [
    LABEL,
    'const { aimId, label } = bare(whole, prefix);',
    'const { aimId } = bare(whole, prefix); const label = whole;',
  ]),
  defect(
    'a damaged settings file opens a live till in training (S1)',
    'live stays live',
    { place: 'settings' },
    [
      SETTINGS,
      'const settings = { ...DEFAULT_SETTINGS, ...lastGood, ...good };',
      'const settings = { ...DEFAULT_SETTINGS };',
    ],
    [
      SETTINGS,
      'const mustBeLookedAt = wasLive && !IDENTITY.every(isKnown);',
      'const mustBeLookedAt = wasLive && !IDENTITY.every(isKnown) && false;',
    ],
  ),
];
