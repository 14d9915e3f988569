/**
 * A screen that has just changed takes no tap for a moment: the finger meant what stood there before. Otherwise a double
 * tap on "take the QR away" goes on to the next customer, and one on "try again" keys a nought into the amount.
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
import type { CashierStage } from '../../shared/views.ts';

/** Longer than the two taps of a double tap lie apart, and shorter than it takes to read a new word and act on it. */
const SETTLES_MS = 600;
/** Nothing has to be read there, and a quick hand goes on to the digits. */
const KEYPAD_SETTLES_MS = 400;
/** The green has to be seen before it can be wiped away. */
const GREEN_SETTLES_MS = 800;

/** Between two words of an attempt a button turns into another with the keyboard on it, so its Enter is dropped too. */
type Dropped = 'nothing' | 'taps' | 'taps-and-enter';

const Dropped = createContext<Dropped>('nothing');

type Props = { readonly stage: CashierStage; readonly children: ReactNode };

/** Around the screens. What the program starts with has nothing before it and takes taps at once. */
export function Settling({ stage, children }: Props) {
  const scene = sceneOf(stage);
  const afterMs = settlesAfter(stage);
  const [settled, setSettled] = useState(scene);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(scene), afterMs);
    return () => clearTimeout(timer);
  }, [scene, afterMs]);
  const dropped = stage.kind === 'attempt' ? 'taps-and-enter' : 'taps';
  return <Dropped value={settled === scene ? 'nothing' : dropped}>{children}</Dropped>;
}

/** What a tap can mean changes with this. */
function sceneOf(stage: CashierStage): string {
  return stage.kind === 'attempt' ? `${stage.attempt.number} ${stage.attempt.word}` : stage.kind;
}

function settlesAfter(stage: CashierStage): number {
  if (stage.kind === 'keypad') return KEYPAD_SETTLES_MS;
  return stage.kind === 'attempt' && stage.attempt.word === 'paid' ? GREEN_SETTLES_MS : SETTLES_MS;
}

export const useIsSettled = (): boolean => useContext(Dropped) === 'nothing';

/** For the box around all that can be tapped. Keys that are typed go past it: they were not aimed at anything. */
export function useTapGuard(): Pick<HTMLAttributes<HTMLElement>, 'aria-disabled' | 'onClickCapture'> {
  const dropped = useContext(Dropped);
  if (dropped === 'nothing') return {};
  return { 'aria-disabled': true, onClickCapture: dropped === 'taps' ? dropTap : drop };
}

function dropTap(event: MouseEvent): void {
  // A click that counts no presses of a pointer comes from Enter, on a button that somebody went to.
  if (event.detail > 0) drop(event);
}

function drop(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
