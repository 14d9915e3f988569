/**
 * Every screen that main can put into a window, as the state that puts it there: what a person might have to wait an hour
 * for is looked at in a moment, in each language. Amounts are the longest there can be.
 */
import type {
  AttemptView,
  CashierState,
  DayList,
  CustomerScreen,
  CustomerScreenLamp,
  CustomerState,
  LedgerTrouble,
  LookUpAnswer,
  PaymentView,
  Trouble,
} from '../../shared/contract/views.ts';
import { dayList } from '../../electron/till/views.ts';
import type { CashierWord } from '../../shared/attempt/word.ts';
import { cents } from '../../shared/money.ts';
import type { Language } from '../../shared/settings.ts';

const LONGEST = cents(99_999_999);
const SHOP = 'Harbour Kitchen & Noodle Bar, Sheung Wan';
const HALF_A_MINUTE = 30_000;
const QR = 'https://qr.payme.hsbc.com.hk/2/3QeX9vJm2L7uKc5nT8bWfYdH6gRzAaEsPp1o';

const attempt = (word: CashierWord, more: Partial<AttemptView> = {}): AttemptView => ({
  number: '01K7QF3M0001231X',
  readable: '01-K7QF3M-000123-1X',
  kind: 'payment',
  refundOf: null,
  way: 'mpm',
  amount: LONGEST,
  currency: 'HKD',
  word,
  lastSaid: '1143',
  advice: 'waiting-customer',
  syssn: '20261122154100020012764799',
  codeTail: null,
  givenUp: false,
  canShowAgain: false,
  createdAt: Date.UTC(2026, 10, 22, 13, 5, 9),
  madeAt: Date.UTC(2026, 10, 22, 13, 5, 9),
  version: 1,
  returnedElsewhere: cents(0),
  movedAmount: null,
  refunded: cents(0),
  decision: null,
  verdicts: [],
  ...more,
});

const refund = (word: CashierWord, more: Partial<AttemptView> = {}): AttemptView =>
  attempt(word, {
    number: '01K7QF3M0001261R',
    readable: '01-K7QF3M-000126-1R',
    kind: 'refund',
    refundOf: '01K7QF3M0001231X',
    lastSaid: '0000',
    advice: 'refund-done',
    ...more,
  });
/** The longest that a gateway says of a refund. */
const REFUSED = { lastSaid: '1250', advice: 'refund-forbidden' } as const;
const PUT_OFF = { lastSaid: '1265', advice: 'refund-not-now' } as const;

const onScreen = (view: AttemptView, qrShown = false): Pick<CashierState, 'stage'> => ({
  stage: { kind: 'attempt', attempt: view, qrShown, leftMs: HALF_A_MINUTE },
});
const trouble = (found: Trouble): Pick<CashierState, 'trouble'> => ({ trouble: found });
const LEDGER_TROUBLES: readonly LedgerTrouble[] = ['full', 'read-only', 'disk', 'share', 'damaged', 'newer', 'in-use'];
const PATH = '/home/cashier/.config/Harbour Till/ledger-production.db';

/** The QR of the longest amount, on the cashier's screen for want of another one. */
function turnedQr(customerScreen: CustomerScreenLamp): Partial<CashierState> {
  return {
    customerScreen,
    turned: customerState({ kind: 'qr', amount: LONGEST, qr: QR, leftMs: HALF_A_MINUTE }, 'zh-HK'),
  };
}

/** What somebody has to look up in the portal. */
const MISMATCHED = { lastSaid: 'mismatch-amount', advice: 'mismatch', verdicts: ['paid', 'not-paid'] } as const;
const FOR_PERSON = {
  checking: attempt('checking', MISMATCHED),
  part: attempt('paid-late', {
    number: '01K7QF3M0001241V',
    lastSaid: '0000',
    advice: 'paid',
    returnedElsewhere: null,
    verdicts: ['returned'],
  }),
  refund: refund('refund-checking', { lastSaid: '1145', advice: 'processing', verdicts: ['refunded', 'not-refunded'] }),
};

