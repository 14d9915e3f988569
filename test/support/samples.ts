/** Complete and plausible attempts and gateway rows, so that a test names only the fields that matter to it. */
import { attemptNumber, type AttemptNumber } from '../../shared/attempt/number.ts';
import { RARELY, type Attempt, type Facts } from '../../shared/attempt/record.ts';
import type { GatewayRow } from '../../shared/attempt/evidence.ts';
import { cents } from '../../shared/money.ts';
import { cleanLabel } from '../../electron/scanner/label.ts';
import type { Order } from '../../electron/till/ports/gateway.ts';
import type { Draft } from '../../electron/till/ports/ledger.ts';
import type { Label } from '../../electron/till/ports/scanner.ts';
import type { Presentment, Tender } from '../../shared/wallet.ts';

/** The month of EVENING, as an enquiry names it. */
export const NOVEMBER = { start: '2026-11-01 00:00:00', end: '2026-11-30 23:59:59' };

/** 2026-11-22 21:05:09 in Hong Kong. */
export const EVENING = Date.UTC(2026, 10, 22, 13, 5, 9);

export function numberOf(sequence: number): AttemptNumber {
  return attemptNumber({ tillId: '01', epoch: 'K7QF3M', sequence, attempt: 1 });
}

export const NUMBER = numberOf(123);
export const SYSSN = '20261122154100020012764799';

export const payMe = (mode: Presentment): Tender => ({ wallet: 'payme', mode });
export const PAYME_QR: Tender = payMe('mpm');
export const PAYME_CODE: Tender = payMe('cpm');

/** The facts of an attempt before anything is sent. */
const FACTS = {
  kind: 'payment',
  by: null,
  refundOf: null,
  saleId: 'sale-1',
  tender: PAYME_QR,
  payType: '805801',
  amount: cents(1234),
  currency: 'HKD',
  merchantId: null,
  gatewayHost: 'https://openapi-hk.qfapi.com',
  requestedAtText: '2026-11-22 21:05:09',
  createdAt: EVENING,
  gatewayAt: null,
  validForMs: 30 * 60_000,
  codeTail: null,
} as const satisfies Facts;

export function anAttempt(more: Partial<Attempt> = {}): Attempt {
  return {
    ...FACTS,
    number: NUMBER,
    status: 'sending',
    version: 1,
    gatewayRef: null,
    lastResponse: null,
    abandoned: false,
    resolved: false,
    ...RARELY,
    ...more,
  };
}

/** A row that proves the sample attempt paid. */
export function aRow(more: Partial<GatewayRow> = {}): GatewayRow {
  return {
    code: '0000',
    codeClass: 'ok',
    refundClass: 'ok',
    number: NUMBER,
    gatewayRef: SYSSN,
    amount: '1234',
    currency: 'HKD',
    payType: '805801',
    merchant: null,
    orderType: 'payment',
    cancel: '0',
    madeAt: EVENING,
    ...more,
  };
}

export function anOrder(more: Partial<Order> = {}): Order {
  const { tender, payType, amount, currency, requestedAtText } = FACTS;
  return { tender, payType, amount, currency, requestedAtText, authCode: null, ...more };
}

export function aDraft(more: Partial<Draft> = {}): Draft {
  return { ...FACTS, tillId: '01', codeHash: null, ...more };
}

/** A label as it comes from a scanner. @throws Error when a scanner would not pass it on */
export function aLabel(text: string): Label {
  const cleaned = cleanLabel(text);
  if (!cleaned.ok) throw new Error(`${JSON.stringify(text)} is ${cleaned.error}`);
  return cleaned.value;
}
