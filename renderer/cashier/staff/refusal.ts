import type { TFunction } from 'i18next';
import type { StaffRefusal } from '../../../shared/contract/staff.ts';

/** Why main set nothing. */
export function refusalWords(t: TFunction, refusal: StaffRefusal): string {
  return refusal.kind === 'cannot-write'
    ? t('settings.cannotWrite', { path: refusal.path })
    : t(`staffRefusal.${refusal.kind}`);
}
