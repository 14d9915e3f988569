/**
 * Defects planted to prove the checks. Each patches a copy of the code; the text that it replaces must occur exactly
 * once in its file. A patch that no longer fits fails the test, so the list stays up to date with the code.
 */
import { defect, type Defect } from './defect.ts';
import { COUNTER_DEFECTS } from './defects-counter.ts';
import { MONEY_DEFECTS } from './defects-money.ts';
import { WALLET_DEFECTS } from './defects-wallet.ts';

const MESSAGES = 'electron/gateway/messages.ts';
const ATTEMPT = 'shared/attempt/machine.ts';
const SCHEDULE = 'shared/attempt/schedule.ts';
const EVIDENCE = 'shared/attempt/evidence.ts';
const PERFORMER = 'electron/till/performer.ts';
const PAYMENTS = 'electron/till/payments.ts';
const PAY_EVENT = 'electron/till/pay-event.ts';
const ENQUIRY_EVENT = 'electron/till/enquiry-event.ts';
const GATEWAY_CLOCK = 'electron/till/gateway-clock.ts';
const REFUNDS = 'electron/till/refunds.ts';
const INBOX = 'electron/till/inbox.ts';
const SELLING = 'electron/till/selling.ts';
const TILL = 'electron/till/till.ts';
const TABLES = 'electron/ledger/file/migrations/002-refunds.ts';
const RULES = 'electron/ledger/file/migrations/006-by-hand.ts';
const LATE_REFUNDS = 'electron/ledger/file/migrations/008-late-refunds.ts';

/** Stops the till from reading an order's month from its `syssn`, which would hide other defects of the months. */
const NO_DAY_BY_SYSSN = [
  GATEWAY_CLOCK,
  'if (day !== null && about.some',
  'if (day !== null && false && about.some',
] as const;