/** By a name for the picture; what differs from a till that is doing nothing. */
export const CASHIER_STATES: Readonly<Record<string, Partial<CashierState>>> = {
  keypad: {},
  'keypad-live': { mode: 'live', scanner: 'ready' },
  'keypad-live-test': { mode: 'live-test', scanner: 'ready' },
  'keypad-busy': {
    scanner: 'failed',
    checking: [attempt('checking'), attempt('checking', { number: '01K7QF3M0001241V', way: 'cpm' })],
    news: [attempt('not-paid', { number: '01K7QF3M0001251T' })],
    notices: [{ kind: 'settings-good-parts', keptAs: `${PATH}.damaged-1795352709000` }, { kind: 'already-open' }],
  },
  'notice-settings': { notices: [{ kind: 'settings-good-parts', keptAs: `${PATH}.damaged-1795352709000` }] },
  'notice-open': { notices: [{ kind: 'already-open' }] },
  'notice-variables': { notices: [{ kind: 'source-variables-ignored' }] },
  'notice-start-line': { notices: [{ kind: 'start-line-ignored', names: '--remote-debugging-port --proxy-server' }] },
  'notice-certificate': { notices: [{ kind: 'certificate-refused' }] },
  'notice-certificate-clock': { notices: [{ kind: 'certificate-clock' }] },
  'notice-slow-scanner': { notices: [{ kind: 'slow-scanner' }] },
  'notice-over-returned': { notices: [{ kind: 'over-returned', readable: '01-K7QF3M-000123-1T' }] },
  'notice-went-live': { notices: [{ kind: 'went-live' }] },
  'notice-bug': { notices: [{ kind: 'bug' }] },
  'notice-clock': { notices: [{ kind: 'clock-skew', seconds: 86_400 }] },
  'news-paid': { news: [attempt('paid')] },
  'news-refunded': { news: [refund('refunded')] },
  'news-not-refunded': { news: [refund('not-refunded', REFUSED)] },
  'keypad-refunds': {
    checking: [refund('refund-checking', { lastSaid: 'no-answer', advice: 'no-answer' })],
    refundsToDo: [refund('not-refunded', PUT_OFF)],
  },
  'keypad-for-person': {
    checking: [attempt('checking'), refund('refund-checking')],
    refundsToDo: [refund('not-refunded', PUT_OFF)],
    forPerson: [FOR_PERSON.checking, FOR_PERSON.part, FOR_PERSON.refund],
  },
  'news-contradicted': { news: [FOR_PERSON.checking] },
  'paid-and-back': onScreen(attempt('paid', { returnedElsewhere: LONGEST })),
  armed: { stage: { kind: 'armed', amount: LONGEST, refusal: null, refusals: 0 } },
  'armed-ready': { scanner: 'ready', stage: { kind: 'armed', amount: LONGEST, refusal: null, refusals: 0 } },
  'armed-refused': {
    scanner: 'failed',
    stage: { kind: 'armed', amount: LONGEST, refusal: 'used-before', refusals: 1 },
  },
  'waiting-qr': onScreen(attempt('waiting'), true),
  'waiting-no-qr': onScreen(attempt('waiting', { lastSaid: null, advice: null, syssn: null })),
  'waiting-qr-turned': { ...onScreen(attempt('waiting'), true), ...turnedQr('none') },
  'waiting-qr-gone': { ...onScreen(attempt('waiting'), true), ...turnedQr('gone') },
  'waiting-qr-mirrored': { ...onScreen(attempt('waiting'), true), ...turnedQr('mirrored') },
  'keypad-screen-gone': { customerScreen: 'gone' },
  'waiting-cpm': onScreen(attempt('waiting', { way: 'cpm', codeTail: '4799' })),
  checking: onScreen(attempt('checking', { lastSaid: 'no-answer', advice: 'no-answer' })),
  'time-over': onScreen(attempt('checking', { canShowAgain: true })),
  'taken-away': onScreen(attempt('checking', { givenUp: true, canShowAgain: true })),
  'keypad-after-sale': { mode: 'live', lastSale: attempt('paid'), checking: [attempt('checking', { givenUp: true })] },
  'keypad-after-doubt': { lastSale: attempt('checking') },
  mismatch: onScreen(attempt('checking', { lastSaid: 'mismatch-amount', advice: 'mismatch' })),
  'not-paid': onScreen(attempt('not-paid', { lastSaid: '1201', advice: 'balance' })),
  paid: onScreen(attempt('paid', { lastSaid: '0000', advice: 'paid' })),
  'paid-late': onScreen(attempt('paid-late', { lastSaid: '0000', advice: 'paid' })),
  'late-alarm': { news: [attempt('paid-late', { lastSaid: '0000', advice: 'paid' })] },
  'paid-live': { mode: 'live', ...onScreen(attempt('paid', { lastSaid: '0000', advice: 'paid' })) },
  'still-practising': { stillPractising: true },
  'trouble-locked': trouble({ kind: 'locked' }),
  'trouble-no-credentials': trouble({ kind: 'no-credentials' }),
  'trouble-keystore': trouble({ kind: 'keystore-away' }),
  'trouble-settings': trouble({
    kind: 'settings-lost',
    keptAs: '/home/cashier/.config/Harbour Till/settings.json.damaged-0123456789ab',
    tillId: '01',
    environment: 'training',
  }),
  'trouble-checking': trouble({ kind: 'ledger-work', work: 'checking', percent: 42 }),
  'trouble-restoring': trouble({ kind: 'ledger-work', work: 'restoring', percent: null }),
  'trouble-restored': trouble({
    kind: 'ledger-restored',
    reason: 'damaged',
    quarantine: '/home/cashier/.config/Harbour Till/quarantine/20261122-210509',
    backupAt: Date.UTC(2026, 10, 22, 13, 5, 9),
    kept: 12_345,
    inDoubt: 12,
    leftOut: 1,
    asked: false,
  }),
  'trouble-put-back': trouble({
    kind: 'ledger-restored',
    reason: 'put-back',
    quarantine: '/home/cashier/.config/Harbour Till/quarantine/20261122-210509',
    backupAt: Date.UTC(2026, 10, 22, 13, 5, 9),
    kept: 12_345,
    inDoubt: 12,
    leftOut: 1,
    asked: true,
  }),
  'notice-backup': {
    notices: [{ kind: 'backup-failed', why: 'full', folder: '/home/cashier/.config/Harbour Till/backups' }],
  },
  'trouble-moved': trouble({
    kind: 'ledger-moved',
    machine: 'TILL-1',
    folder: '/home/cashier/.config/Harbour Till',
    isOtherMachine: true,
  }),
  'notice-strangers': {
    notices: [{ kind: 'strangers', tillId: '01', count: 1234, since: '2026-11-22 21:05:09' }],
  },
  'notice-left-out': { notices: [{ kind: 'left-out', readable: '01-K7QF3M-000123-1X' }] },
  ...Object.fromEntries(
    LEDGER_TROUBLES.map((cause) => [`trouble-${cause}`, trouble({ kind: 'ledger', cause, path: PATH })]),
  ),
};

