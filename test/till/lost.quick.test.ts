/** The till searches page by page for what a restored ledger has lost, and reports all that may be money. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createBudget, type Budget } from '../../electron/till/budget.ts';
import { HUNG_MS } from '../../electron/till/limited.ts';
import { recoverLost, type RecoverDeps } from '../../electron/till/lost.ts';
import type { GatewayHistory, HistoryRow } from '../../electron/till/ports/gateway.ts';
import { LedgerError, type Found, type Restored } from '../../electron/till/ports/ledger.ts';
import { attemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import type { Attempt } from '../../shared/attempt/record.ts';
import { hkDateTime } from '../../shared/time.ts';
import { handTime, type HandTime } from '../support/hand-time.ts';
import { addWallet } from '../support/made-up-wallet.ts';
import { anAttempt, aRow, EVENING, numberOf, PAYME_CODE, PAYME_QR, SYSSN } from '../support/samples.ts';

type Answer = Awaited<ReturnType<GatewayHistory['page']>>;

const MINUTE = 60_000;
/** By then the second and last search is done, which starts ten minutes after the first. */
const AGAIN = 11 * MINUTE;
const SENT = EVENING - 20 * MINUTE;
const SILENT: Answer = { kind: 'unanswered', mayHaveLeft: true, busy: false, why: '' };
const [ONE, TWO, REFUND] = [numberOf(1), numberOf(2), numberOf(3)];

const RESTORED: Restored = {
  id: 1,
  at: EVENING,
  reason: 'damaged',
  quarantine: 'quarantine',
  backup: null,
  backupAt: null,
  epochs: ['K7QF3M'],
  missingSince: EVENING - 60 * MINUTE,
  attemptsKept: 0,
  attemptsInDoubt: 0,
  attemptsLeftOut: 0,
  rowsLeftOut: {},
  askedAt: null,
  seenAt: null,
};

let time: HandTime;
let restored: Restored | null;
let asked: { readonly start: string; readonly page: number }[];
let answers: Answer[];
let found: Found[];
let outcomes: Map<AttemptNumber, 'known' | 'refused'>;
let holders: Map<string, AttemptNumber>;
let known: Map<AttemptNumber, Attempt>;
let told: unknown[];
let broken: unknown;
let budget: Budget;
let knownUntil: number | null;
/** The gateway never answers. */
let hang: boolean;

beforeEach(() => {
  time = handTime();
  [asked, answers, found, told, broken] = [[], [], [], [], null];
  [outcomes, holders, known] = [new Map(), new Map(), new Map()];
  restored = RESTORED;
  hang = false;
  budget = createBudget(undefined, () => 200);
  knownUntil = null;
});

function start(): () => void {
  const deps: RecoverDeps = {
    ledger: {
      find: (number) => known.get(number) ?? null,
      holderOf: (gatewayRef) => holders.get(gatewayRef) ?? null,
      restored: () => restored,
      noteRestore: (what, at) => told.push([what, at - EVENING]),
      epochs: () => ['K7QF3M'],
      knownUntil: () => knownUntil,
      adopt(one, at, byOthers) {
        if (broken !== null) throw broken;
        found.push(one);
        if (byOthers !== undefined) told.push(['by others', byOthers]);
        told.push(['at', at - EVENING]);
        const outcome = outcomes.get(one.number) ?? 'adopted';
        if (outcome === 'adopted' && !known.has(one.number))
          known.set(one.number, anAttempt({ ...one, status: 'paid' }));
        return outcome;
      },
    },
    gateway: {
      host: 'https://gateway.example',
      merchantId: 'merchant-7',
      page(window, page) {
        asked.push({ start: window.start, page });
        return hang ? new Promise(() => undefined) : Promise.resolve(answers.shift() ?? rows());
      },
    },
    tillId: '01',
    onEvent(event) {
      if (event.kind === 'strangers') told.push(['strangers', event.count, event.since]);
      if (event.kind === 'unlisted-month') told.push(['unlisted', event.month]);
      if (event.kind === 'left-out') told.push(['left out', event.number]);
      if (event.kind === 'ledger-failed') told.push(['trouble', event.error.fault]);
    },
    clock: time.clock,
    timers: time.timers,
    budget,
    log: (event, facts) => told.push([event, facts]),
    onAdopted: (number) => told.push(['adopted', number]),
    onAsked: () => told.push('all asked'),
  };
  return recoverLost(deps);
}

