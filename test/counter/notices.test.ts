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
  it('stands for each payment it is about, the same one once, and goes one by one', () => {
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

  it('stands for each month it is about', () => {
    for (const month of ['2026-10', '2026-11', '2026-10']) notices.add({ kind: 'unlisted-month', month });
    expect(notices.all()).toMatchObject([{ month: '2026-11' }, { month: '2026-10' }]);
  });

  it.each(Object.keys(en.notice))('of the kind %s can be taken off the screen', (kind) => {
    expect(CASHIER_SCHEMAS.dismissNotice.safeParse({ kind }).success).toBe(true);
  });
});

describe("a clock that differs from the gateway's", () => {
  it.each([-300_000, 300_000])('by %d ms is told once, however often it is heard', (aheadMs) => {
    notices.tellSkew(aheadMs);
    expect(notices.all()).toEqual([{ kind: 'clock-skew', seconds: 300 }]);
    notices.dismiss('clock-skew');
    notices.tellSkew(aheadMs);
    expect(notices.all()).toEqual([]);
  });

  it('is told no more when it was set right, and again when it is wrong again', () => {
    notices.tellSkew(300_000);
    notices.tellSkew(120_000);
    expect(notices.all()).toEqual([]);
    notices.tellSkew(-121_000);
    expect(notices.all()).toEqual([{ kind: 'clock-skew', seconds: 121 }]);
  });

  it('within two minutes is nothing to tell', () => {
    notices.tellSkew(120_400);
    notices.tellSkew(-120_000);
    expect([notices.all(), changes]).toEqual([[], 0]);
  });
});