/** Defects against the till's first rules. */
const FIRST_DEFECTS: readonly Defect[] = [
  defect('the outer 0000 of an enquiry is taken for the result', 'paid is proven', {}, [
    ENQUIRY_EVENT,
    'const finding = judgeRows(askedOf(attempt, since), rows, attempt.gatewayRef, unread);',
    `const judged = judgeRows(askedOf(attempt, since), rows, attempt.gatewayRef, unread);
     const finding = judged.kind === 'pending' ? { kind: 'paid' as const, gatewayRef: judged.gatewayRef ?? '', several: false, returned: 'none' as const } : judged;`,
  ]),
  defect('the answer that a QR exists is taken for paid', 'paid is proven', {}, [
    PAY_EVENT,
    "if (attempt.kind === 'refund' || mode === 'cpm' || row.codeClass !== 'ok') {",
    'if (true) {',
  ]),
  defect(
    'a time of payment is taken for proof',
    'paid is proven',
    {},
    [MESSAGES, '  cancel: readable,\n', '  cancel: readable,\n  paydtm: text,\n'],
    [
      MESSAGES,
      'const codeClass = classOf(message.respcd);',
      "const codeClass = message.paydtm === null ? classOf(message.respcd) : 'ok';",
    ],
  ),
  defect('another amount is accepted', 'paid is proven', {}, [
    EVIDENCE,
    "if (row.amount !== null && row.amount !== String(asked.amountCents)) return 'amount';",
    '',
  ]),
  defect('another currency is accepted', 'paid is proven', {}, [
    EVIDENCE,
    "if (row.currency !== null && row.currency !== asked.currency) return 'currency';",
    '',
  ]),
  defect(
    "another attempt's number at QFPay is accepted",
    'paid is proven',
    {},
    [PERFORMER, 'return holder !== null && holder !== number;', 'return false;'],
    [TABLES, 'syssn TEXT UNIQUE,', 'syssn TEXT,'],
  ),
  defect('of several rows the last one counts', 'nothing is lost', {}, [
    EVIDENCE,
    "const paid = allPaid.find(({ returned }) => returned === 'none') ?? allPaid[0];",
    "const paid = [findings.at(-1)].find((finding) => finding?.kind === 'paid') as Extract<Finding, { kind: 'paid' }> | undefined;",
  ]),
  defect('an unlisted code is taken for a failure', 'failed is proven', {}, [
    'electron/gateway/codes.ts',
    "return BY_CODE.get(code)?.[1] ?? 'unknown';",
    "return BY_CODE.get(code)?.[1] ?? 'failed';",
  ]),
  defect('"not found" is taken for a failure at once', 'failed is proven', {}, [
    ATTEMPT,
    'const quiet = watch.requestOverAt !== null && askedAt - watch.requestOverAt >= quietMs;',
    "if (at > 0) return planned(state, at, 'answered', { status: ENDS[attempt.kind].not, lastResponse: NOT_FOUND }); const quiet = true;",
  ]),
  defect(
    'only the present month is asked about',
    ['nothing is lost', 'told is fresh'],
    {},
    [
      GATEWAY_CLOCK,
      'const months = about.flatMap((at) => monthWindows(at - marginMs, at + lateMs));',
      'const months = [...monthWindows(clock.wall(), clock.wall() + 0 * lateMs)];',
    ],
    NO_DAY_BY_SYSSN,
  ),
  defect(
    'the neighbouring month is forgotten',
    ['nothing is lost', 'told is fresh'],
    {},
    [
      GATEWAY_CLOCK,
      'flatMap((at) => monthWindows(at - marginMs, at + lateMs));',
      'flatMap((at) => monthWindows(at, at + 0 * lateMs));',
    ],
    NO_DAY_BY_SYSSN,
  ),
  defect('a declined attempt is asked about by the declined number alone', 'nothing is lost', {}, [
    SCHEDULE,
    'const isTurn = pace.asks % WIDE_EVERY === WIDE_EVERY - 1;',
    'if (true) return { gatewayRef: true, number: false }; const isTurn = false;',
  ]),
  defect('a payment is sent again after a time-out', ['failed is proven', 'sent once'], {}, [
    PAY_EVENT,
    "return answer.mayHaveLeft ? { kind: 'pay-unanswered' } : { kind: 'pay-not-sent' };",
    "return { kind: 'pay-not-sent' };",
  ]),
  defect('a payment is sent before it is written', 'written before sent', {}, [
    PAYMENTS,
    'ledger.open({ ...draft, gatewayAt: gatewayClock.now() }, prepare);',
    'ledger.open({ ...draft, gatewayAt: gatewayClock.now() }, (own) => { const early = prepare(own); void deps.gateway.pay(early); return early; });',
  ]),
  defect('the screen is told before the commit', 'paid is proven', {}, [
    PERFORMER,
    'const change = changeIn(effects);',
    'known.set(state); deps.onChange(before, state); const change = changeIn(effects);',
  ]),
  defect(
    'a late time-out goes over what is paid',
    'final stays',
    {},
    [ATTEMPT, 'if (isFinal(attempt.status)) return still(over);', ''],
    [ATTEMPT, 'const told: AttemptChange = isAcknowledged(attempt) ? {} :', 'const told: AttemptChange ='],
    [LATE_REFUNDS, 'BEGIN SELECT RAISE(IGNORE); END;', 'BEGIN SELECT 1; END;'],
  ),
  defect(
    'a second attempt for the same sale is let through',
    'charged once',
    {},
    [SELLING, "if (sale.onScreen().kind !== 'keypad') return saleId === sale.id() ? 'already-started' : 'busy';", ''],
    [TABLES, 'CREATE UNIQUE INDEX one_live_payment_per_sale', 'CREATE INDEX one_live_payment_per_sale'],
  ),
  defect('a late payment waits for nobody', 'nothing is lost', {}, [
    INBOX,
    "if (status === 'late-paid' && !resolved) return 'decision';",
    "if (status === 'late-paid') return null;",
  ]),
  defect('a start takes nothing up', 'next action', {}, [TILL, '  payments.resumeAll();\n', '']),
  defect('an enquiry that was not answered is the last one', 'next action', {}, [
    ATTEMPT,
    "return planned({ attempt, watch: { ...watch, asks: watch.asks + 1, backoffMs } }, at, 'unanswered');",
    'return still({ attempt, watch: { ...watch, backoffMs } });',
  ]),
  defect('an expired QR is never looked at again', 'next action', {}, [
    SCHEDULE,
    "if (status === 'expired') return looks < EXPIRED_LOOKS ? SLOW_GAP_MS : null;",
    "if (status === 'expired') return null;",
  ]),
  defect("the till's budget of calls is ignored", 'call rate', {}, [
    'electron/till/budget.ts',
    'return Math.max(0, Math.ceil(from - at));',
    'return 0;',
  ]),
  defect('a refund that is in progress is taken for refused', 'failed is proven', {}, [
    'electron/gateway/refund-codes.ts',
    'const own = REFUND_CODES.get(code);',
    "if (code === '1143') return 'failed'; const own = REFUND_CODES.get(code);",
  ]),
  defect(
    'the sum of the refunds is not checked',
    'refunds within',
    {},
    [
      REFUNDS,
      "if (!Number.isSafeInteger(amount) || amount <= 0 || amount > left) return 'amount';",
      "if (!Number.isSafeInteger(amount) || amount <= 0) return 'amount';",
    ],
    [RULES, 'AND coalesce(payment.moved_cents, payment.amount_cents) - payment', 'AND 9e15 - payment'],
  ),
  defect(
    'a refund in doubt does not block the next',
    'refunds within',
    {},
    [REFUNDS, "if (inDoubt) return 'in-doubt';", ''],
    [REFUNDS, 'left: inDoubt ? cents(0) : leftOf(payment, refunds)', 'left: leftOf(payment, refunds)'],
    [LATE_REFUNDS, 'WHERE EXISTS (', 'WHERE 1 = 0 AND EXISTS ('],
  ),
];

export const DEFECTS: readonly Defect[] = [...FIRST_DEFECTS, ...MONEY_DEFECTS, ...COUNTER_DEFECTS, ...WALLET_DEFECTS];
