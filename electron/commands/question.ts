/**
 * What the main process asks a person itself, in a dialog of the system that no page can press: where the takings go from
 * now on, and what else a hostile page must not be able to set. This is the port; shell/question-dialog.ts fills it.
 */
import { mchidOf, type Environment, type Settings } from '../../shared/settings.ts';

export type Question =
  /** @param settings with which the till would be live; some may have been set while it practised, and nobody was asked */
  | { readonly kind: 'go-live'; readonly settings: Settings; readonly appCodeTail: string }
  | { readonly kind: 'open-as'; readonly tillId: string; readonly environment: Environment }
  | {
      readonly kind: 'change';
      readonly before: Settings;
      readonly next: Settings;
      readonly changes: readonly Change[];
    };

/** A setting whose change is asked about. */
export type Change = 'environment' | 'tillId' | 'mchid' | 'returnUrl' | 'limit';

/** True when a person said yes. A question that cannot be asked, or while another one stands there, is answered no. */
export type AskPerson = (question: Question) => Promise<boolean>;

/** Nothing of a till that practises and goes on practising moves money; what it was told then is said when it goes live. */
export function changesToAsk(before: Settings, next: Settings): readonly Change[] {
  const found: Change[] = [];
  if (next.environment !== before.environment) found.push('environment');
  if (before.environment === 'training' && next.environment === 'training') return found;
  if (next.tillId !== before.tillId) found.push('tillId');
  if (next.environment === before.environment && mchidOf(next) !== mchidOf(before)) found.push('mchid');
  if (next.returnUrl !== before.returnUrl) found.push('returnUrl');
  if (next.limit > before.limit) found.push('limit');
  return found;
}
