/** A pure function that picks the sound for a change of state, and the hook that plays it. */
import { useEffect, useRef } from 'react';
import type { CashierStatus } from '../../../shared/attempt/word.ts';
import type { CashierState } from '../../../shared/contract/contract.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { assertNever } from '../../../shared/result.ts';
import { play, type Sound } from '../../window/tones.ts';

/** How often the alarm of an unanswered late payment sounds. */
const ALARM_AGAIN_MS = 6_000;

type Heard = Pick<CashierState, 'stage' | 'news' | 'refundsToRetry' | 'customerScreen'>;

export function soundFor(before: Heard | null, after: Heard): Sound | null {
  const known = new Set(before?.news.map(heardAs));
  const sounds = after.news
    .filter((news) => !known.has(heardAs(news)))
    .map((news) => (isContradicted(news) ? 'alarm' : soundOf(news.word)));
  // Refunds left from an earlier day are no news; the keypad shows them.
  const waiting = new Set((before ?? after).refundsToRetry.map((refund) => refund.number));
  if (after.refundsToRetry.some((refund) => !waiting.has(refund.number))) sounds.push('not-paid');
  const attempt = attemptOf(after);
  if (attempt && before && wordIn(before, attempt.number) !== attempt.word) sounds.push(soundOf(attempt.word));
  if (before && refusalsIn(after) > refusalsIn(before)) sounds.push('look-here');
  if (before?.customerScreen === 'own' && after.customerScreen !== 'own') sounds.push('look-here');
  return ORDER.find((sound) => sounds.includes(sound)) ?? null;
}

/** A payment that becomes paid late, or that the gateway contradicts, counts as new, whether it was read or not. */
const heardAs = (news: AttemptView): string => `${news.number} ${news.word} ${isContradicted(news)}`;

/** The gateway's answer contradicts what the till asked for. */
const isContradicted = ({ advice }: AttemptView): boolean =>
  advice === 'mismatch' || advice === 'refund-mismatch' || advice === 'number-used';

/** When several apply, play the one that must not be missed. */
const ORDER: readonly Sound[] = ['alarm', 'paid', 'not-paid', 'look-here'];

function soundOf(word: CashierStatus): Sound | null {
  switch (word) {
    case 'paid':
    case 'refunded':
      return 'paid';
    case 'not-paid':
    case 'not-refunded':
      return 'not-paid';
    case 'paid-late':
      return 'alarm';
    case 'checking':
    case 'refund-checking':
      return 'look-here';
    case 'waiting':
      return null;
    default:
      return assertNever(word);
  }
}

/** Counts refusals, because scanning the same code again gives the same words. */
const refusalsIn = ({ stage }: Heard): number => (stage.kind === 'armed' ? stage.refusals : 0);

function attemptOf({ stage }: Heard): AttemptView | null {
  return stage.kind === 'attempt' ? stage.attempt : null;
}

function wordIn(state: Heard, number: string): CashierStatus | null {
  const attempt = attemptOf(state);
  return attempt?.number === number ? attempt.word : null;
}

export function useSounds(state: CashierState | null): void {
  const before = useRef<CashierState | null>(null);

  useEffect(() => {
    if (!state) return;
    const sound = soundFor(before.current, state);
    before.current = state;
    if (sound && state.sounds) play(sound);
  }, [state]);

  const alarming = state !== null && state.sounds && state.news.some((news) => news.word === 'paid-late');
  useEffect(() => {
    if (!alarming) return;
    const timer = setInterval(() => play('alarm'), ALARM_AGAIN_MS);
    return () => clearInterval(timer);
  }, [alarming]);
}
