/**
 * The state that only this window knows: the open screen, the keyed amount, and a problem with the last tap. It holds
 * no money state; main decides what is started or paid.
 */
import { useLayoutEffect } from 'react';
import { create } from 'zustand';
import { EMPTY_ENTRY, type Entry } from '../../../shared/attempt/amount-entry.ts';
import type { CommandName } from '../../../shared/contract/contract.ts';
import type { CashierStage, StartAnswer } from '../../../shared/contract/sale.ts';
import type { NotAllowed } from '../../../shared/contract/entry.ts';
import type { Cents } from '../../../shared/money.ts';
import type { Role } from '../../../shared/role.ts';

/** Side screens, one row each in the register of screens. */
export type SideName = 'today' | 'history' | 'acts' | 'settings';
export type Screen = 'till' | SideName;

export type Problem =
  | Exclude<StartAnswer, 'started' | 'already-started'>
  | 'unanswered'
  /** Only a person with this role may do it. */
  | Pick<NotAllowed, 'needs'>;

/** A payment that somebody opened from a list. */
export type Opened = {
  /** The number of the payment or of one of its refunds. */
  readonly number: string;
  /** The amount of a refund that QFPay refused temporarily and that is to be tried again; null otherwise. */
  readonly again: Cents | null;
  /** A person will settle it by what QFPay's portal shows. */
  readonly byHand: boolean;
};

export type WantedApproval = {
  readonly command: CommandName<'cashier'>;
  readonly needs: Exclude<Role, 'cashier'>;
  readonly onEnd: (isApproved: boolean) => void;
};

type Local = {
  /** The sale's stage in main's last message. */
  readonly stage: CashierStage['kind'] | null;
  readonly screen: Screen;
  /** The amount on the keypad. */
  readonly entry: Entry;
  /** The sale whose start was tapped. Its buttons are disabled from the tap on, before main answers. */
  readonly startedSale: string | null;
  readonly problem: Problem | null;
  /** Keys (notice-keys.ts) of entries that stood in the row long enough and are only in the list. */
  readonly listed: readonly string[];
  /** The amount that the keypad starts with after the current sale ends. */
  readonly keep: Entry;
  /** The payment in the open dialog. */
  readonly opened: Opened | null;
  /** Something is half keyed; no alarm may cover it. */
  readonly keying: boolean;
  /** A command that was not allowed and that somebody may approve now. */
  readonly approval: WantedApproval | null;
  /** A new recovery code, until somebody has written it down. */
  readonly recoveryCode: string | null;
  /** The late payment that the cashier allows to cover what is half keyed. */
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
  approval: null,
  recoveryCode: null,
  calledLate: null,
}));

export function show(screen: Screen): void {
  useLocal.setState({ screen });
}

export function openPayment(number: string, again: Cents | null = null): void {
  useLocal.setState({ opened: { number, again, byHand: false } });
}

/** @param number of the payment or refund to settle */
export function openByHand(number: string): void {
  useLocal.setState({ opened: { number, again: null, byHand: true } });
}

/**
 * The cashier has answered or left the question whether to refund. The dialog may be drawn again, for example after an
 * alarm, and must not ask a second time.
 */
export function questionOver(): void {
  useLocal.setState(({ opened }) => (opened === null ? {} : { opened: { ...opened, again: null } }));
}

export function closePayment(): void {
  useLocal.setState({ opened: null });
}

/** @param number of a late payment whose alarm may open at once */
export function callLate(number: string): void {
  useLocal.setState({ calledLate: number });
}

/** How many screens are half keyed: a PIN may be asked for over an amount. */
let halfKeyed = 0;

/** For screens where an amount or a code is keyed: no alarm covers them while something is half keyed. */
export function useKeying(isHalfKeyed: boolean): void {
  useLayoutEffect(() => {
    if (!isHalfKeyed) return;
    halfKeyed += 1;
    useLocal.setState({ keying: true });
    return () => {
      halfKeyed -= 1;
      useLocal.setState({ keying: halfKeyed > 0 });
    };
  }, [isHalfKeyed]);
}

/** Resolves when somebody has approved the command, or nobody wants to. An older question ends unanswered. */
export function approvalOf(command: WantedApproval['command'], needs: WantedApproval['needs']): Promise<boolean> {
  useLocal.getState().approval?.onEnd(false);
  return new Promise((resolve) => {
    const onEnd = (isApproved: boolean): void => {
      useLocal.setState({ approval: null });
      resolve(isApproved);
    };
    useLocal.setState({ approval: { command, needs, onEnd } });
  });
}

export function showRecoveryCode(recoveryCode: string | null): void {
  useLocal.setState({ recoveryCode });
}

/** The till was locked: whatever was open or keyed belongs to the person who left. */
export function locked(): void {
  useLocal.getState().approval?.onEnd(false);
  useLocal.setState({ screen: 'till', entry: EMPTY_ENTRY, keep: EMPTY_ENTRY, problem: null, opened: null });
}

export function setEntry(entry: Entry): void {
  useLocal.setState({ entry, problem: null });
}

export function report(problem: Problem | null): void {
  useLocal.setState({ problem });
}

/** The cashier dismissed older ones long ago. */
const LISTED_MAX = 200;

export function list(key: string): void {
  useLocal.setState(({ listed }) => (listed.includes(key) ? {} : { listed: [...listed, key].slice(-LISTED_MAX) }));
}

/** The till takes payments again, so the keypad must stop saying that it does not. */
export function troubleOver(): void {
  if (useLocal.getState().problem === 'trouble') report(null);
}

/**
 * Updates the screen when main's stage changes. Nothing keyed for one sale may remain on the keypad for the next
 * customer. The exception: the cashier asked for the same amount again, and the next stage is the keypad.
 *
 * @param inTrouble the till dropped the sale by itself. The message that nothing was sent, for a code it waited for or
 * has just scanned, stays until the cashier has read it.
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