const rows = (...all: readonly HistoryRow[]): Answer => ({
  kind: 'answered',
  rows: all,
  unread: [],
  isLast: true,
  gatewayTime: null,
});
/** The same, with the gateway's time. */
const rowsAt = (gatewayTime: number): Answer => ({ ...rows(), gatewayTime }) as Answer;
const REFUSED: Answer = { kind: 'enquiry-refused', code: '1104', text: '', advice: 'waiting-customer' };
/** A page with more behind it. */
const page = (...all: readonly HistoryRow[]): Answer => ({ ...rows(...all), isLast: false }) as Answer;
const row = (number: string | null, more: Partial<HistoryRow> = {}): HistoryRow => ({
  ...aRow({ number: number as AttemptNumber }),
  requestedAtText: '2026-11-22 20:45:09',
  madeAt: SENT,
  paymentRef: null,
  ...more,
});
const payment = (number: AttemptNumber): Found => ({
  number,
  kind: 'payment',
  refundOf: null,
  tender: { wallet: 'payme', mode: 'mpm' },
  payType: '805801',
  amount: 1234 as Found['amount'],
  currency: 'HKD',
  merchantId: 'merchant-7',
  gatewayHost: 'https://gateway.example',
  requestedAtText: '2026-11-22 20:45:09',
  createdAt: SENT,
  gatewayRef: null,
});
async function askOnce(...all: readonly HistoryRow[]): Promise<void> {
  answers = [rows(...all)];
  start();
  await time.pass(1000);
  await time.pass(AGAIN);
}

describe('a ledger that has lost nothing', () => {
  it('gets no search for lost numbers, but half a minute after the start a search for strange ones', async () => {
    for (const one of [null, { ...RESTORED, askedAt: EVENING }]) {
      restored = one;
      asked = [];
      const stop = start();
      await time.pass(29_999);
      expect(asked).toEqual([]);
      answers = [rows(row(ONE))];
      await time.pass(1);
      expect(asked).toHaveLength(1);
      expect(time.due()).toEqual([]);
      stop();
    }
    expect([found, told.filter((what) => !String(what).startsWith('missing.asked'))]).toEqual([[], []]);
  });
});

describe('numbers with this till’s id that its ledger has never drawn', () => {
  const stranger = (epoch: string, tillId = '01') => attemptNumber({ tillId, epoch, sequence: 1, attempt: 1 });

  it('are reported to a person, each once, and not adopted, because another till may have the same id', async () => {
    restored = null;
    knownUntil = EVENING - 5 * MINUTE;
    const [one, other] = [stranger('AAAAAA'), stranger('BBBBBB')];
    const refund = row(other, { orderType: 'refund', madeAt: SENT - 1 });
    answers = [page(row(one), row(ONE), row(stranger('AAAAAA', '02'))), rows(row(one), refund, row('none of ours'))];
    start();
    await time.pass(31_000);
    expect(asked.map(({ start: from }) => from)).toEqual([hkDateTime(knownUntil), hkDateTime(knownUntil)]);
    expect(told.slice(2)).toEqual([
      ['missing.strangers', { count: 2 }],
      ['strangers', 2, SENT - 1],
    ]);
    expect(found).toEqual([]);
  });

  it('are reported after a restore too, also if their time is unknown', async () => {
    await askOnce(row(stranger('AAAAAA'), { madeAt: null }));
    expect(told).toContainEqual(['strangers', 1, null]);
    expect(told.at(-1)).toBe('all asked');
  });

  it('are adopted if they have an epoch of the lost part', async () => {
    restored = { ...RESTORED, epochs: ['AAAAAA'] };
    await askOnce(row(stranger('AAAAAA')));
    expect(found).toHaveLength(1);
    expect(JSON.stringify(told)).not.toContain('strangers');
  });

  it('are searched for one day back if no attempt gives an earlier limit', async () => {
    restored = null;
    start();
    await time.pass(30_000);
    expect(asked).toEqual([{ start: hkDateTime(EVENING - 25 * 60 * MINUTE), page: 1 }]);
  });
});