const paid = attempt('paid', { lastSaid: '0000', advice: 'paid', way: 'cpm', codeTail: '4799' });

/** What main answers when a payment is opened, by a name for the picture. */
export const PAYMENT_VIEWS = {
  paid: { payment: paid, refunds: [], refundable: LONGEST, refundInDoubt: false, toDecide: false },
  'refunded-in-part': {
    payment: { ...paid, refunded: cents(1_200) },
    refunds: [
      refund('refunded', { amount: cents(1_200) }),
      refund('not-refunded', { ...REFUSED, number: '01K7QF3M0001271P' }),
    ],
    refundable: cents(99_998_799),
    refundInDoubt: false,
    toDecide: false,
  },
  'refund-in-doubt': {
    payment: paid,
    refunds: [refund('refund-checking', { lastSaid: 'no-answer', advice: 'no-answer' })],
    refundable: cents(0),
    refundInDoubt: true,
    toDecide: false,
  },
  'refunded-twice': {
    payment: { ...paid, refunded: cents(199_999_998) },
    refunds: [refund('refunded'), refund('refunded', { number: '01K7QF3M0001271P', givenUp: true })],
    refundable: cents(0),
    refundInDoubt: false,
    toDecide: false,
  },
  unpaid: {
    payment: attempt('not-paid', { lastSaid: '1201', advice: 'balance' }),
    refunds: [],
    refundable: cents(0),
    refundInDoubt: false,
    toDecide: false,
  },
  'for-person': {
    payment: FOR_PERSON.checking,
    refunds: [],
    refundable: cents(0),
    refundInDoubt: false,
    toDecide: false,
  },
  'part-elsewhere': {
    payment: FOR_PERSON.part,
    refunds: [FOR_PERSON.refund],
    refundable: cents(0),
    refundInDoubt: true,
    toDecide: false,
  },
  decided: {
    payment: attempt('paid-late', {
      ...MISMATCHED,
      verdicts: [],
      movedAmount: cents(99_999_998),
      returnedElsewhere: cents(1_200),
      decision: {
        verdict: 'paid',
        by: 'Chan Tai Man, manager of the shop',
        why: "I saw it in QFPay's merchant portal",
        at: Date.UTC(2026, 10, 23, 13, 5, 9),
      },
    }),
    refunds: [],
    refundable: cents(99_998_798),
    refundInDoubt: false,
    toDecide: false,
  },
} as const satisfies Readonly<Record<string, PaymentView>>;

