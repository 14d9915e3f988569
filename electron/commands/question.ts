/**
 * Questions that the main process asks a person in a system dialog, which no page can press: about settings that a
 * hostile page must not change alone, such as where the takings go. This is the port; shell/question-dialog.ts
 * implements it.
 */
import { mchidOf, type Environment, type Settings } from '../../shared/settings.ts';

export type Question =
  /** @param settings of the live till; some may have been set in training, where nobody was asked about them */
  | { readonly kind: 'go-live'; readonly settings: Settings; readonly appCodeTail: string }
  | { readonly kind: 'open-as'; readonly tillId: string; readonly environment: Environment }
  | {
      readonly kind: 'change';
      readonly before: Settings;
      readonly next: Settings;
      readonly changes: readonly Change[];
    };

/** A setting whose change needs a person's yes. */
export type Change = 'environment' | 'tillId' | 'mchid' | 'returnUrl' | 'limit';

/** True when a person said yes. False also when the question cannot be asked, or another question is open. */
export type AskPerson = (question: Question) => Promise<boolean>;

/** A till that stays in training moves no money, so no question is needed; the question at going live shows these. */
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