describe("when the machine's clock is wrong", () => {
  const months = () => asked.map(({ start: from }) => from.slice(0, 7));
  const DAY = 24 * 60 * MINUTE;

  it('in 2015, the search still goes up to the gateway’s time', async () => {
    time = handTime(Date.UTC(2015, 0, 1));
    restored = { ...RESTORED, missingSince: Date.UTC(2026, 9, 20) };
    answers = [rowsAt(EVENING), rows()];
    start();
    await time.pass(MINUTE);
    expect(months()).toEqual(['2026-10', '2026-11']);
    await time.pass(AGAIN);
    expect(told).toContain('all asked');
  });

  it('a year ahead, the search leaves out months that have not begun', async () => {
    time = handTime(EVENING + 365 * DAY);
    answers = [rowsAt(EVENING)];
    start();
    await time.pass(MINUTE);
    expect(months()).toEqual(['2026-11']);
    await time.pass(AGAIN);
    expect(told).toContain('all asked');
  });

  it('and dated every attempt, the search starts a day before the gateway’s time', async () => {
    time = handTime(EVENING + 365 * DAY);
    restored = { ...RESTORED, missingSince: EVENING + 364 * DAY };
    answers = [rowsAt(EVENING), rows(row(ONE))];
    start();
    await time.pass(MINUTE);
    expect(asked.map(({ start: from }) => from)).toEqual([
      hkDateTime(EVENING + 364 * DAY),
      hkDateTime(EVENING - 25 * 60 * MINUTE),
    ]);
    expect(found).toHaveLength(1);
    await time.pass(AGAIN);
    expect(told).toContain('all asked');
  });

  it.each([10, 11])(
    'the gateway’s clock may be ten minutes behind the start of the search, and not more: %d',
    async (minutes) => {
      restored = { ...RESTORED, missingSince: EVENING };
      answers = [rowsAt(EVENING - minutes * MINUTE)];
      start();
      await time.pass(MINUTE);
      expect(asked).toHaveLength(minutes === 10 ? 1 : 2);
    },
  );

  it('no month is read twice, and only the first time that the gateway sends counts', async () => {
    restored = { ...RESTORED, missingSince: Date.UTC(2026, 9, 20) };
    answers = [rows(), rowsAt(EVENING), rowsAt(EVENING + 365 * DAY)];
    start();
    await time.pass(MINUTE);
    expect(months()).toEqual(['2026-10', '2026-11']);
  });
});

describe('a month that the gateway refuses to list', () => {
  it('does not delay the other months', async () => {
    restored = { ...RESTORED, missingSince: Date.UTC(2026, 9, 20) };
    answers = [REFUSED, rows(row(ONE)), rows(row(TWO))];
    start();
    await time.pass(2000);
    expect(asked.map(({ start: from }) => from.slice(0, 7))).toEqual(['2026-10', '2026-11']);
    expect(found).toHaveLength(1);
    expect(told).not.toContain('all asked');
    await time.pass(1000);
    expect(found).toHaveLength(2);
    await time.pass(AGAIN);
    expect(told.at(-1)).toBe('all asked');
  });

  it('is asked for less and less often, and after hours no more; this is reported to a person', async () => {
    answers = Array.from({ length: 24 }, () => REFUSED);
    start();
    await time.pass(1000);
    const waits: number[] = [];
    while (time.due().length > 0) {
      waits.push((time.due()[0] ?? 0) / 1000);
      await time.pass(time.due()[0] ?? 0);
    }
    const lessAndLess = [2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048];
    expect(waits).toEqual([...lessAndLess, 600, ...lessAndLess]);
    expect(asked).toHaveLength(24);
    expect(told.slice(-4)).toEqual([
      ['unlisted', '2026-11'],
      ['asked', waits.reduce((sum, wait) => sum + wait * 1000, 1000)],
      ['missing.done', { refused: 1 }],
      'all asked',
    ]);
  });

  it('to its end, by sending the same page under every page number, is abandoned at once, and its rows are adopted', async () => {
    answers = Array.from({ length: 30 }, () => page(row(ONE), row(TWO, { gatewayRef: 'another' })));
    start();
    await time.pass(2000);
    await time.pass(AGAIN);
    expect(asked.map((each) => each.page)).toEqual([1, 2, 1, 2]);
    expect(new Set(found.map(({ number }) => number))).toEqual(new Set([ONE, TWO]));
    expect(told).toContainEqual(['unlisted', '2026-11']);
    expect(told.at(-1)).toBe('all asked');
  });

  it('is reported once when it was not answered for more than four hours, and is still asked for', async () => {
    answers = Array.from({ length: 3_000 }, () => SILENT);
    start();
    await time.pass(4 * 60 * MINUTE);
    expect(JSON.stringify(told)).not.toContain('unlisted');
    await time.pass(44 * 60 * MINUTE);
    expect(told.filter((one) => Array.isArray(one) && one[0] === 'unlisted')).toEqual([['unlisted', '2026-11']]);
    expect(asked.length).toBeGreaterThan(2_800);
    answers = [];
    await time.pass(2 * MINUTE);
    expect(told).not.toContain('all asked');
    await time.pass(AGAIN);
    expect(told.at(-1)).toBe('all asked');
  });

  it('is not reported while nothing is known to be missing, however long the gateway is silent', async () => {
    restored = null;
    answers = Array.from({ length: 3_000 }, () => SILENT);
    start();
    await time.pass(48 * 60 * MINUTE);
    expect(JSON.stringify(told)).not.toContain('unlisted');
  });

  it('is not reported while nothing is known to be missing', async () => {
    restored = null;
    answers = Array.from({ length: 12 }, () => REFUSED);
    start();
    await time.pass(3 * 60 * MINUTE);
    expect(asked).toHaveLength(12);
    expect(JSON.stringify(told)).not.toContain('unlisted');
  });
});

