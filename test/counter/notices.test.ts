import { beforeEach, describe, expect, it } from 'vitest';
import { CASHIER_SCHEMAS } from '../../electron/shell/schemas.ts';
import en from '../../shared/words/en.json';
import { createNotices, type Notices } from '../../electron/counter/notices.ts';

let notices: Notices;
let changes: number;
beforeEach(() => {
  changes = 0;
  notices = createNotices(() => {
    changes += 1;
  });
});

describe('a notice', () => {
  it('is kept once for each payment, and they are dismissed one by one', () => {
    for (const readable of ['A', 'B', 'A']) notices.add({ kind: 'paid-twice', readable });
    notices.add({ kind: 'already-open' });
    notices.add({ kind: 'already-open' });
    const B = { kind: 'paid-twice', readable: 'B' } as const;
    const A = { kind: 'paid-twice', readable: 'A' } as const;
    expect(notices.all()).toEqual([B, A, { kind: 'already-open' }]);
    notices.dismiss('paid-twice');
    expect(notices.all()).toEqual([A, { kind: 'already-open' }]);
    notices.dismiss('left-out');
    expect(notices.all()).toHaveLength(2);
    notices.dismiss('paid-twice');
    expect(notices.all()).toEqual([{ kind: 'already-open' }]);
    expect(changes).toBe(8);
  });

  it('is kept once for each month', () => {
    for (const month of ['2026-10', '2026-11', '2026-10']) notices.add({ kind: 'unlisted-month', month });
    expect(notices.all()).toMatchObject([{ month: '2026-11' }, { month: '2026-10' }]);
  });

  it.each(Object.keys(en.notice))('of the kind %s can be dismissed', (kind) => {
    expect(CASHIER_SCHEMAS.dismissNotice.safeParse({ kind }).success).toBe(true);
  });
});

describe("a clock that differs from the gateway's", () => {
  it.each([-300_000, 300_000])('by %d ms is shown once, however often it is reported', (aheadMs) => {
    notices.tellSkew(aheadMs);
    expect(notices.all()).toEqual([{ kind: 'clock-skew', seconds: 300 }]);
    notices.dismiss('clock-skew');
    notices.tellSkew(aheadMs);
    expect(notices.all()).toEqual([]);
  });

  it('is not shown any more when it is right, and is shown again when it is wrong again', () => {
    notices.tellSkew(300_000);
    notices.tellSkew(120_000);
    expect(notices.all()).toEqual([]);
    notices.tellSkew(-121_000);
    expect(notices.all()).toEqual([{ kind: 'clock-skew', seconds: 121 }]);
  });

  it('by up to two minutes is not shown', () => {
    notices.tellSkew(120_400);
    notices.tellSkew(-120_000);
    expect([notices.all(), changes]).toEqual([[], 0]);
  });
});
