/** What is written of an attempt before it has a number: put together here for payments and refunds alike. */
import { hkDateTime } from '../../shared/time.ts';
import type { UndatedDraft } from './payments.ts';
import type { Gateway } from './ports/gateway.ts';
import type { Clock } from './ports/world.ts';

export type DraftDeps = {
  readonly gateway: Gateway;
  readonly clock: Clock;
  readonly tillId: string;
  /** Who is at the till now, by the name that the shop knows them by. */
  readonly by: () => string;
};

/** What is asked for, and with which code of the customer's if they showed one. */
export type Wanted = Omit<
  UndatedDraft,
  'tillId' | 'by' | 'merchant' | 'host' | 'lifeMs' | 'createdAt' | 'txdtm' | 'codeHash' | 'codeTail'
>;

/** Of a customer's code (CPM): all of it that is kept. */
export type CodeTrace = Pick<UndatedDraft, 'codeHash' | 'codeTail'>;

export const NO_CODE: CodeTrace = { codeHash: null, codeTail: null };

/** The clock is read once: what the gateway is told of the time and what the ledger keeps of it are of one moment. */
export function draftAttempt({ gateway, clock, tillId, by }: DraftDeps, wanted: Wanted, code: CodeTrace): UndatedDraft {
  const now = clock.wall();
  const lifeMs = gateway.lifeMsOf(wanted.tender);
  const { host, merchant } = gateway;
  return { ...wanted, ...code, tillId, by: by(), merchant, host, lifeMs, createdAt: now, txdtm: hkDateTime(now) };
}
