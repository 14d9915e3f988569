/** What every change of the till's settings or account is held against. */
import type { CommandName } from '../../shared/contract/contract.ts';
import { mchidOf, type Settings } from '../../shared/settings.ts';
import type { Counter } from '../counter/counter.ts';
import { codeOf } from '../files/error-code.ts';
import type { Secret } from '../vault/secret.ts';
import type { CommandDeps } from './command-deps.ts';

/** Whether this is what ends the reason why no money can be taken now. */
export function isAskedFor(counter: Counter, command: CommandName<'cashier'>): boolean {
  const next = counter.standing()?.next;
  return next?.kind === 'ask' && next.command === command;
}

/**
 * Only between sales; and payments in doubt must not be left behind in an account that nobody asks any more: another one
 * does not know them, and what is not known ends as not paid. In training no money is in doubt.
 *
 * @param appCode null for the one there is
 */
export function mayReopen({ counter, settings }: CommandDeps, next: Settings, appCode: Secret | null): boolean {
  if (counter.isOpening()) return false;
  const till = counter.till();
  const before = settings();
  const isSameMerchant = next.environment === before.environment && mchidOf(next) === mchidOf(before);
  const isSameAccount = isSameMerchant && (appCode === null || counter.asksUnder(appCode));
  if (till === null) {
    // Nobody can say what is unfinished in a ledger that does not open; another gateway has a ledger of its own.
    const isUnread = counter.standing()?.why.kind === 'ledger';
    return !isUnread || isSameAccount || next.environment !== before.environment;
  }
  if (!till.isIdle()) return false;
  return isSameAccount || before.environment === 'training' || till.unfinished() === 0;
}

/** @throws what is no fault of a disk: then it is one of ours */
export function cannotWrite(
  { log, folder }: CommandDeps,
  error: unknown,
): { readonly kind: 'cannot-write'; readonly path: string } {
  if (!(error instanceof Error && 'errno' in error)) throw error;
  log('settings.cannot-write', { code: codeOf(error) ?? 'unknown' });
  return { kind: 'cannot-write', path: folder };
}
