import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../../shared/contract/payments.ts';
import { hkDateTime } from '../../../../shared/time.ts';

/** What a person said in the gateway's place, with who, why and when; null where none did. */
export function useDecided({ decision }: Pick<AttemptView, 'decision'>): string | null {
  const { t } = useTranslation();
  if (decision === null) return null;
  const { verdict, by, why, at } = decision;
  return `${t(`byHand.verdict.${verdict}`)} · ${why} · ${by} · ${hkDateTime(at)}`;
}
