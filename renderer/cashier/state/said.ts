/** The gateway's last answer about an attempt in a cashier's words, with its code for a support call. */
import { useTranslation } from 'react-i18next';
import { codeIn } from '../../../shared/attempt/record.ts';
import type { AttemptView } from '../../../shared/contract/payments.ts';
import { named } from '../../window/wallet-name.ts';

export function useResponseText({
  advice,
  lastResponse,
  tender,
}: Pick<AttemptView, 'advice' | 'lastResponse' | 'tender'>): string {
  const { t } = useTranslation();
  const words = advice === null ? t('said.none') : t(`advice.${advice}`, named(t, tender));
  const code = lastResponse === null ? null : codeIn(lastResponse);
  return code === null ? words : t('said.withCode', { words, code });
}
