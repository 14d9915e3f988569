import { useTranslation } from 'react-i18next';
import type { AttemptView } from '../../../../shared/contract/payments.ts';
import { hkDateTime } from '../../../../shared/time.ts';

/** A decision by hand, with who, why and when; null if nobody has decided. */
export function useDecided({ decision }: Pick<AttemptView, 'decision'>): string | null {
  const { t } = useTranslation();
  if (decision === null) return null;
  const { verdict, by, why, at } = decision;
  return `${t(`byHand.verdict.${verdict}`)} · ${why} · ${by} · ${hkDateTime(at)}`;
}
