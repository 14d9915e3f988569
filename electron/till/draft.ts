/** Builds the draft of an attempt before it has a number, for payments and refunds. */
import { hkDateTime } from '../../shared/time.ts';
import type { UndatedDraft } from './payments.ts';
import type { Gateway } from './ports/gateway.ts';
import type { Clock } from './ports/world.ts';

export type DraftDeps = {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly tillId: string;
  /** The person at the till, by their name in the shop. */
  readonly by: () => string;
};

/** The request's own facts; the rest of the draft is added here. */
export type Wanted = Omit<
  UndatedDraft,
  | 'tillId'
  | 'by'
  | 'merchantId'
  | 'gatewayHost'
  | 'validForMs'
  | 'createdAt'
  | 'requestedAtText'
  | 'codeHash'
  | 'codeTail'
>;

/** All that is kept of a customer's code (CPM). */
export type CodeTrace = Pick<UndatedDraft, 'codeHash' | 'codeTail'>;

export const NO_CODE: CodeTrace = { codeHash: null, codeTail: null };

/** Reads the clock once, so that the gateway and the ledger get the same time. */
export function draftAttempt({ gateway, clock, tillId, by }: DraftDeps, wanted: Wanted, code: CodeTrace): UndatedDraft {
  const now = clock.wall();
  const validForMs = gateway.lifeMsOf(wanted.tender);
  const { host, merchantId } = gateway;
  return {
    ...wanted,
    ...code,
    tillId,
    by: by(),
    merchantId,
    gatewayHost: host,
    validForMs,
    createdAt: now,
    requestedAtText: hkDateTime(now),
  };
}
