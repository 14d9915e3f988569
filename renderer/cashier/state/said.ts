/** What the gateway last said about an attempt, in a cashier's words, with its code behind for a support call. */
import { useTranslation } from 'react-i18next';
import { codeIn } from '../../../shared/attempt/record.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';

export function useSaid({ advice, lastSaid }: Pick<AttemptView, 'advice' | 'lastSaid'>): string {
  const { t } = useTranslation();
  const words = advice === null ? t('said.none') : t(`advice.${advice}`);
  const code = lastSaid === null ? null : codeIn(lastSaid);
  return code === null ? words : t('said.withCode', { words, code });
}
