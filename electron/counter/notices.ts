/** Notices for the cashier. Each stays until the cashier dismisses it, or its cause ends; no notice stops payments. */
import { noticeAbout } from '../../shared/contract/notice-about.ts';
import type { Notice } from '../../shared/contract/support.ts';
import { readableNumber } from '../../shared/attempt/number.ts';
import { assertNever } from '../../shared/result.ts';
import { hkDateTime } from '../../shared/time.ts';
import type { TillEvent } from '../till/event.ts';

export type Notices = {
  all(): readonly Notice[];
  /** Replaces an earlier notice of the same kind about the same payment or month. */
  add(notice: Notice): void;
  /** Removes the first notice of this kind, which is the one on screen. */
  dismiss(kind: Notice['kind']): void;
  /**
   * Adds or removes the notice of a wrong machine clock: the till decides nothing by the wall clock, but dates its
   * reports by it. @param aheadMs the gateway's time minus ours
   */
  tellSkew(aheadMs: number): void;
};

/** How far the gateway's clock may be from ours before the cashier is told. */
const SKEW_SECONDS_MAX = 120;

export function createNotices(onChange: () => void): Notices {
  let notices: readonly Notice[] = [];
  let isSkewTold = false;

  const set = (next: readonly Notice[]): void => {
    notices = next;
    onChange();
  };
  const add = (notice: Notice): void => {
    set([...notices.filter((other) => !isAboutTheSame(other, notice)), notice]);
  };

  return {
    all: () => notices,
    add,
    dismiss(kind) {
      const first = notices.findIndex((notice) => notice.kind === kind);
      set(notices.filter((_notice, index) => index !== first));
    },
    tellSkew(aheadMs) {
      const seconds = Math.round(Math.abs(aheadMs) / 1000);
      const isSkewed = seconds > SKEW_SECONDS_MAX;
      // Every answer carries the time, so tell the cashier only when the clock becomes wrong or right.
      if (isSkewed === isSkewTold) return;
      isSkewTold = isSkewed;
      if (isSkewed) add({ kind: 'clock-skew', seconds });
      else set(notices.filter((notice) => notice.kind !== 'clock-skew'));
    },
  };
}

function isAboutTheSame(one: Notice, other: Notice): boolean {
  return one.kind === other.kind && noticeAbout(one) === noticeAbout(other);
}

/** Adds the notice that an event of an open till asks for. */
export function noteEvent({ add, tellSkew }: Notices, tillId: string, event: ForCashier): void {
  switch (event.kind) {
    case 'clock':
      tellSkew(event.aheadMs);
      return;
    case 'strangers': {
      const { count, since } = event;
      add({ kind: 'strangers', tillId, count, since: since === null ? '–' : hkDateTime(since) });
      return;
    }
    case 'unlisted-month':
      add(event);
      return;
    case 'paid-twice':
    case 'over-returned':
    case 'left-out':
      add({ kind: event.kind, readable: readableNumber(event.number) });
      return;
    default:
      assertNever(event);
  }
}

/** The events of an open till that become notices. */
type ForCashier = Exclude<TillEvent, { kind: 'changed' | 'ledger-failed' }>;
