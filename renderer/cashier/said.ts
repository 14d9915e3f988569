/** What the gateway last said about an attempt, in a cashier's words, with its code behind for a support call. */
import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../shared/views.ts';

export function useSaid({ advice, lastSaid }: Pick<AttemptView, 'advice' | 'lastSaid'>): string {
  const { t } = useTranslation();
  const words = advice === null ? t('said.none') : t(`advice.${advice}`);
  return lastSaid === null || !isCode(lastSaid) ? words : `${words} (${t('said.code', { code: lastSaid })})`;
}

/** The gateway's own codes are worth reading out on the telephone; the till's words for its silence are not. */
export function isCode(said: string): boolean {
  return /^\d{4}$/.test(said);
}
