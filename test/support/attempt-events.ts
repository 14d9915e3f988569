/** Sample events and findings for the payment machine, and functions that read its transitions. */
import { begin, step, type AttemptEvent, type AttemptState, type Transition } from '../../shared/attempt/machine.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import type { Finding } from '../../shared/attempt/evidence.ts';
import { anAttempt, SYSSN } from './samples.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const QR: AttemptEvent = { kind: 'qr-made', qr: 'https://qr.example', gatewayRef: SYSSN };
/** What an enquiry found. @param whole whether it has searched by our own number too @param tookMs since it began */
export const asked = (finding: Finding, whole = true, tookMs = 0): AttemptEvent => ({
  kind: 'enquiry-found',
  finding,
  whole,
  tookMs,
});
export const answered = (finding: Finding): AttemptEvent => ({ kind: 'pay-found', finding });
export const silent = (busy: boolean): AttemptEvent => ({ kind: 'enquiry-unanswered', busy });

export const PENDING: Finding = { kind: 'pending', gatewayRef: SYSSN, code: '1143' };
export const PAID: Finding = { kind: 'paid', gatewayRef: SYSSN, several: false, returned: 'none' };
export const FAILED: Finding = { kind: 'failed', code: '1201', gatewayRef: SYSSN };
export const NOWHERE: Finding = { kind: 'not-found' };

type Timed = readonly [atMs: number, event: AttemptEvent];

/** Plays events, each at its time, from a new attempt on. */
export function played(...events: readonly Timed[]): Transition {
  return playedFrom(begin(anAttempt(), 0).state, ...events);
}

export function playedFrom(first: AttemptState, ...events: readonly Timed[]): Transition {
  return events.reduce<Transition>(({ state }, [at, event]) => step(state, event, at), { state: first, effects: [] });
}

/** Between two enquiries while payment is likeliest. */
export const CLOSEST_MS = 900;

/** Milliseconds until the next enquiry; null when this step plans none. */
export const nextAsk = ({ effects }: Transition): number | null =>
  effects.flatMap((effect) => (effect.kind === 'enquire' ? [effect.inMs] : []))[0] ?? null;
export const alarms = ({ effects }: Transition): readonly string[] =>
  effects.flatMap((effect) => (effect.kind === 'alarm' ? [effect.alarm] : []));
export const sends = ({ effects }: Transition): number => effects.filter(({ kind }) => kind === 'send').length;
export const now = ({ state }: Transition): Attempt => state.attempt;
