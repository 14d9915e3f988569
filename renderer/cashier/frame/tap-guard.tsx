/**
 * A screen that has just changed takes no tap for a moment: the finger meant what stood there before. Otherwise a double
 * tap on "take the QR away" goes on to the next customer, and one on "try again" keys a nought into the amount.
 *
 * The keypad is the exception. A quick hand goes on to the digits at once, and a digit that is swallowed leaves a wrong
 * amount: 45.5 would be 5.5. Only its ways to pay wait, and the second tap of a double tap is dropped.
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

/** Longer than the two taps of a double tap lie apart, and shorter than it takes to read a new word and act on it. */
const SETTLES_MS = 600;
/** Nothing has to be read there. */
const KEYPAD_SETTLES_MS = 400;
/** The green has to be seen before it can be wiped away. */
const GREEN_SETTLES_MS = 800;
/** Two taps nearer than this are one finger in one place; two keys lie further apart. */
const SAME_PLACE_PX = 40;

/** Between two words of an attempt a button turns into another with the keyboard on it, so its Enter is dropped too. */
type Dropped = 'nothing' | 'double-taps' | 'taps' | 'taps-and-enter';

const Dropped = createContext<Dropped>('nothing');

type Point = { readonly clientX: number; readonly clientY: number };
let lastTap: Point | null = null;

type Props = { readonly stage: CashierStage; readonly trouble: Trouble['kind'] | null; readonly children: ReactNode };

/** Around the screens. What the program starts with has nothing before it and takes taps at once. */
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

/** What a tap can mean changes with this. */
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

export const useIsSettled = (): boolean => useContext(Dropped) === 'nothing';

type Guard = Pick<HTMLAttributes<HTMLElement>, 'aria-disabled' | 'onClickCapture'>;

/** For the box around all that can be tapped. Keys that are typed go past it: they were not aimed at anything. */
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

/** For what starts a sale or leads away from the keypad: no tap is taken before the keypad has settled. */
export function useWayGuard(): Guard {
  return useContext(Dropped) === 'nothing' ? {} : { 'aria-disabled': true, onClickCapture: dropTap };
}

function remember({ clientX, clientY }: MouseEvent): void {
  lastTap = { clientX, clientY };
}

/** Only where an amount was brought along can a stray digit make another amount of it that looks right. */
function dropDoubleTap(event: MouseEvent): void {
  const before = lastTap;
  lastTap = null;
  if (useLocal.getState().entry.text === '' || before === null || event.detail === 0) return;
  const { clientX, clientY } = event;
  if (Math.hypot(clientX - before.clientX, clientY - before.clientY) < SAME_PLACE_PX) drop(event);
}

function dropTap(event: MouseEvent): void {
  // A click that counts no presses of a pointer comes from Enter, on a button that somebody went to.
  if (event.detail > 0) drop(event);
}

function drop(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
