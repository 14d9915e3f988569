/**
 * The little that only this window knows: which screen is open, what is being keyed, and what to tell the cashier about
 * the last tap. No money state is here; what was started or paid comes from main.
 */
import { useLayoutEffect } from 'react';
import { create } from 'zustand';
import { EMPTY_ENTRY, type Entry } from '../../../shared/attempt/amount-entry.ts';
import type { CashierStage, StartAnswer } from '../../../shared/contract/sale.ts';
import type { NotAllowed } from '../../../shared/contract/entry.ts';
import type { Cents } from '../../../shared/money.ts';

/** Screens beside the till, one row each in the register of screens. */
export type SideName = 'history' | 'look-up' | 'settings';
export type Screen = 'till' | SideName;

export type Problem =
  | Exclude<StartAnswer, 'started' | 'already-started'>
  | 'unanswered'
  /** Somebody in this role has to ask for it. */
  | Pick<NotAllowed, 'needs'>;

/** A payment that was opened from a list. */
export type Opened = {
  /** The payment's number, or a refund's of it. */
  readonly number: string;
  /** The amount that was refused for the time being and is to be refunded now. */
  readonly again: Cents | null;
  /** It is to be settled by what somebody has seen in QFPay's portal. */
  readonly byHand: boolean;
};

type Local = {
  /** Where the sale stood when main told it last. */
  readonly stage: CashierStage['kind'] | null;
  readonly screen: Screen;
  /** What the keypad holds. */
  readonly entry: Entry;
  /** The sale whose start was tapped: its buttons are dead from the tap on, before main has answered. */
  readonly startedSale: string | null;
  readonly problem: Problem | null;
  /** Told for long enough: it stands in the list and no longer in the row; by notice-keys.ts. */
  readonly listed: readonly string[];
  /** What the keypad is to start with when the sale on the screen has gone. */
  readonly keep: Entry;
  /** What lies open over the screen. */
  readonly opened: Opened | null;
  /** Something is half keyed that must not be jumped over. */
  readonly keying: boolean;
  /** The late payment that the cashier lets come over what is half keyed. */
  readonly calledLate: string | null;
};

export const useLocal = create<Local>(() => ({
  stage: null,
  screen: 'till',
  entry: EMPTY_ENTRY,
  startedSale: null,
  problem: null,
  listed: [],
  keep: EMPTY_ENTRY,
  opened: null,
  keying: false,
  calledLate: null,
}));

export function show(screen: Screen): void {
  useLocal.setState({ screen });
}

export function openPayment(number: string, again: Cents | null = null): void {
  useLocal.setState({ opened: { number, again, byHand: false } });
}

/** @param number of the payment or the refund itself */
export function openByHand(number: string): void {
  useLocal.setState({ opened: { number, again: null, byHand: true } });
}

/**
 * The question whether to refund was answered or left. The dialog that asked may be drawn anew, as after an alarm, and
 * must not ask it a second time.
 */
export function questionOver(): void {
  useLocal.setState(({ opened }) => (opened === null ? {} : { opened: { ...opened, again: null } }));
}

export function closePayment(): void {
  useLocal.setState({ opened: null });
}

/** @param number of a late payment whose alarm the cashier does not let wait any longer */
export function callLate(number: string): void {
  useLocal.setState({ calledLate: number });
}

/** For whatever an amount or a code is keyed into: while something is half keyed there, no alarm comes over it. */
export function useKeying(isHalfKeyed: boolean): void {
  useLayoutEffect(() => {
    if (!isHalfKeyed) return;
    useLocal.setState({ keying: true });
    return () => useLocal.setState({ keying: false });
  }, [isHalfKeyed]);
}

export function setEntry(entry: Entry): void {
  useLocal.setState({ entry, problem: null });
}

export function report(problem: Problem | null): void {
  useLocal.setState({ problem });
}

/** Older ones have been taken away long ago. */
const MOST_LISTED = 200;

export function list(key: string): void {
  useLocal.setState(({ listed }) => (listed.includes(key) ? {} : { listed: [...listed, key].slice(-MOST_LISTED) }));
}

/** The till takes payments again; that it did not is no longer to be read on the keypad. */
export function troubleOver(): void {
  if (useLocal.getState().problem === 'trouble') report(null);
}

/**
 * The screen between main's stages. Nothing keyed for one sale waits on the keypad for the next customer, unless the
 * cashier asked for the same amount again, and then only if it is the keypad that comes.
 *
 * @param inTrouble then the till has let go of a sale by itself; that nothing was sent for a code it still waited for, or
 *   for the one just scanned, is to be read until the cashier has read it
 */
export function stageChanged(stage: CashierStage['kind'], inTrouble: boolean): void {
  const { stage: before, keep, problem } = useLocal.getState();
  if (stage === before) return;
  if (stage === 'keypad') {
    const told = before === 'armed' && inTrouble ? 'cannot-record' : problem;
    useLocal.setState({ stage, entry: keep, keep: EMPTY_ENTRY, problem: told });
  } else {
    const nothing = { entry: EMPTY_ENTRY, keep: EMPTY_ENTRY, startedSale: null, problem: null, opened: null } as const;
    useLocal.setState({ stage, screen: 'till', ...nothing });
  }
}