describe('the search', () => {
  it('begins after a second, and reads page by page and month by month, a second apart', async () => {
    restored = { ...RESTORED, missingSince: Date.UTC(2026, 9, 20) };
    answers = [page(), page(), rows(), rows()];
    start();
    await time.pass(999);
    expect(asked).toEqual([]);
    await time.pass(1);
    expect(asked).toHaveLength(1);
    await time.pass(999);
    expect(asked).toHaveLength(1);
    await time.pass(2001);
    const [first, second] = [asked[0]?.start ?? '', asked[3]?.start ?? ''];
    expect(asked).toEqual([
      { start: first, page: 1 },
      { start: first, page: 2 },
      { start: first, page: 3 },
      { start: second, page: 1 },
    ]);
    expect(first.slice(0, 7) < second.slice(0, 7)).toBe(true);
    expect(told).toEqual([
      ['missing.asked', { start: first, page: 1, answer: 'answered' }],
      ['missing.asked', { start: first, page: 2, answer: 'answered' }],
      ['missing.asked', { start: first, page: 3, answer: 'answered' }],
      ['missing.asked', { start: second, page: 1, answer: 'answered' }],
    ]);
    expect(time.due()).toEqual([10 * MINUTE]);
  });

  it('is repeated after ten minutes to find what is listed late, above all refunds, and then reports its end', async () => {
    holders.set(SYSSN, TWO);
    known.set(TWO, anAttempt({ number: TWO, status: 'paid' }));
    const late = row(REFUND, { orderType: 'refund', paymentRef: SYSSN });
    const byOthers = row('portal-1', { orderType: 'refund', paymentRef: SYSSN, gatewayRef: 'other', amount: '300' });
    answers = [rows(byOthers)];
    start();
    await time.pass(1000);
    answers = [page(byOthers, late), rows(byOthers)];
    told = [];
    await time.pass(10 * MINUTE);
    expect(told).toEqual([['missing.asked', { start: asked.at(-1)?.start, page: 1, answer: 'answered' }]]);
    await time.pass(1000);
    expect(told).toEqual([
      ['missing.asked', { start: asked.at(-1)?.start, page: 1, answer: 'answered' }],
      ['missing.asked', { start: asked.at(-1)?.start, page: 2, answer: 'answered' }],
      ['by others', 300],
      ['at', expect.any(Number)],
      ['missing.found', { number: REFUND, outcome: 'adopted' }],
      ['adopted', REFUND],
      ['asked', expect.any(Number)],
      ['missing.done', { refused: 0 }],
      'all asked',
    ]);
    expect(time.due()).toEqual([]);
  });

  it("reads the next month too near a month's end, because the gateway's clock may be ahead", async () => {
    time = handTime(Date.UTC(2026, 10, 30, 15, 55));
    start();
    await time.pass(10_000);
    expect(asked.map(({ start: from }) => from.slice(0, 7))).toEqual(['2026-11', '2026-12']);
  });

  it('repeats a page until it is answered, less and less often, and then continues at the usual pace', async () => {
    answers = [...Array.from({ length: 8 }, () => SILENT), page()];
    start();
    await time.pass(1000);
    const waits: (number | undefined)[] = [];
    for (let turn = 0; turn < 8; turn += 1) {
      waits.push(time.due()[0]);
      await time.pass(time.due()[0] ?? 0);
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 60, 60, 60].map((seconds) => seconds * 1000));
    expect(asked.map((call) => call.page)).toEqual(Array.from({ length: 9 }, () => 1));
    expect(time.due()).toEqual([1000]);
    answers = [SILENT];
    await time.pass(1000);
    expect([asked.at(-1)?.page, time.due()]).toEqual([2, [2000]]);
    expect(told).not.toContain('all asked');
  });

  it('counts in the budget of calls, with the lowest priority', async () => {
    answers = [page(), rows()];
    budget.spend(169, 'asked', time.clock.mono());
    start();
    await time.pass(MINUTE - 1);
    expect(asked.map((one) => one.page)).toEqual([1]);
    await time.pass(1);
    expect(asked.map((one) => one.page)).toEqual([1, 2]);
    await time.pass(AGAIN);
    expect(told).toContain('all asked');
  });

  it('stops on request, also while an answer is awaited', async () => {
    const stop = start();
    stop();
    expect(time.due()).toEqual([]);
    const again = start();
    answers = [rows(row(ONE))];
    const passing = time.pass(1000);
    again();
    await passing;
    expect([asked.length, found, told, time.due()]).toEqual([1, [], [], []]);
  });
});

