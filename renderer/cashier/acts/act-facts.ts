import { useTranslation } from 'react-i18next';
import { VERDICTS } from '../../../shared/attempt/record.ts';
import type { ActView } from '../../../shared/contract/acts.ts';
import { cents, formatMoney, type Currency } from '../../../shared/money.ts';
import { ROLES } from '../../../shared/role.ts';

/** What an act was done with, in short facts. One that this program does not know is shown as it is written. */
export function useActFacts(currency: Currency): (act: ActView) => readonly string[] {
  const { t } = useTranslation();
  const factOf = (name: string, value: ActView['facts'][string]): string | null => {
    if (typeof value === 'number' && (name === 'amount' || name === 'limit'))
      return formatMoney(cents(value), currency);
    if (name === 'isActive') return value === true ? null : t('person.off');
    if (name === 'approvedFor') return t('story.approvedFor', { name: String(value) });
    const verdict = VERDICTS.find((each) => name === 'verdict' && each === value);
    if (verdict !== undefined) return t(`byHand.verdict.${verdict}`);
    const role = ROLES.find((each) => name === 'role' && each === value);
    if (role !== undefined) return t(`role.${role}`);
    return name === 'name' || name === 'day' ? String(value) : `${name}: ${String(value)}`;
  };
  return ({ readable, facts }) => [
    ...(readable === null ? [] : [readable]),
    ...Object.entries(facts).flatMap(([name, value]) => factOf(name, value) ?? []),
  ];
}
