/** One payment or refund at a till whose clock stands still; the test fires the timers. */
import { createBudget } from '../../electron/till/budget.ts';
import { HUNG_MS } from '../../electron/till/limited.ts';
import { LIVE_GAPS } from '../../shared/gaps.ts';
import { createPayments } from '../../electron/till/payments.ts';
import type { Gateway } from '../../electron/till/ports/gateway.ts';
import { hasMoneyMoved, type AttemptKind } from '../../shared/attempt/record.ts';
import { aDraft, anAttempt, anOrder, EVENING, NUMBER, SYSSN, payMe } from '../support/samples.ts';
import { memoryLedger } from './memory-ledger.ts';
import { REFUND_NUMBER, TAKEN_SYSSN } from './samples.ts';
import { payTypeOf, type Presentment } from '../../shared/wallet.ts';

/** The attempt under test. */
export type Case = {
  readonly kind: AttemptKind;
  readonly mode: Presentment;
  /** The attempt was started in an earlier run of the till and is in doubt. */
  readonly isFoundUnfinished: boolean;
};

export type OneAttempt = {
  /** Sends the request and waits until the till has processed the answer. */
  start(): Promise<void>;
  enquire(): Promise<void>;
  /** Whether the ledger says that the money moved. */
  isDone(): boolean;
  /** The gateway's last response to the attempt, from the ledger. */
  lastResponse(): string | null;
  stop(): void;
};

/** The `syssn`s that other attempts hold; for a refund also the `syssn` of its payment. */
export const takenFor = (kind: AttemptKind): ReadonlySet<string> =>
  new Set(kind === 'refund' ? [TAKEN_SYSSN, SYSSN] : [TAKEN_SYSSN]);

export const numberFor = (kind: AttemptKind): typeof NUMBER => (kind === 'refund' ? REFUND_NUMBER : NUMBER);

export function oneAttempt(gateway: Gateway, { kind, mode, isFoundUnfinished }: Case): OneAttempt {
  const number = numberFor(kind);
  const tender = payMe(mode);
  const payType = payTypeOf(tender);
  const { merchantId } = gateway;
  const refundOf = kind === 'refund' ? NUMBER : null;
  const payment = anAttempt({ tender, payType, merchantId, status: 'paid', gatewayRef: SYSSN });
  const inDoubt = anAttempt({ number, kind, refundOf, tender, payType, merchantId, status: 'unknown' });
  const known = [...(kind === 'refund' ? [payment] : []), ...(isFoundUnfinished ? [inDoubt] : [])];
  const ledger = memoryLedger(known, new Set([TAKEN_SYSSN]));

  let underWay: Promise<unknown> = Promise.resolve();
  const note = <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    underWay = answer;
    return answer;
  };
  let due: () => void = () => undefined;
  const payments = createPayments({
    ledger,
    gateway: {
      ...gateway,
      pay: (request) => note(gateway.pay(request)),
      refund: (request) => note(gateway.refund(request)),
      enquire: (enquiry, page) => note(gateway.enquire(enquiry, page)),
    },
    clock: { mono: () => 0, wall: () => EVENING },
    timers: {
      after(ms, call) {
        // Ignore the timer for hanging calls: no call hangs here.
        if (ms !== HUNG_MS) due = call;
        return () => undefined;
      },
    },
    random: { fraction: () => 0.5, id: () => 'sale' },
    budget: createBudget(),
    log: () => undefined,
    onChange: () => undefined,
    onAlarm: () => undefined,
    onEvent: () => undefined,
    isHeld: () => true,
    gaps: LIVE_GAPS,
  });
  const answered = async (): Promise<void> => {
    // An answer may have several pages, each fetched by its own call.
    for (let last: unknown = null; last !== underWay; await new Promise(setImmediate)) {
      last = underWay;
      await underWay;
    }
    // The till processes the answer in the microtasks after it.
    await new Promise(setImmediate);
  };

  return {
    async start() {
      const authCode = mode === 'cpm' ? '281234567890123456' : null;
      const order = anOrder({ tender, payType, authCode });
      payments.start(aDraft({ kind, refundOf, tender, payType, merchantId }), (own) =>
        kind === 'refund'
          ? gateway.prepareRefund(own, {
              gatewayRef: SYSSN,
              amount: order.amount,
              requestedAtText: order.requestedAtText,
            })
          : gateway.prepare(own, order),
      );
      await answered();
    },
    async enquire() {
      void payments.enquire(number);
      due();
      await answered();
    },
    isDone() {
      const attempt = ledger.find(number);
      return attempt !== null && hasMoneyMoved(attempt.status);
    },
    lastResponse: () => ledger.find(number)?.lastResponse ?? null,
    stop: payments.stop,
  };
}