describe('a payment', () => {
  it('of the lost part is adopted with all its facts, and enquired', async () => {
    await askOnce(row(ONE), row(TWO, { orderType: null }));
    expect(found).toEqual([payment(ONE), payment(TWO)]);
    expect(told.slice(1, 7)).toEqual([
      ['at', 1000],
      ['missing.found', { number: ONE, outcome: 'adopted' }],
      ['adopted', ONE],
      ['at', 1000],
      ['missing.found', { number: TWO, outcome: 'adopted' }],
      ['adopted', TWO],
    ]);
  });

  it('by code differs from a payment by QR in its pay type', async () => {
    await askOnce(row(ONE, { payType: '805808' }), row(TWO, { payType: '805801' }));
    expect(found.map(({ tender, payType }) => [tender, payType])).toEqual([
      [PAYME_CODE, '805808'],
      [PAYME_QR, '805801'],
    ]);
  });

  it('with a pay type of no wallet belongs to the only wallet that is on', async () => {
    await askOnce(row(ONE, { payType: '800101' }));
    expect(found).toEqual([{ ...payment(ONE), payType: '800101' }]);
  });

  it('with a pay type of no wallet is reported to a person if it may belong to several wallets', async () => {
    const remove = addWallet();
    await askOnce(row(ONE, { payType: '800101' }));
    remove();
    expect(found).toEqual([]);
    expect(told).toContainEqual(['left out', ONE]);
  });

  it('that the ledger has is ignored, even if its row is incomplete', async () => {
    known.set(ONE, anAttempt({ number: ONE }));
    await askOnce(row(ONE, { payType: '800101' }), row(ONE, { amount: null }));
    expect(JSON.stringify(told)).not.toContain('left out');
  });

  it('without a time is dated now', async () => {
    await askOnce(row(ONE, { requestedAtText: null, madeAt: null }));
    expect(found).toEqual([
      { ...payment(ONE), createdAt: EVENING + 1000, requestedAtText: hkDateTime(EVENING + 1000) },
    ]);
  });

  it.each([[null], ['no number of ours'], [numberOf(1).slice(0, -1)], ['02AAAAAA0000011X']])(
    'under the number %s is not adopted',
    async (number) => {
      await askOnce(row(number), row(ONE, { orderType: 'close' }));
      expect([found, told.at(-1)]).toEqual([[], 'all asked']);
    },
  );

  it('of another epoch does not belong to the lost part', async () => {
    restored = { ...RESTORED, epochs: ['AAAAAA', 'BBBBBB'] };
    await askOnce(row(ONE));
    expect(found).toEqual([]);
  });

  it.each([
    { amount: null },
    { amount: '0' },
    { amount: '12.34' },
    { amount: '1'.repeat(16) },
    { amount: 'x1' },
    { amount: '1x' },
    { currency: null },
    { currency: 'nothing' },
    { payType: null },
  ])('with %o is not adopted, but reported to a person', async (more) => {
    await askOnce(row(ONE, more));
    expect(found).toEqual([]);
    expect(told).toContainEqual(['left out', ONE]);
    expect(told).toContainEqual(['missing.found', { number: ONE, outcome: 'refused' }]);
  });

  it('of the largest possible amount is adopted', async () => {
    await askOnce(row(ONE, { amount: '9'.repeat(15) }));
    expect(found).toMatchObject([{ amount: 999_999_999_999_999 }]);
  });

  it('that the ledger knows is ignored; one that contradicts the ledger is reported to a person', async () => {
    outcomes.set(ONE, 'known');
    outcomes.set(TWO, 'refused');
    await askOnce(row(ONE), row(TWO));
    expect(JSON.stringify(told)).not.toContain(ONE);
    expect(told).toContainEqual(['left out', TWO]);
    expect(told).not.toContainEqual(['adopted', TWO]);
  });
});