/** News whose "show" opens a payment. */
export const NEWS_TO_OPEN: Partial<CashierState> = { news: [refund('refunded')] };
/** A refund that waits to be asked for again. */
export const REFUND_TO_DO: Partial<CashierState> = { refundsToDo: [refund('not-refunded', PUT_OFF)] };
export const FOUND: LookUpAnswer = {
  kind: 'found',
  attempts: [refund('refunded'), { ...paid, refunded: cents(1_200) }, attempt('checking')],
};

/** A day with something of everything in it. */
export const DAY: DayList = dayList({ day: '2026-11-22', today: '2026-11-22', currency: 'HKD' }, [
  refund('refund-checking'),
  refund('refunded', { amount: cents(1_200) }),
  refund('not-refunded', PUT_OFF),
  attempt('paid-late'),
  paid,
  attempt('not-paid'),
  attempt('checking'),
]);

export const CUSTOMER_STATES: Readonly<Record<CustomerScreen['kind'], CustomerScreen>> = {
  idle: { kind: 'idle' },
  closed: { kind: 'closed' },
  'show-code': { kind: 'show-code', amount: LONGEST },
  wait: { kind: 'wait', amount: LONGEST },
  qr: { kind: 'qr', amount: LONGEST, qr: QR, leftMs: HALF_A_MINUTE },
  checking: { kind: 'checking', amount: LONGEST },
  'time-over': { kind: 'time-over', amount: LONGEST },
  'given-up': { kind: 'given-up', amount: LONGEST },
  paid: { kind: 'paid', amount: LONGEST },
  'not-paid': { kind: 'not-paid', amount: LONGEST },
};

let told = 0;

export function cashierState(change: Partial<CashierState>, language: Language): CashierState {
  told += 1;
  return {
    shopName: SHOP,
    mode: 'training',
    currency: 'HKD',
    limit: LONGEST,
    sounds: false,
    // A sale of its own each time, so that nothing keyed or tapped before it is left on the screen.
    saleId: `sale-${told}`,
    stage: { kind: 'keypad' },
    checking: [],
    news: [],
    refundsToDo: [],
    lastSale: null,
    forPerson: [],
    scanner: 'absent',
    customerScreen: 'own',
    turned: null,
    trouble: null,
    notices: [],
    stillPractising: false,
    ...change,
    language,
  };
}

export function customerState(screen: CustomerScreen, language: Language): CustomerState {
  return { language, shopName: SHOP, mode: 'training', currency: 'HKD', screen };
}
