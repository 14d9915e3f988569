/** The checks for every change of the till's settings or account. */
import type { CommandName } from '../../shared/contract/contract.ts';
import { mchidOf, type Settings } from '../../shared/settings.ts';
import type { Counter } from '../counter/counter.ts';
import { codeOf } from '../files/error-code.ts';
import type { Secret } from '../vault/secret.ts';
import type { CommandDeps } from './command-deps.ts';

/** Whether the counter waits for this command, because it ends the reason why no money can be taken. */
export function isAskedFor(counter: Counter, command: CommandName<'cashier'>): boolean {
  const next = counter.standing()?.next;
  return next?.kind === 'ask' && next.command === command;
}

/**
 * Whether a till may reopen with these settings: only between sales, and at another account only if no payment is in
 * doubt. The new account would answer "not found", and the payment would end as "not paid". In training no money is in
 * doubt.
 *
 * @param appCode null if it stays the same
 */
export function mayReopen({ counter, settings }: CommandDeps, next: Settings, appCode: Secret | null): boolean {
  if (counter.isOpening()) return false;
  const till = counter.till();
  const before = settings();
  const isSameMerchant = next.environment === before.environment && mchidOf(next) === mchidOf(before);
  const isSameAccount = isSameMerchant && (appCode === null || counter.asksUnder(appCode));
  if (till === null) {
    // The unfinished attempts in a ledger that does not open are unknown. Another environment has a ledger of its own.
    const isUnread = counter.standing()?.why.kind === 'ledger';
    return !isUnread || isSameAccount || next.environment !== before.environment;
  }
  if (!till.isIdle()) return false;
  return isSameAccount || before.environment === 'training' || till.unfinished() === 0;
}

/** The answer to a disk error. @throws any other error, which is a bug */
export function cannotWrite(
  { log, folder }: CommandDeps,
  error: unknown,
): { readonly kind: 'cannot-write'; readonly path: string } {
  if (!(error instanceof Error && 'errno' in error)) throw error;
  log('settings.cannot-write', { code: codeOf(error) ?? 'unknown' });
  return { kind: 'cannot-write', path: folder };
}