describe('a refund', () => {
  const back = (more: Partial<HistoryRow> = {}) => row(REFUND, { orderType: 'refund', paymentRef: SYSSN, ...more });

  it('is adopted after its payment, even if the gateway lists the refund first', async () => {
    holders.set(SYSSN, ONE);
    answers = [page(back()), rows(row(ONE))];
    start();
    await time.pass(2000);
    expect(found).toEqual([payment(ONE), { ...payment(REFUND), kind: 'refund', refundOf: ONE }]);
    expect(told).toContainEqual(['adopted', REFUND]);
  });

  it('of a lost payment waits until the enquiry about that payment has ended it', async () => {
    known.set(ONE, anAttempt({ number: ONE, status: 'unknown' }));
    answers = [page(back()), rows(row(ONE))];
    const stop = start();
    await time.pass(2000);
    expect(found).toEqual([payment(ONE)]);
    expect(told).not.toContain('all asked');
    await time.pass(10_000);
    expect(found).toEqual([payment(ONE)]);
    known.set(ONE, anAttempt({ number: ONE, status: 'late-paid' }));
    await time.pass(2000);
    expect(found).toEqual([payment(ONE), { ...payment(REFUND), kind: 'refund', refundOf: ONE }]);
    await time.pass(AGAIN);
    expect(told.at(-1)).toBe('all asked');
    stop();
  });

  it('of a payment that QFPay lists without its own number is reported to a person', async () => {
    await askOnce(back(), row(ONE, { gatewayRef: null }));
    expect(found).toEqual([payment(ONE)]);
    expect(told).toContainEqual(['left out', REFUND]);
  });

  it('waits at most ten minutes for its payment, and stops when the till is closed', async () => {
    known.set(ONE, anAttempt({ number: ONE, status: 'unknown' }));
    answers = [rows(back(), row(ONE))];
    start();
    await time.pass(1000 + 299 * 2000);
    expect(told).not.toContainEqual(['adopted', REFUND]);
    await time.pass(2000);
    expect(told.at(-1)).toEqual(['adopted', REFUND]);
    await time.pass(AGAIN);
    expect(told.at(-1)).toBe('all asked');
    answers = [rows(back(), row(ONE))];
    const stop = start();
    await time.pass(1000);
    stop();
    expect(time.due()).toEqual([]);
  });

  it('that the ledger cannot record is reported as a ledger failure', async () => {
    known.set(ONE, anAttempt({ number: ONE, status: 'unknown' }));
    answers = [rows(back(), row(ONE))];
    start();
    await time.pass(1000);
    known.set(ONE, anAttempt({ number: ONE, status: 'paid' }));
    broken = new LedgerError('full', null);
    await time.pass(2000);
    expect(told.at(-1)).toEqual(['trouble', 'full']);
    expect(time.due()).toEqual([]);
  });

  it('is adopted beside refunds made in the portal or at another till, whose sum is passed on', async () => {
    holders.set(SYSSN, ONE);
    known.set(ONE, anAttempt({ number: ONE, status: 'paid' }));
    const byOthers = { orderType: 'refund', paymentRef: SYSSN, gatewayRef: 'other' } as const;
    const another = attemptNumber({ tillId: '02', epoch: 'ZZZZZZ', sequence: 1, attempt: 1 });
    await askOnce(
      back(),
      row('portal-1', { ...byOthers, amount: '300' }),
      row(null, { ...byOthers, amount: '40' }),
      row(another, { ...byOthers, amount: '5' }),
      row('portal-2', { ...byOthers, amount: '7000', refundClass: 'failed' }),
      row('portal-3', { ...byOthers, amount: null }),
      row('portal-4', { ...byOthers, amount: '1.5' }),
      row('portal-5', { ...byOthers, amount: '9', paymentRef: null }),
    );
    expect(told).toContainEqual(['by others', 345]);
    expect(told).toContainEqual(['adopted', REFUND]);
  });

  it.each([{ paymentRef: null }, { paymentRef: 'of nobody' }, { amount: null }])(
    'with %o is reported to a person',
    async (more) => {
      holders.set(SYSSN, ONE);
      known.set(ONE, anAttempt({ number: ONE, status: 'paid' }));
      await askOnce(back(more));
      expect(found).toEqual([]);
      expect(told).toContainEqual(['left out', REFUND]);
      expect(told.at(-1)).toBe('all asked');
    },
  );
});

