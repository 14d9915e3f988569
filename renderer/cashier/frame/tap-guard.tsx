/**
 * A screen that has just changed ignores taps for a moment, because the finger aimed at the screen before it. Otherwise
 * a double tap on "take the QR away" would go on to the next customer, and one on "try again" would key a zero into the
 * amount.
 *
 * The keypad is the exception. A quick cashier keys digits at once, and a lost digit makes a wrong amount: 45.5 becomes
 * 5.5. So only the payment buttons wait there, and the second tap of a double tap is ignored.
 */
import {
  createContext,
  useContext,
  useEffect,
  useState,
  type HTMLAttributes,
  type MouseEvent,
  type ReactNode,
} from 'react';
import type { CashierStage } from '../../../shared/contract/sale.ts';
import type { Trouble } from '../../../shared/contract/support.ts';
import { useLocal } from '../state/ui-state.ts';

/** Longer than the pause inside a double tap, and shorter than a person needs to read a new word and act on it. */
const SETTLES_MS = 600;
/** The keypad has nothing to read first. */
const KEYPAD_SETTLES_MS = 400;
/** The cashier must see the green "paid" before a tap can close it. */
const GREEN_SETTLES_MS = 800;
/** Two taps closer than this are one finger in one place; two keys are further apart. */
const SAME_PLACE_PX = 40;

/**
 * When an attempt's status changes, a button with the keyboard focus may turn into another one, so Enter is ignored
 * too.
 */
type Dropped = 'nothing' | 'double-taps' | 'taps' | 'taps-and-enter';

const Dropped = createContext<Dropped>('nothing');

type Point = { readonly clientX: number; readonly clientY: number };
let lastTap: Point | null = null;

type Props = { readonly stage: CashierStage; readonly trouble: Trouble['kind'] | null; readonly children: ReactNode };

/** Wraps the screens. The first screen after the start has nothing before it and takes taps at once. */
export function Settling({ stage, trouble, children }: Props) {
  const scene = sceneOf(stage, trouble);
  const afterMs = settlesAfter(stage);
  const [settled, setSettled] = useState(scene);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(scene), afterMs);
    return () => clearTimeout(timer);
  }, [scene, afterMs]);
  return <Dropped value={settled === scene ? 'nothing' : droppedOn(stage, trouble)}>{children}</Dropped>;
}

/** A name for what a tap means; when it changes, the screen must settle again. */
function sceneOf(stage: CashierStage, trouble: Trouble['kind'] | null): string {
  if (stage.kind === 'attempt') return `${stage.attempt.number} ${stage.attempt.word}`;
  return stage.kind === 'keypad' ? `keypad ${trouble}` : stage.kind;
}

function settlesAfter(stage: CashierStage): number {
  if (stage.kind === 'keypad') return KEYPAD_SETTLES_MS;
  return stage.kind === 'attempt' && stage.attempt.word === 'paid' ? GREEN_SETTLES_MS : SETTLES_MS;
}

function droppedOn(stage: CashierStage, trouble: Trouble['kind'] | null): Dropped {
  if (stage.kind === 'attempt') return 'taps-and-enter';
  return stage.kind === 'keypad' && trouble === null ? 'double-taps' : 'taps';
}

export const useTakesTaps = (): boolean => useContext(Dropped) === 'nothing';

type Guard = Pick<HTMLAttributes<HTMLElement>, 'aria-disabled' | 'onClickCapture'>;

/** Props for the element around everything tappable. Typed keys still work, because nobody aims them at a place. */
export function useTapGuard(): Guard {
  const dropped = useContext(Dropped);
  switch (dropped) {
    case 'nothing':
      return { onClickCapture: remember };
    case 'double-taps':
      return { onClickCapture: dropDoubleTap };
    case 'taps':
      return { 'aria-disabled': true, onClickCapture: dropTap };
    case 'taps-and-enter':
      return { 'aria-disabled': true, onClickCapture: drop };
  }
}

/** For buttons that start a sale or leave the keypad: they ignore taps until the keypad has settled. */
export function useWayGuard(): Guard {
  return useContext(Dropped) === 'nothing' ? {} : { 'aria-disabled': true, onClickCapture: dropTap };
}

function remember({ clientX, clientY }: MouseEvent): void {
  lastTap = { clientX, clientY };
}

/** Only when the keypad already holds an amount can a stray digit turn it into another plausible amount. */
function dropDoubleTap(event: MouseEvent): void {
  const before = lastTap;
  lastTap = null;
  if (useLocal.getState().entry.text === '' || before === null || event.detail === 0) return;
  const { clientX, clientY } = event;
  if (Math.hypot(clientX - before.clientX, clientY - before.clientY) < SAME_PLACE_PX) drop(event);
}

function dropTap(event: MouseEvent): void {
  // A click with `detail` 0 comes from Enter on a focused button, so the person chose that button.
  if (event.detail > 0) drop(event);
}

function drop(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
