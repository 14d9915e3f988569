/**
 * The little that only this window knows: which screen is open, what is being keyed, and what to tell the cashier about
 * the last tap. No money state is here; what was started or paid comes from main.
 */
import { create } from 'zustand';
import type { CashierStage, StartAnswer } from '../../shared/contract.ts';

export type Screen = 'till' | 'history' | 'settings';

export type Problem = Exclude<StartAnswer, 'started' | 'already-started'> | 'unanswered';

type Local = {
  readonly screen: Screen;
  /** The keypad's text, see shared/amount-entry.ts. */
  readonly text: string;
  /** The last key was not taken because the amount would have grown over the limit. */
  readonly overLimit: boolean;
  /** The sale whose start was tapped: its buttons are dead from the tap on, before main has answered. */
  readonly startedSale: string | null;
  readonly problem: Problem | null;
  /** What the keypad is to start with when the sale on the screen has gone; otherwise it starts empty. */
  readonly keepText: string;
};

export const useLocal = create<Local>(() => ({
  screen: 'till',
  text: '',
  overLimit: false,
  startedSale: null,
  problem: null,
  keepText: '',
}));

export function show(screen: Screen): void {
  useLocal.setState({ screen });
}

export function setText(text: string): void {
  useLocal.setState({ text, problem: null, overLimit: false });
}

export function report(problem: Problem | null): void {
  useLocal.setState({ problem });
}

/**
 * The screen between main's stages. Nothing keyed for one sale waits on the keypad for the next customer, unless the
 * cashier asked for the same amount again, and then only if it is the keypad that comes.
 */
export function stageChanged(stage: CashierStage['kind']): void {
  const { keepText } = useLocal.getState();
  if (stage === 'keypad') useLocal.setState({ text: keepText, overLimit: false, keepText: '' });
  else useLocal.setState({ text: '', keepText: '', startedSale: null, problem: null, screen: 'till' });
}