describe('when the ledger fails', () => {
  it('the failure is reported and the search ends; it restarts with the ledger', async () => {
    broken = new LedgerError('full', null);
    await askOnce(row(ONE));
    expect(told.at(-1)).toEqual(['trouble', 'full']);
    expect(time.due()).toEqual([]);
  });

  it('any other error is a bug, and reaches the process as an unhandled rejection', async () => {
    // No code awaits the call that fails here, so only the process sees its error.
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    const unhandled = new Promise((resolve) => process.once('unhandledRejection', resolve));
    try {
      broken = new Error('a bug');
      await askOnce(row(ONE));
      expect(await unhandled).toBe(broken);
    } finally {
      for (const listener of listeners) process.on('unhandledRejection', listener);
    }
    expect(told).toHaveLength(1);
  });
});

describe('an unreadable row', () => {
  const unreadPage = (...unread: readonly (string | null)[]): Answer =>
    ({ ...rows(), unread: unread.map((number) => ({ number, gatewayRef: null })) }) as Answer;
  const leftOut = () => told.filter((one) => Array.isArray(one) && one[0] === 'left out');

  it('is reported if its number is of the lost part and not in the ledger', async () => {
    known.set(TWO, anAttempt({ number: TWO }));
    answers = [
      unreadPage(ONE, TWO, 'TS1-156684', attemptNumber({ tillId: '01', epoch: '000000', sequence: 1, attempt: 1 })),
    ];
    start();
    await time.pass(1000);
    expect(leftOut()).toEqual([['left out', ONE]]);
    expect(told).toContainEqual(['missing.unreadable', { named: true }]);
  });

  it('is logged if it has no number', async () => {
    answers = [unreadPage(null)];
    start();
    await time.pass(1000);
    expect([leftOut(), told]).toEqual([[], expect.arrayContaining([['missing.unreadable', { named: false }]])]);
  });

  it.each([
    ['Payment', 'adopted', ONE],
    ['REFUND', 'left out', ONE],
    ['trade', 'left out', ONE],
  ])('with the order type %s: %s', async (orderType, what, number) => {
    answers = [rows(row(ONE, { orderType }))];
    start();
    await time.pass(1000);
    expect(told).toContainEqual([what, number]);
  });

  it('that is a close is ignored', async () => {
    answers = [rows(row(ONE, { orderType: 'Close' }))];
    start();
    await time.pass(1000);
    expect([leftOut(), found]).toEqual([[], []]);
  });
});

it('a page without any answer is asked for again', async () => {
  hang = true;
  start();
  await time.pass(1000 + HUNG_MS + 2000);
  expect(asked.map((one) => one.page)).toEqual([1, 1]);
  expect(told).toContainEqual(['missing.lost', { start: asked[0]?.start, page: 1, why: 'under way for too long' }]);
});
